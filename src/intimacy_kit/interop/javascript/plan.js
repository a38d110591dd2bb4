// Next steps behind their gates, in the order of Python's `recommend`.
import { InvalidInput, keyed, problem, refuse } from "./draw.js";
import { compare, float, minus, over, plus, ratio, rounded, times, written } from "./exact.js";
import { score } from "./score.js";
import { rotation } from "./sha256.js";
import { inLanguage, phrase, spokenSource } from "./texts.js";

const SAFE = { "free-to-say-no": "yes", afraid: "no", "made-to-take-part": "no" };
const SAFETY = ["yes", "no", "unsure"];
const GATES = ["conflict", "vulnerability", "trauma", "forgiveness", "touch"];
const NEVER_PRAISED = "conflict";
const GOING_WELL_FROM = 75;
const TIMES = { daily: 7, "three-weekly": 3 };
const FITS = ["tested", "adapted", "extrapolated", "craft"];
const MODES = ["solo", "together", "async"];
const KINDS = ["exercise", "ritual", "date", "phrase"];

/** The state of a person who was not asked the private questions. */
export const NOT_ASKED = Object.freeze({ standing: "not-asked", opened: Object.freeze([]) });

/** What the private questions came to for the person who answers, now. It is for one visit: do not store it. */
export function assess(answers, { chosen = [], traumaThisTime = false, partnerChoseTouch = false } = {}) {
  const known = [...Object.keys(SAFE), "private-device"];
  refuse([
    ...Object.keys(answers).filter((id) => !known.includes(id)).map((id) => problem("unknown-id", "there is no such question", "answers", id)),
    ...known.filter((id) => ![...SAFETY, null, undefined].includes(answers[id])).map((id) => problem("bad-choice", "it is no answer to this question", "answers", id)),
    ...chosen.filter((gate) => !GATES.includes(gate)).map((gate) => problem("bad-choice", "there is no such gate", "chosen", gate)),
  ]);
  if (!Object.keys(SAFE).some((id) => answers[id])) return NOT_ASKED;
  if (Object.entries(SAFE).some(([id, safe]) => answers[id] !== safe)) return Object.freeze({ standing: "apart", opened: Object.freeze([]) });
  const opened = new Set(chosen.filter((gate) => gate !== "trauma"));
  if (!partnerChoseTouch) opened.delete("touch");
  if (traumaThisTime) opened.add("trauma");
  return Object.freeze({ standing: "clear", opened: Object.freeze([...opened]) });
}

/** Whether a practice or a prompt may be offered; a prompt has no `steps`. */
export function offers({ standing, opened }, card) {
  const gates = card.gates ?? [];
  if (standing === "apart") return card.minutes !== undefined && card.shares === false && !gates.length;
  return gates.every((gate) => standing === "clear" && opened.includes(gate));
}

/** Next steps for one person: `answered` is what `answer` or `score` returned. */
export function recommend(bundle, answered, {
  suggestions = 3, minutesPerWeek = 60, mode = null, distance = false, access = [], kinds = ["exercise"], topics = [], stage = null,
  exclude = [], done = [], seed = "", safety = NOT_ASKED, reasons = true, locale = bundle.pack.locale,
} = {}) {
  const response = answered.answers ? answered : null;
  const { perspective, catalogue } = response ? response.checkin : answered;
  const whole = (number, high) => Number.isSafeInteger(number) && number >= 1 && number <= high;
  refuse([
    ...(perspective === "self" ? [] : [problem("bad-choice", "practices are for what a person does: give a self check-in", "answered")]),
    ...(catalogue === bundle.pack.id ? [] : [problem("wrong-catalogue", "it was answered to another pack", "answered")]),
    ...(whole(suggestions, 20) ? [] : [problem("bad-number", "it is from 1 to 20", "suggestions")]),
    ...(whole(minutesPerWeek, Infinity) ? [] : [problem("bad-number", "it is a whole number from 1", "minutesPerWeek")]),
    ...(mode === null || MODES.includes(mode) ? [] : [problem("bad-choice", "it is solo, together or async", "mode")]),
    ...kinds.filter((kind) => !KINDS.includes(kind)).map((kind) => problem("bad-choice", "there is no such kind of card", "kinds", kind)),
    ...(typeof seed === "string" ? [] : [problem("wrong-type", "the seed is not text", "seed")]),
    ...(bundle.practices ? [] : [problem("bad-choice", "the bundle was made without practices", "bundle")]),
  ]);
  const result = response ? score(bundle, response) : answered;
  const scores = Object.values(result.scores);
  const byPillar = new Map();
  for (const each of scores) if (each.pillar !== null && !byPillar.has(each.pillar)) byPillar.set(each.pillar, each);
  const rooms = response ? roomsIn(bundle, response) : new Map();
  const wishes = [...new Set(access)];
  const fitting = bundle.practices.filter((practice) => offers(safety, practice)
    && !(practice.gates ?? []).includes("trauma") && (mode === null || practice.mode === mode)
    && kinds.includes(kindOf(practice))
    && worksFor(practice, distance, wishes) && isWanted(practice, topics, stage, exclude));
  const latest = new Map(done.map((id, i) => [id, i + 1]));
  const candidates = fitting.flatMap((practice) => {
    const room = roomOf(practice, rooms, byPillar);
    if (!room || !room.share.above) return [];
    const lacking = wishes.filter((need) => !Object.hasOwn(practice.access ?? {}, need)).length;
    return [{ practice, room, tier: [lacking, latest.get(practice.id) ?? 0, practice.targets?.length ? 0 : 1], minutes: practice.minutes * (TIMES[practice.cadence] ?? 1) }];
  });
  const tie = new Map(rotation(candidates.map(({ practice }) => practice.id), seed, 0).map((id, i) => [id, i]));
  candidates.sort((a, b) => inTiers(a, b) || compare(b.room.share, a.room.share)
    || tie.get(a.practice.id) - tie.get(b.practice.id));
  return {
    going_well: [...byPillar].filter(([id, each]) => id !== NEVER_PRAISED && goesWell(each)).map(([id]) => id),
    suggestions: choose(candidates, minutesPerWeek, suggestions).map(({ practice, room, minutes }) => ({
      practice: practice.id, title: inLanguage(bundle, practice.title, locale), pillar: practice.pillar, minutes,
      minutes_each_time: practice.minutes, cadence: practice.cadence,
      targets: practice.targets ?? [], evidence: nearest(practice),
      reason: reasons ? reasonOf(bundle, response, practice, room, locale) : null,
      access: Object.fromEntries(wishes.filter((need) => Object.hasOwn(practice.access ?? {}, need)).map((need) => [need, inLanguage(bundle, practice.access[need], locale)])),
      apart: distance && practice.distance_how ? inLanguage(bundle, practice.distance_how, locale) : null,
      steps: practice.steps.map((step) => inLanguage(bundle, step, locale)),
    })),
    not_enough_answers: [...byPillar].filter(([, each]) => each.percent === null && each.asked).map(([id]) => id),
    minutes_per_week: minutesPerWeek,
  };
}

/** One answer is a moment, and says of nothing that it goes well. */
const goesWell = ({ answered, percent }) => answered > 1 && percent !== null && percent >= GOING_WELL_FROM;

const kindOf = (practice) => KINDS.find((kind) => practice[kind]) ?? "exercise";

function worksFor({ distance, gates = [], access = {} }, apart, wishes) {
  const touched = wishes.includes("no-touch") && gates.includes("touch") && !Object.hasOwn(access, "no-touch");
  return !(apart && distance === "no") && !touched;
}

function isWanted({ id, pillar, topics = [], gates = [], stages = [] }, wanted, stage, exclude) {
  const about = [pillar, ...topics];
  if ([id, ...about, ...gates].some((each) => exclude.includes(each))) return false;
  return (!wanted.length || about.some((each) => wanted.includes(each))) && (!stages.length || stages.includes(stage));
}

/** How far each answer lies from the top of its range, once keyed. */
function roomsIn(bundle, { answers }) {
  const rooms = new Map();
  for (const [id, given] of Object.entries(answers)) {
    const item = keyed(bundle, id);
    if (item.role !== "scored" || typeof given !== "number") continue;
    const points = (item.points ?? []).map(written);
    let ends = item.range ? [item.range.low, item.range.high] : [Math.min(...item.values ?? []), Math.max(...item.values ?? [])];
    ends = points.length ? [points.reduce((a, b) => (compare(a, b) < 0 ? a : b)), points.reduce((a, b) => (compare(a, b) > 0 ? a : b))] : ends.map(written);
    let counts = points.length ? points[item.values.indexOf(given)] : written(given);
    if (item.keying === "reverse") counts = minus(plus(...ends), counts);
    rooms.set(id, over(minus(ends[1], counts), minus(ends[1], ends[0])));
  }
  return rooms;
}

function roomOf(practice, rooms, byPillar) {
  const ids = (practice.targets ?? []).filter((id) => rooms.has(id));
  if (!ids.length) {
    const percent = byPillar.get(practice.pillar)?.percent ?? null;
    return percent === null ? null : { share: minus(ratio(1n), over(float(percent), ratio(100n))), item: null };
  }
  const sum = ids.reduce((total, id) => plus(total, rooms.get(id)), ratio(0n));
  const most = ids.reduce((best, id) => (compare(rooms.get(id), rooms.get(best)) > 0 ? id : best));
  return { share: over(sum, ratio(BigInt(ids.length))), item: most };
}

const inTiers = ({ tier: one }, { tier: other }) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];

function choose(order, minutes, count) {
  const taken = [];
  let used = 0;
  while (taken.length < count) {
    let fitting = order.filter((each) => !taken.includes(each) && each.minutes <= minutes - used);
    const fresh = fitting.filter(({ practice }) => !taken.some((each) => each.practice.pillar === practice.pillar));
    if (fresh.length) fitting = fresh;
    if (!fitting.length) break;
    const peers = fitting.filter((each) => !inTiers(each, fitting[0]));
    const short = peers.filter((each) => taken.length + 1 < count && 3 * each.minutes <= 2 * (minutes - used));
    const eligible = short.length ? short : peers;
    const longest = eligible.reduce((best, each) => (each.minutes > best.minutes ? each : best));
    const enough = (each) => !taken.length || each.minutes * 2 * (count - taken.length) >= minutes - 2 * used;
    taken.push(eligible.find(enough) ?? longest);
    used += taken.at(-1).minutes;
  }
  return taken.sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

const nearest = ({ evidence = [] }) => evidence.reduce(
  (best, each) => (best === null || FITS.indexOf(each.fit) < FITS.indexOf(best.fit) ? each : best), null);

function reasonOf(bundle, response, practice, { share, item }, locale) {
  let first;
  if (item !== null && response) {
    const { scale, text } = bundle.items.find((each) => each.id === item);
    const given = response.answers[item];
    const choice = bundle.scales.find(({ id }) => id === scale).choices.find(({ value }) => value === given);
    const label = choice?.label ? inLanguage(bundle, choice.label, locale) : given;
    first = phrase(bundle, "reason-answer", { answer: label, item: inLanguage(bundle, text.self, locale) }, locale);
  } else {
    const title = inLanguage(bundle, bundle.pillars.find(({ id }) => id === practice.pillar).title, locale);
    const percent = rounded(minus(ratio(100n), times(ratio(100n), share)));
    first = phrase(bundle, "reason-pillar", { pillar: title, percent }, locale);
  }
  const best = nearest(practice);
  if (!best?.source) return `${first} ${phrase(bundle, "source-craft", {}, locale)}`;
  const source = spokenSource(bundle, bundle.sources.find(({ id }) => id === best.source), locale);
  return `${first} ${phrase(bundle, `source-${best.fit}`, { source }, locale)}`;
}

export { InvalidInput };
