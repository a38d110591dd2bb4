// Next steps, with the private questions asked alone and last. Neither they nor what they open outlive the screen.
import { assess } from "../javascript/index.js";
import { spokenSource } from "../javascript/texts.js";
import { bundle, button, locale, make, radio, say, show, switched, words } from "./elements.js";
import { planOf } from "./results.js";

const BY_CHOICE = ["conflict", "vulnerability", "forgiveness"]; // touch is for two to choose; trauma never comes
const MINUTES = [15, 30, 60, 120];
const MOST_MINUTES = 7 * 24 * 60;
const QUESTIONS = ["free-to-say-no", "afraid", "made-to-take-part", "private-device"];
const ANSWERS = ["yes", "no", "unsure", "skip"];

/** Suggest practices that ask for no choice first. */
export const steps = (visit, back) => suggest(visit, back, { minutes: 60, chosen: [], answers: {} });

function suggest(visit, back, { minutes, chosen, answers }) {
  const opened = chosen.includes("forgiveness") ? [...chosen, "conflict"] : chosen; // each practice on forgiving is one on disagreements
  const safety = assess(answers, { chosen: opened });
  const wishes = { minutesPerWeek: minutes, safety };
  const plan = planOf(visit, wishes);
  const gated = chosen.map((gate) => {
    const exclude = bundle.practices.filter(({ gates = [] }) => !gates.includes(gate)).map(({ id }) => id);
    return [gate, planOf(visit, { ...wishes, minutesPerWeek: MOST_MINUTES, exclude }).suggestions];
  }).filter(([, found]) => found.length);
  const free = plan.suggestions.filter(({ practice }) => !gated.length || !(practiceOf(practice).gates ?? []).length);
  const title = say("next-steps");
  show(title, "next",
    ["no", "unsure"].includes(answers["private-device"]) ? make("p", { class: "note", role: "status" }, say("device-note")) : null,
    make("h1", {}, title),
    gated.length || free.length ? make("p", { class: "lead" }, say("page-steps-lead")) : null,
    isTranslated(plan.suggestions) ? null : make("p", { class: "quiet" }, say("page-in-english")),
    gated.map(([gate, found]) => [make("h2", {}, say("page-opened", { kind: say(`page-gate-${gate}`) })), make("ol", { class: "steps" }, found.map((each) => card(each, "h3")))]),
    gated.length ? make("h2", {}, say("page-any-week")) : null,
    gated.length || free.length ? null : make("p", {}, say("no-steps")),
    make("ol", { class: "steps" }, free.map((each) => card(each, gated.length ? "h3" : "h2"))),
    make("p", {}, say("opening-note")),
    make("p", { class: "actions no-print" }, button("page-results", back), button("page-more", () => limits(visit, back), "second"),
      button("page-print", () => print(), "plain")));
}

const isTranslated = ([first]) => !first || typeof words(practiceOf(first.practice).title) === "string";
const howLong = (minutes) => say(minutes === 1 ? "minute" : "minutes", { count: minutes });
const practiceOf = (id) => bundle.practices.find((each) => each.id === id);

function card({ practice: id, reason, evidence }, heading) {
  const practice = practiceOf(id);
  const part = (name, text) => (text ? [make("dt", {}, name), make("dd", {}, text)] : []);
  const cited = evidence?.source ? say(`source-${evidence.fit}`, { source: spokenSource(bundle, bundle.sources.find((each) => each.id === evidence.source), locale) }) : say("source-craft");
  const said = reason.endsWith(cited) ? reason.slice(0, -cited.length).trim() : reason;
  return make("li", { class: `card practice of-${practice.pillar}` },
    make(heading, {}, words(practice.title)),
    make("p", { class: "tags" }, [howLong(practice.minutes), say(`cadence-${practice.cadence}`), say(`mode-${practice.mode}`)].map((fact) => [make("span", {}, fact), " "])),
    make("p", {}, words(practice.summary)),
    practice.steps.length ? make("ol", {}, practice.steps.map((each) => make("li", {}, words(each)))) : null,
    make("details", {},
      make("summary", {}, say("page-about"), make("span", { class: "unseen" }, ": ", words(practice.title))),
      make("dl", {}, part(say("why"), said), part(say("not-for"), practice.not_for && words(practice.not_for)),
        part(say("if-it-goes-badly"), words(practice.if_it_goes_badly)), part(say("page-evidence"), cited))));
}

/** Ask how much time there is, and which kinds of practice somebody opens on purpose. */
function limits(visit, back) {
  const wanted = { minutes: 60, chosen: [] };
  const title = say("page-more");
  const toggle = (gate) => ({ target }) => {
    wanted.chosen = BY_CHOICE.filter((each) => (each === gate ? target.checked : wanted.chosen.includes(each)));
  };
  show(title, "asking",
    make("h1", {}, title),
    make("fieldset", {}, make("legend", {}, say("page-minutes")), make("div", { class: "outlets" }, MINUTES.map((each) => radio("minutes", each, String(each),
      { checked: each === 60, kind: "outlet", change: () => { wanted.minutes = each; } })))),
    make("fieldset", {}, make("legend", {}, say("page-gates")), make("p", { class: "quiet" }, say("page-gates-how")),
      BY_CHOICE.map((gate) => switched(make("span", {}, say(`page-gate-${gate}`)), toggle(gate)))),
    make("div", { class: "foot" }, button("page-back", () => steps(visit, back), "second"), button("page-next", () => privately(visit, back, wanted))));
}

/** Ask the private questions alone, and last. */
function privately(visit, back, wanted) {
  const answers = {};
  const title = say("page-for-you-alone");
  const question = (id) => make("fieldset", { class: "question" }, make("legend", {}, say(`safety-${id}`)),
    make("div", { class: "outlets" }, ANSWERS.map((each) => radio(id, each, say(`safety-answer-${each}`),
      { kind: "outlet", change: () => { answers[id] = each === "skip" ? null : each; } }))));
  show(title, "asking",
    make("h1", {}, title), make("p", { class: "lead" }, say("safety-notice")), QUESTIONS.map(question),
    make("div", { class: "foot" }, button("page-back", () => steps(visit, back), "second"), button("page-suggest", () => suggest(visit, back, { ...wanted, answers }))));
}
