// Scores: whole numbers all the way, and one division at the end.
import { plus, written } from "./exact.js";

export const nameOf = (subscale) => subscale.id ?? subscale.pillar;

/** The score that a rule, or else a pillar, gives. */
export const subscaleOf = (bundle, id) => bundle.subscales.find((each) => each.role === "scored" && nameOf(each) === id);

/** The scores of a response, scored and felt apart. */
export function score(bundle, { checkin, on, answers }) {
  const { catalogue, version, form, digest, perspective } = checkin;
  const values = new Map();
  const result = { catalogue, version, form, digest, perspective, on, scores: {}, felt: {}, scoring_version: bundle.scoring_version };
  for (const subscale of bundle.subscales) {
    const found = scoreOf(bundle, subscale, answers, values);
    result[subscale.role === "scored" ? "scores" : "felt"][found.id] = found;
  }
  return result;
}

/** One score; `values` keeps the scores that are parts of others. */
export function scoreOf(bundle, subscale, answers, values = new Map()) {
  const tally = add(bundle, subscale, answers, values);
  const { share, span, low, weight, answered, asked, blurs, count } = tally;
  const { needed, per_point = subscale.low === null ? null : 1 } = subscale;
  const reason = !asked ? "not-asked" : answered < needed[asked] ? "too-few-answers" : null;
  const value = reason ? null : valueOf(subscale, tally, per_point);
  const whole = (subscale.reading !== "sum" || asked === subscale.size) && value !== null;
  const own = (texts) => texts[bundle.pack.locale];
  const normed = Object.fromEntries((whole ? subscale.norms ?? [] : [])
    .map(({ group, table }) => [group, new Map(table).get(value)]).filter(([, read]) => read !== undefined));
  const norms = new Set((subscale.norms ?? []).map(({ group }) => group));
  const within = (whole ? subscale.levels ?? [] : []).filter((level) => {
    const read = norms.has(level.group) ? normed[level.group] : value;
    return read !== undefined && level.low <= read && read <= level.high;
  });
  const group_levels = {};
  for (const { group, label } of within) if (group) group_levels[group] ??= own(label);
  const extreme = isExtreme(subscale);
  const points = share + low;
  const found = {
    id: nameOf(subscale), pillar: subscale.pillar, role: subscale.role, reason,
    percent: reason ? null : (100 * share) / span,
    mean: reason || extreme || per_point === null ? null : points / (per_point * weight),
    sum: reason || !subscale.has_sum ? null
      : subscale.in_proportion ? (points * asked) / (per_point * answered) : points / per_point,
    value, level: within.map(({ group, label }) => (group ? null : own(label))).find((label) => label !== null) ?? null,
    level_source: subscale.levels_source ?? null, group_levels, group_values: normed,
    answered, asked, blurs, needed: needed[asked],
    declined: count("prefer-not-to-say"), did_not_come_up: count("did-not-come-up"),
    does_not_apply: count("does-not-apply"), blank: count("left-blank"), not_shown: count("not-shown"),
    not_asked: count("not-asked"),
  };
  if (subscale.role === "scored") values.set(found.id, !asked ? "not-asked" : value ?? "left-blank");
  return found;
}

const isExtreme = ({ reading }) => reading === "highest" || reading === "lowest";

/** What the answers come to. */
function add(bundle, subscale, answers, values) {
  let [share, span, low, weight, answered, ofAnswers, largest, widest] = [0, 0, 0, 0, 0, 0, 0, 0];
  const gaps = {};
  const points = [];
  const parts = subscale.parts ?? [];
  const apart = standsApart(bundle, subscale);
  const needed = [...parts.map(({ item }) => item), subscale.operand?.score ?? null];
  for (const id of needed) if (id !== null && !values.has(id)) scoreOf(bundle, subscaleOf(bundle, id), answers, values);
  const known = [...subscale.terms.map((term) => [term, answers[term.item]]), ...parts.map((term) => [term, values.get(term.item)])];
  for (const [term, given = "not-asked"] of known) {
    const most = spanOf(subscale, term);
    let added = term.not_shown ?? null;
    if (typeof given === "number") {
      added = shareOf(term, given);
      ofAnswers += most;
      largest = Math.max(largest, most);
      widest = Math.max(widest, apart ? movesOf(bundle, term).gap : 0);
    } else if (given !== "not-shown" || added === null) {
      gaps[given] = (gaps[given] ?? 0) + 1;
      continue;
    }
    const least = term.low ?? (subscale.low ?? 0) * term.weight;
    share += added;
    span += most;
    low += least;
    weight += term.weight;
    answered += 1;
    points.push(added + least);
  }
  if (isExtreme(subscale) && points.length) {
    const [least, most] = subscale.ends;
    const found = (subscale.reading === "highest" ? Math.max : Math.min)(...points);
    [share, span, low, weight] = [found - least, most - least, least, 1];
  }
  if (!Number.isSafeInteger(100 * span) || !Number.isSafeInteger(low)) throw new RangeError("the sums grow too large to be exact");
  const whole = answered === known.length || (apart && areAlike(bundle, subscale));
  const blurs = apart && whole && answered > 0 && ofAnswers === span && 3 * largest <= span && 10 * widest <= span;
  const count = (code) => gaps[code] ?? 0;
  const asked = known.length - count("not-asked") - count("not-shown") - count("does-not-apply");
  return { share, span, low, weight, answered, asked, blurs, count, operand: values.get(subscale.operand?.score) };
}

const apartIn = new WeakMap();

/** Whether the questions of a score are always shown, move it, and count in no other score that stands for a pillar. */
function standsApart(bundle, subscale) {
  if (!apartIn.has(bundle)) {
    const all = bundle.subscales.filter(({ role, pillar }) => role === "scored" && pillar !== null);
    const needs = ({ parts = [], operand }) => [...parts.map(({ item }) => item), ...(operand?.score ? [operand.score] : [])];
    const known = new Map(); // a score can be a part of many
    const restsOn = (each) => {
      if (!known.has(each)) known.set(each, [...new Set([...each.terms.map(({ item }) => item),
        ...needs(each).flatMap((id) => restsOn(subscaleOf(bundle, id)))])]);
      return known.get(each);
    };
    const counted = all.flatMap(restsOn);
    const isOwn = (id) => counted.filter((each) => each === id).length === 1 && !bundle.items.find((each) => each.id === id).show_if;
    const isMoved = ({ terms }) => terms.every((term) => movesOf(bundle, term).amounts.at(-1) > 0);
    apartIn.set(bundle, new Set(all.filter((each) => !each.parts?.length && !isExtreme(each) && restsOn(each).every(isOwn) && isMoved(each))));
  }
  return apartIn.get(bundle).has(subscale);
}

/** Whether all questions of a score can add the same, so that no place says which of them were left out. */
function areAlike(bundle, subscale) {
  const kinds = subscale.terms.map((term) => [spanOf(subscale, term), ...movesOf(bundle, term).amounts].join());
  return new Set(kinds).size === 1;
}

const spanOf = ({ unit }, term) => term.span ?? term.weight * unit;

const movesIn = new WeakMap();

/**
 * How much each answer adds more than the least, ascending; of a range its first two, and of a cut those of its ends.
 * The gap is how far two neighbouring ones lie apart, at most.
 */
function movesOf(bundle, term) {
  if (!movesIn.has(term)) {
    const { range = null, values } = bundle.key.items.find(({ id }) => id === term.item);
    const isCut = (term.cut ?? null) !== null;
    const two = () => [written(range.low), isCut ? written(range.high) : plus(written(range.low), written(range.step))];
    const numbers = range ? two().map(({ above, below }) => Number(above) / Number(below)) : values;
    const answers = isCut ? [numbers[0], numbers.at(-1)] : numbers;
    const shares = answers.map((each) => shareOf(term, each)).sort((one, other) => one - other);
    const amounts = shares.map((each) => each - shares[0]);
    movesIn.set(term, { amounts, gap: Math.max(...amounts.slice(1).map((more, i) => more - amounts[i])) });
  }
  return movesIn.get(term);
}

function shareOf({ base, sign, per_unit = 1, table = null, cut = null }, answer) {
  const number = Math.round(answer * per_unit);
  if (cut !== null) return base + (number >= cut ? sign : 0);
  return table ? new Map(table).get(number) : base + sign * number;
}

/** The value as the score's authors read it. */
function valueOf(subscale, { share, span, low, weight, answered, asked, operand }, per_point) {
  const { reading = "percent", factor = [1, 1], plus = [0, 1], round_to = null, rounding, table = null, cycle, bands } = subscale;
  const points = share + low;
  let [above, below] = [points, per_point];
  if (reading === "percent" || per_point === null) [above, below] = [100 * share, span];
  else if (reading === "mean") below = per_point * weight;
  else if (subscale.in_proportion) [above, below] = [points * asked, per_point * answered];
  if (subscale.operand) {
    if (typeof operand !== "number") return null;
    const { per_unit, divides } = subscale.operand;
    const parts = Math.round(operand * per_unit);
    [above, below] = divides ? [above * per_unit, below * parts] : [above * parts, below * per_unit];
    if (!below) return null;
  }
  [above, below] = [above * factor[0], below * factor[1]];
  [above, below] = [above * plus[1] + below * plus[0], below * plus[1]];
  const left = (n, d) => ((n % d) + d) % d;
  if (cycle) [above, below] = [left(above * cycle[1], below * cycle[0]), below * cycle[1]];
  if (round_to) { // on whole numbers
    const d = 2 * below * round_to[0];
    const n = 2 * above * round_to[1] + (rounding === "down" ? 0 : rounding === "up" ? d - 1 : d / 2);
    [above, below] = [((n - left(n, d)) / d) * round_to[0], round_to[1]];
  }
  const value = above / below + 0; // no minus zero
  if (!table && !bands) return value;
  if (reading === "sum" && asked !== subscale.size) return null;
  return (table ? new Map(table).get(value) : bands.filter(([least]) => value >= least).at(-1)?.[1]) ?? null;
}
