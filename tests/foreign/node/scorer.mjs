// Draws, shows and scores in another language, with nothing but a bundle and the scoring reference.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

function rotation(ids, seed, round) {
  const by = new Map(ids.map((id) => [id, sha256(`${seed}\n${round}\n${id}`)]));
  return [...ids].sort((a, b) => (by.get(a) < by.get(b) ? -1 : 1));
}

function draw({ form, items }, { seed, occasion, perspective }) {
  const asked = new Set(form.per_pillar === null ? items.map(({ id }) => id) : form.anchors);
  for (const pillar of form.per_pillar === null ? [] : new Set(items.map((item) => item.pillar))) {
    let ids = items.filter((item) => item.pillar === pillar && !form.anchors.includes(item.id)).map(({ id }) => id);
    const k = Math.min(form.per_pillar, ids.length);
    const occasions = Math.ceil(ids.length / k);
    const start = form.rotate ? (occasion % occasions) * k : 0;
    if (form.rotate) ids = rotation(ids, seed, Math.floor(occasion / occasions));
    for (const id of ids.slice(start, start + k)) asked.add(id);
  }
  const listed = items.filter(({ id }) => asked.has(id));
  const order = form.order === "drawn" ? inDrawnOrder(listed, seed, occasion) : listed;
  return order.filter(({ question }) => question[perspective]).map(({ id }) => id);
}

const comparisons = (condition) => (condition.all ?? condition.any)?.flatMap(comparisons) ?? [condition];

function inDrawnOrder(items, seed, occasion) {
  const drawn = [];
  while (drawn.length < items.length) {
    const { pillar, role } = items[drawn.length];
    const rest = items.slice(drawn.length);
    const end = rest.findIndex((item) => item.pillar !== pillar || item.role !== role);
    const group = end < 0 ? rest : rest.slice(0, end);
    let waiting = rotation(group.map(({ id }) => id), `${seed}\norder`, occasion);
    while (waiting.length) {
      const needs = ({ show_if }) =>
        show_if && comparisons(show_if).some((each) => each.score !== undefined || waiting.includes(each.item));
      const free = waiting.find((id) => !needs(group.find((item) => item.id === id)));
      const next = free ?? group.find(({ id }) => waiting.includes(id)).id;
      waiting = waiting.filter((id) => id !== next);
      drawn.push(group.find(({ id }) => id === next));
    }
  }
  return drawn;
}

function holds(condition, answers, bundle) {
  if (condition.all) return condition.all.every((part) => holds(part, answers, bundle));
  if (condition.any) return condition.any.some((part) => holds(part, answers, bundle));
  const named = (each) => each.role === "scored" && (each.id ?? each.pillar) === condition.score;
  const subject = condition.item === undefined ? score(bundle.subscales.find(named), answers).value
    : answers[condition.item];
  if (typeof subject !== "number") return false;
  if (condition.at_least !== undefined) return subject >= condition.at_least;
  if (condition.at_most !== undefined) return subject <= condition.at_most;
  if (condition.not_equals !== undefined) return subject !== condition.not_equals;
  return (condition.one_of ?? [condition.equals]).includes(subject);
}

function kept(bundle, asked, given) { // what is not shown is said to be so
  const answers = {};
  for (const id of asked) {
    const { show_if } = bundle.items.find((item) => item.id === id);
    answers[id] = !show_if || holds(show_if, answers, bundle) ? given[id] ?? "left-blank" : "not-shown";
  }
  return answers;
}

function valueOf(subscale, points, share, span, weight, answered, asked) {
  const [times, by] = subscale.factor ?? [1, 1];
  const reading = subscale.reading ?? "percent";
  let [above, below] = { percent: [100 * share, span], mean: [points, subscale.per_point * weight],
    sum: subscale.in_proportion ? [points * asked, subscale.per_point * answered] : [points, subscale.per_point],
  }[reading];
  [above, below] = [above * times, below * by];
  const [more, partsOf] = subscale.plus ?? [0, 1];
  [above, below] = [above * partsOf + below * more, below * partsOf];
  if (subscale.round_to) {
    const [step, parts] = subscale.round_to; // half up, on whole numbers
    const [n, d] = [2 * above * parts + below * step, 2 * below * step];
    [above, below] = [((n - (((n % d) + d) % d)) / d) * step, parts];
  }
  const value = above / below + 0; // no minus zero
  if (!subscale.table) return value;
  return complete(subscale, asked) ? new Map(subscale.table).get(value) ?? null : null;
}

const complete = ({ reading, size }, asked) => reading !== "sum" || asked === size;

function score(subscale, answers) {
  const { unit, needed, terms } = subscale;
  let [share, span, low, weight, answered] = [0, 0, 0, 0, 0];
  const gaps = {};
  for (const term of terms) {
    const { item, base, sign, per_unit = 1, table = null, not_shown = null } = term;
    const answer = answers[item] ?? "not-asked";
    if (typeof answer === "number") {
      const number = Math.round(answer * per_unit);
      share += table ? new Map(table).get(number) : base + sign * number;
    } else if (answer === "not-shown" && not_shown !== null) share += not_shown;
    else {
      gaps[answer] = (gaps[answer] ?? 0) + 1;
      continue;
    }
    span += term.span ?? term.weight * unit;
    low += term.low ?? (subscale.low ?? 0) * term.weight;
    weight += term.weight;
    answered += 1;
  }
  const count = (code) => gaps[code] ?? 0;
  const asked = terms.length - count("not-asked") - count("not-shown") - count("does-not-apply");
  const reason = !asked ? "not-asked" : answered < needed[asked] ? "too-few-answers" : null;
  const per_point = subscale.per_point === undefined ? (subscale.low === null ? null : 1) : subscale.per_point;
  const value = reason ? null : valueOf(subscale, share + low, share, span, weight, answered, asked);
  const levels = value === null || !complete(subscale, asked) ? [] : subscale.levels ?? [];
  const within = levels.filter((level) => level.low <= value && value <= level.high);
  const group_levels = {};
  for (const { group, label } of within) if (group) group_levels[group] ??= label.en;
  const sum = subscale.in_proportion ? ((share + low) * asked) / (per_point * answered) : (share + low) / per_point;
  return {
    id: subscale.id ?? subscale.pillar, pillar: subscale.pillar, role: subscale.role, reason,
    percent: reason ? null : (100 * share) / span,
    mean: reason || per_point === null ? null : (share + low) / (per_point * weight),
    sum: reason || !subscale.has_sum ? null : sum,
    value, level: within.find(({ group }) => !group)?.label.en ?? null,
    level_source: subscale.levels_source ?? null, group_levels,
    answered, asked, needed: needed[asked],
    declined: count("prefer-not-to-say"), did_not_come_up: count("did-not-come-up"),
    does_not_apply: count("does-not-apply"), blank: count("left-blank"), not_shown: count("not-shown"),
    not_asked: count("not-asked"),
  };
}

const scored = JSON.parse(readFileSync(0, "utf8")).map(({ bundle, cases }) => cases.map((each) => {
  const asked = draw(bundle, each);
  const answers = kept(bundle, asked, each.answers);
  const shown = asked.filter((id) => answers[id] !== "not-shown");
  return { asked, shown, scores: bundle.subscales.map((subscale) => score(subscale, answers)) };
}));
process.stdout.write(JSON.stringify(scored));
