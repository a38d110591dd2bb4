// The draw, what is shown, and answers checked whole.
import { written, minus, over } from "./exact.js";
import { scoreOf, subscaleOf } from "./score.js";
import { rotation } from "./sha256.js";
import { inLanguage, localText } from "./texts.js";

/** What is wrong with arguments or answers: all of it at once, and never what was answered. */
export class InvalidInput extends Error {
  constructor(problems) {
    super(problems.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
    this.name = "InvalidInput";
    this.problems = problems;
  }
}

export const problem = (code, message, ...path) => ({ code, message, path });
export const refuse = (problems) => { if (problems.length) throw new InvalidInput(problems); };

/** A check-in: the same arguments give the same questions, anywhere and always. */
export function draw(bundle, { seed, occasion = 0, perspective = "self", locale = bundle.pack.locale }) {
  if (bundle.bundle_version !== 1 || bundle.scoring_version !== 1) throw new RangeError("the bundle is of another version");
  refuse([
    ...(typeof seed === "string" ? [] : [problem("wrong-type", "the seed is not text", "seed")]),
    ...(Number.isSafeInteger(occasion) && occasion >= 0 ? [] : [problem("bad-number", "the occasion is a whole number from 0", "occasion")]),
    ...(["self", "partner"].includes(perspective) ? [] : [problem("bad-choice", "it is self or partner", "perspective")]),
  ]);
  const questions = drawnItems(bundle, seed, occasion).filter(({ question }) => question[perspective]);
  refuse(questions.length ? [] : [problem("empty-form", "the form asks nothing from that perspective", "perspective")]);
  const { form, pack } = bundle;
  return {
    catalogue: pack.id, version: pack.version, form: form.id, digest: form.digest, seed, occasion, perspective,
    title: inLanguage(bundle, form.title, locale),
    instructions: form.instructions ? inLanguage(bundle, form.instructions, locale) : null,
    questions: questions.map((item) => asQuestion(bundle, item, perspective, locale)),
  };
}

function asQuestion(bundle, { id, pillar, role, scale, question }, perspective, locale) {
  const { choices, range = null } = bundle.scales.find((each) => each.id === scale);
  const offered = new Set(keyed(bundle, id).codes);
  const label = (texts) => (texts ? inLanguage(bundle, texts, locale) : null);
  return {
    id, pillar, role, ...localText(bundle, question[perspective], locale),
    choices: choices.filter(({ code }) => code === undefined || offered.has(code)).map((choice) => ({
      answer: choice.value ?? choice.code, label: choice.label ? label(choice.label) : String(choice.value),
    })),
    range: range && { low: number(range.low), high: number(range.high), step: number(range.step),
      lowLabel: label(range.low_label), highLabel: label(range.high_label) },
  };
}

const number = (exact) => (typeof exact === "number" ? exact : exact.split("/").reduce((above, below) => above / below));

/** What scoring knows of an item. */
export const keyed = (bundle, id) => bundle.key.items.find((item) => item.id === id);

function drawnItems({ form, items }, seed, occasion) {
  if (form.per_pillar === null) return inOrder(form, items, seed, occasion);
  const asked = new Set(form.anchors);
  for (const pillar of new Set(items.map((item) => item.pillar))) {
    let ids = items.filter((item) => item.pillar === pillar && !form.anchors.includes(item.id)).map(({ id }) => id);
    const count = Math.min(form.per_pillar, ids.length);
    const occasions = Math.ceil(ids.length / count);
    const start = form.rotate ? (occasion % occasions) * count : 0;
    if (form.rotate) ids = rotation(ids, seed, Math.floor(occasion / occasions));
    for (const id of ids.slice(start, start + count)) asked.add(id);
  }
  return inOrder(form, items.filter(({ id }) => asked.has(id)), seed, occasion);
}

const comparisons = (condition) => (condition.all ?? condition.any)?.flatMap(comparisons) ?? [condition];

function inOrder(form, items, seed, occasion) {
  if (form.order !== "drawn") return items;
  const drawn = [];
  while (drawn.length < items.length) {
    const { pillar, role } = items[drawn.length];
    const rest = items.slice(drawn.length);
    const end = rest.findIndex((item) => item.pillar !== pillar || item.role !== role);
    const group = end < 0 ? rest : rest.slice(0, end);
    let waiting = rotation(group.map(({ id }) => id), `${seed}\norder`, occasion);
    while (waiting.length) {
      const needs = ({ show_if }) => show_if
        && comparisons(show_if).some((each) => each.score !== undefined || waiting.includes(each.item));
      const next = waiting.find((id) => !needs(group.find((item) => item.id === id)))
        ?? group.find(({ id }) => waiting.includes(id)).id;
      waiting = waiting.filter((id) => id !== next);
      drawn.push(group.find(({ id }) => id === next));
    }
  }
  return drawn;
}

function holds(condition, answers, bundle) {
  if (condition.all) return condition.all.every((part) => holds(part, answers, bundle));
  if (condition.any) return condition.any.some((part) => holds(part, answers, bundle));
  const subject = condition.item === undefined
    ? scoreOf(bundle, subscaleOf(bundle, condition.score), answers).value : answers[condition.item];
  if (typeof subject !== "number") return false;
  if (condition.at_least !== undefined) return subject >= condition.at_least;
  if (condition.at_most !== undefined) return subject <= condition.at_most;
  if (condition.not_equals !== undefined) return subject !== condition.not_equals;
  return (condition.one_of ?? [condition.equals]).includes(subject);
}

const CODES = ["prefer-not-to-say", "did-not-come-up", "does-not-apply", "not-shown", "not-asked"];

/** What an answer is stored as, or what is wrong with it. */
function stored(item, answer) {
  if (answer === null || answer === undefined || answer === "left-blank") return { stored: "left-blank" };
  if (CODES.includes(answer)) {
    const known = item.codes.includes(answer) || answer === "not-shown";
    return known ? { stored: answer } : { wrong: problem("not-offered", "the scale does not offer this code", "answers", item.id) };
  }
  const wrongType = { wrong: problem("wrong-type", "the answer is neither a number nor a code", "answers", item.id) };
  if (typeof answer !== "number" || !Number.isFinite(answer)) return wrongType;
  if (!item.range && !Number.isInteger(answer)) return wrongType;
  const there = item.range ? onRange(item.range, answer) : item.values.includes(answer);
  return there ? { stored: answer } : { wrong: problem("out-of-range", "the value is not on the scale", "answers", item.id) };
}

function onRange({ low, high, step }, answer) {
  const steps = over(minus(written(answer), written(low)), written(step));
  return steps.below === 1n && number(low) <= answer && answer <= number(high);
}

function checked(bundle, checkin, given) {
  const kept = {};
  const problems = [];
  const asked = new Set(checkin.questions.map(({ id }) => id));
  if (given === null || typeof given !== "object") refuse([problem("wrong-type", "the answers are no object", "answers")]);
  for (const id of Object.keys(given).filter((id) => !asked.has(id))) {
    problems.push(problem(keyed(bundle, id) ? "not-asked" : "unknown-item", "the item was not asked", "answers", id));
  }
  for (const { id } of checkin.questions) {
    const { show_if } = bundle.items.find((item) => item.id === id);
    const { stored: answer = "left-blank", wrong } = stored(keyed(bundle, id), Object.hasOwn(given, id) ? given[id] : null);
    const visible = !show_if || holds(show_if, kept, bundle);
    kept[id] = visible ? answer : "not-shown";
    if (wrong) problems.push(wrong);
    else if (!visible && answer !== "left-blank" && answer !== "not-shown") {
      problems.push(problem("not-shown", "the question is not shown after the answers before it", "answers", id));
    }
  }
  return { kept, problems };
}

/** The ids of the questions that are shown, given the answers so far. */
export function shown(bundle, checkin, answers) {
  const { kept } = checked(bundle, checkin, answers);
  return checkin.questions.map(({ id }) => id).filter((id) => kept[id] !== "not-shown" || answers[id] === "not-shown");
}

/** The answers as a response, checked whole; `plainResponse` writes it as Python reads it. */
export function answer(bundle, checkin, answers, { on }) {
  const { kept, problems } = checked(bundle, checkin, answers);
  if (!isDay(on)) problems.push(problem("bad-date", "the day is written as 2026-11-23", "on"));
  refuse(problems);
  return { checkin, on, answers: kept };
}

function isDay(on) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) return false;
  const day = new Date(`${on}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(on) && !on.startsWith("0000");
}

/** A response as plain data, which Python's `Response.from_dict` and `bundle.import_response` read. */
export function plainResponse({ checkin, on, answers }) {
  const { catalogue, version, form, digest, seed, occasion, perspective } = checkin;
  const plain = Object.entries(answers).map(([id, each]) => [id, each === "left-blank" ? null : each]);
  return { catalogue, version, form, digest, seed, occasion, perspective, on, answers: Object.fromEntries(plain), seconds: {} };
}
