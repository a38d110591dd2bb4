// What the answers come to, in words first, and in numbers for whoever opens them.
import { recommend, score } from "../javascript/index.js";
import { bar, bundle, button, icon, locale, make, pillarTitle, say, show, words } from "./elements.js";
import { inLanguage, spokenSource } from "../javascript/texts.js";
import { keyed } from "../javascript/draw.js";
import { keep } from "./keep.js";
import { responseOf } from "./visit.js";

export const planOf = (visit, wishes = {}) => recommend(bundle, responseOf(visit), { seed: visit.checkin.seed, locale, ...wishes });

/** Show a person their own results; `steps`, `again` and, on a page for two, `share` are called where they go on. */
export function results(visit, { steps, share, again }) {
  const response = responseOf(visit);
  const { scores, felt } = score(bundle, response);
  const all = Object.values(scores);
  const plan = planOf(visit, { suggestions: 1 });
  const well = plan.going_well.map((id) => inLanguage(bundle, bundle.pillars.find((each) => each.id === id).title, locale));
  const title = say("page-thanks");
  show(`${title} · ${visit.checkin.title}`, "results",
    make("p", { class: "over" }, `${visit.checkin.title}, ${dateOf(response.on)}`),
    make("h1", {}, title),
    all.length ? make("p", { class: "lead" }, well.length ? say("going-well", { pillars: listed(well) }) : say("page-yours")) : null,
    note(response),
    plan.suggestions.map((step) => first(step, steps)),
    all.length ? make("section", { class: "card" },
      make("h2", {}, say("answer-range")),
      make("ul", { class: "scores" }, all.map(row)),
      ends(all),
      make("p", { class: "quiet" }, `${say("compares-nobody")} ${say("counts-in-reverse")}`)) : null,
    all.length ? numbers([["pillar", all], ["felt", Object.values(felt)]]) : null,
    make("p", { class: "actions no-print" },
      all.length && !plan.suggestions.length ? button("next-steps", steps) : null,
      share && button("page-sharing", share), button("page-print", () => print(), "second"), button("page-again", again, "plain")),
    keep(visit, "page-save"));
}

function first({ practice: id }, steps) {
  const practice = bundle.practices.find((each) => each.id === id);
  return make("section", { class: `card practice of-${practice.pillar} no-print` },
    make("p", { class: "over" }, say("page-one-thing")),
    make("h2", {}, words(practice.title)),
    make("p", {}, words(practice.summary)),
    make("p", { class: "actions" }, button("next-steps", steps)));
}

const row = (found) => make("li", { class: `of-${found.pillar}` }, icon(found.pillar), make("h3", {}, titleOf(found)),
  found.percent === null
    ? make("p", { class: "quiet" }, why(found))
    : [make("p", { class: "word" }, wordOf(found)), bar(found.percent, found.pillar)]);

/** The labels, from the low end, of the scale that most questions of a pillar have; none where their lengths differ, or by a rule. */
function labels({ id, role }) {
  const { terms } = bundle.subscales.find((each) => each.pillar === id && each.role === role && !each.reading) ?? { terms: [] };
  const scales = terms.map(({ item }) => scaleOf(item).id);
  const uses = (name) => scales.filter((each) => each === name).length;
  const named = [...new Set(scales)].sort((one, other) => uses(other) - uses(one)).map(labelled);
  return named.length && named.every((each) => each.length > 1 && each.length === named[0].length) ? named[0] : [];
}

const scaleOf = (item) => bundle.scales.find(({ id }) => id === bundle.items.find((each) => each.id === item).scale);

function labelled(name) {
  const { range, choices } = bundle.scales.find(({ id }) => id === name);
  const values = range ? [] : choices.filter(({ value }) => value !== undefined);
  const isPlain = values.every(({ label, points }) => label && points === undefined);
  return isPlain ? values.sort((one, other) => one.value - other.value).map(({ label }) => inLanguage(bundle, label, locale)) : [];
}

/** The answer that is nearest to a score, or else the number. */
export function wordOf(found) {
  const named = labels(found);
  return named.length ? named[Math.round((found.percent / 100) * (named.length - 1))] : numeral(found.percent);
}

export function ends(all) {
  const named = all.map(labels);
  const same = named.every(([low]) => low === named[0][0]) && named.every((each) => each.at(-1) === named[0].at(-1));
  return same && named[0].length
    ? make("p", { class: "ends", "aria-hidden": "true" }, make("span", {}, named[0][0]), make("span", {}, named[0].at(-1))) : null;
}

function numbers(parts) {
  const head = (text, kind = null) => make("th", { scope: "col", class: kind }, text);
  const body = (found) => make("tr", {}, make("th", { scope: "row" }, titleOf(found)),
    make("td", { class: "number" }, found.percent === null ? "–" : numeral(found.percent)), make("td", {}, [why(found), readAs(found)].filter(Boolean).join(" ")));
  return make("details", { class: "card" }, make("summary", {}, say("page-in-numbers")),
    parts.filter(([, all]) => all.length).map(([name, all]) => make("table", {},
      make("thead", {}, make("tr", {}, head(say(name)), head(say("page-place"), "number"), head(say("answered")))),
      make("tbody", {}, all.map(body)))));
}

export const numeral = (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
const why = ({ reason, answered, asked, needed }) => say(reason ?? "answers-given", { answered, asked, needed });

/** The value of a score that a rule gives, with its level; a level never stands without its source. */
function readAs({ id, value, level, level_source: source, group_levels: groups }) {
  const rule = bundle.subscales.find((each) => each.id === id);
  if (!rule?.title || value === null) return null;
  const spoken = [...(level ? [level] : []), ...Object.entries(groups).map(([group, label]) => `${group}: ${label}`)];
  if (!spoken.length || !source) return say("value", { value: numeral(value) });
  const cited = spokenSource(bundle, bundle.sources.find((each) => each.id === source), locale);
  return say("value-level", { value: numeral(value), level: listed(spoken), source: cited });
}

function titleOf({ id, pillar }) {
  const rule = bundle.subscales.find((each) => each.id === id);
  return rule?.title ? words(rule.title) : pillarTitle(pillar);
}

/** A list as people say it. */
export function listed(all) {
  if (all.length < 2) return all.join("");
  const most = all.slice(0, -1).reduce((first, next) => say("list-more", { first, next }));
  return say("list-last", { first: most, last: all.at(-1) });
}

function dateOf(on) {
  const [year, month, day] = on.split("-").map(Number);
  const spoken = day === 1 ? say("first-of-month", { day }) : day;
  return say("date", { day: spoken, month: say("months").split(", ")[month - 1], year });
}

/** A note for the person who answered: after a sentinel that was not answered above the middle of its scale. */
function note({ answers }) {
  const low = Object.entries(answers).some(([id, given]) => {
    const { role, keying, values = [], points } = keyed(bundle, id);
    if (role !== "sentinel" || given === "not-shown") return false;
    if (typeof given !== "number" || points?.length || !values.length) return true;
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return 2 * (keying === "reverse" ? least + most - given : given) <= least + most;
  });
  return low ? make("p", { class: "note" }, say("private-note")) : null;
}
