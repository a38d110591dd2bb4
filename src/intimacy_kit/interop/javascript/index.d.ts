/** A text in its languages, by tag. */
export type Texts = Readonly<Record<string, string>>;

/** What `interop.bundle.export_form` made; `intimacy-kit schema bundle` has its schema. */
export interface Bundle {
  readonly bundle_version: number;
  readonly scoring_version: number;
  readonly pack: { readonly id: string; readonly version: string; readonly licence: string; readonly locale: string };
  readonly locales: readonly string[];
  readonly [part: string]: unknown;
}

export type Perspective = "self" | "partner";
export type Code = "prefer-not-to-say" | "did-not-come-up" | "does-not-apply" | "not-shown";
/** What a person can answer; null was left blank. */
export type Given = number | Code | null;
export type Stored = number | Code | "left-blank";
export type Gate = "conflict" | "vulnerability" | "trauma" | "forgiveness" | "touch";

export interface Question {
  readonly id: string;
  readonly pillar: string;
  readonly role: "scored" | "felt" | "choice" | "sentinel";
  readonly text: string;
  /** The language of the text, which differs from the one asked for where that has none. */
  readonly locale: string;
  readonly choices: readonly { readonly answer: number | Code; readonly label: string }[];
  readonly range: {
    readonly low: number;
    readonly high: number;
    readonly step: number;
    readonly lowLabel: string | null;
    readonly highLabel: string | null;
  } | null;
}

export interface CheckIn {
  readonly catalogue: string;
  readonly version: string;
  readonly form: string;
  readonly digest: string;
  readonly seed: string;
  readonly occasion: number;
  readonly perspective: Perspective;
  readonly title: string;
  readonly instructions: string | null;
  readonly questions: readonly Question[];
}

export interface Response {
  readonly checkin: CheckIn;
  readonly on: string;
  readonly answers: Readonly<Record<string, Stored>>;
}

export interface Score {
  readonly id: string;
  readonly pillar: string | null;
  readonly role: "scored" | "felt";
  readonly reason: "not-asked" | "too-few-answers" | null;
  readonly percent: number | null;
  readonly mean: number | null;
  readonly sum: number | null;
  readonly value: number | null;
  /** Never shown without `level_source`. */
  readonly level: string | null;
  readonly level_source: string | null;
  readonly group_levels: Readonly<Record<string, string>>;
  readonly group_values: Readonly<Record<string, number>>;
  readonly answered: number;
  readonly asked: number;
  readonly needed: number;
  /** Whether its percent to the nearest ten leaves each answer open, so that it can be shown to a partner. */
  readonly blurs: boolean;
  readonly declined: number;
  readonly did_not_come_up: number;
  readonly does_not_apply: number;
  readonly blank: number;
  readonly not_shown: number;
  readonly not_asked: number;
}

export interface Result {
  readonly catalogue: string;
  readonly version: string;
  readonly form: string;
  readonly digest: string;
  readonly perspective: Perspective;
  readonly on: string;
  readonly scores: Readonly<Record<string, Score>>;
  readonly felt: Readonly<Record<string, Score>>;
  readonly scoring_version: number;
}

/** For one visit: neither store it nor send it. */
export interface SafetyState {
  readonly standing: "not-asked" | "clear" | "apart";
  readonly opened: readonly Gate[];
}

export interface Suggestion {
  readonly practice: string;
  readonly title: string;
  readonly pillar: string;
  /** In a week that includes it. */
  readonly minutes: number;
  readonly minutes_each_time: number;
  readonly cadence: string;
  readonly targets: readonly string[];
  readonly evidence: { readonly source: string | null; readonly fit: string } | null;
  /** Names an answer, so not where others look on. */
  readonly reason: string | null;
  readonly access: Readonly<Record<string, string>>;
  readonly apart: string | null;
  readonly steps: readonly string[];
}

export interface Plan {
  readonly going_well: readonly string[];
  readonly suggestions: readonly Suggestion[];
  readonly not_enough_answers: readonly string[];
  readonly minutes_per_week: number;
}

/** What one person lets their partner see: places to the nearest ten, from 10 to 90, and nothing finer. */
export interface Shown {
  readonly catalogue: string;
  readonly form: string;
  readonly digest: string;
  readonly perspective: Perspective;
  readonly places: Readonly<Record<string, number>>;
}

/** What both may see of both. */
export interface CoupleView {
  readonly pillars: readonly { readonly pillar: string; readonly a: number; readonly b: number }[];
  readonly perspective: Perspective | null;
}

export interface Wishes {
  suggestions?: number;
  minutesPerWeek?: number;
  mode?: "solo" | "together" | "async" | null;
  distance?: boolean;
  access?: readonly string[];
  kinds?: readonly ("exercise" | "ritual" | "date" | "phrase")[];
  topics?: readonly string[];
  stage?: string | null;
  exclude?: readonly string[];
  done?: readonly string[];
  seed?: string;
  safety?: SafetyState;
  reasons?: boolean;
  locale?: string;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** What is wrong with arguments or answers: all of it at once, and never what was answered. */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];
}

export const NOT_ASKED: SafetyState;

export function draw(
  bundle: Bundle,
  options: { seed: string; occasion?: number; perspective?: Perspective; locale?: string },
): CheckIn;
export function shown(bundle: Bundle, checkin: CheckIn, answers: Readonly<Record<string, Given>>): string[];
export function answer(
  bundle: Bundle,
  checkin: CheckIn,
  answers: Readonly<Record<string, Given>>,
  options: { on: string },
): Response;
export function plainResponse(response: Response): Record<string, unknown>;
export function score(bundle: Bundle, response: Response): Result;
export function assess(
  answers: Readonly<Record<string, "yes" | "no" | "unsure" | null>>,
  choices?: { chosen?: readonly Gate[]; traumaThisTime?: boolean; partnerChoseTouch?: boolean },
): SafetyState;
export function offers(state: SafetyState, card: { readonly gates?: readonly Gate[] }): boolean;
export function recommend(bundle: Bundle, answered: Response | Result, wishes?: Wishes): Plan;
export const FEWEST_ANSWERS: number;
export function shownTo(
  bundle: Bundle,
  result: Result,
  choices?: { share?: readonly string[]; safety?: SafetyState },
): Shown;
export function coupleView(a: Shown | null, b: Shown | null): CoupleView;
export function phrase(bundle: Bundle, id: string, values?: Readonly<Record<string, unknown>>, locale?: string): string;
export function inLanguage(bundle: Bundle, texts: Texts, locale?: string): string;
export function localText(bundle: Bundle, texts: Texts, locale?: string): { text: string; locale: string };
