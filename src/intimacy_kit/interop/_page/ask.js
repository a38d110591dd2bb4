// The check-in, one pillar a screen.
import { button, icon, make, pillarTitle, radio, say, show, spoken, stem } from "./elements.js";
import { isShown, leftOut } from "./visit.js";
import { keep } from "./keep.js";

/** Ask the questions of one screen; `done` is called once the person goes on from the last one. */
export function ask(visit, number, { leave, done }) {
  const { checkin, pages } = visit;
  const questions = pages[number];
  const { pillar } = questions[0];
  const opening = questions.every(({ text }) => text.startsWith(stem)) ? stem : "";
  const fieldsets = questions.map((question) => asked(visit, question, opening, refresh));
  const next = neighbour(visit, number, 1);
  const before = neighbour(visit, number, -1);

  function refresh() {
    questions.forEach(({ id }, i) => { fieldsets[i].hidden = !isShown(visit, id); });
  }
  function to(place) {
    const wrong = place > number && document.querySelector("#page input:invalid");
    if (wrong) wrong.reportValidity();
    else ask(visit, place, { leave, done });
  }
  function end() {
    const wrong = document.querySelector("#page input:invalid");
    if (wrong) wrong.reportValidity();
    else beforeTheEnd(visit, { leave, done });
  }

  refresh();
  const part = say("page-part", { number: number + 1, count: pages.length });
  show(`${part} · ${checkin.title}`, `asking of-${pillar}`,
    make("ol", { class: "parts", "aria-label": part }, pages.map((page, i) => make("li", {
      class: `of-${page[0].pillar}${i < number ? " past" : ""}`, "aria-current": i === number ? "step" : null,
    }, make("span", { class: "unseen" }, pillarTitle(page[0].pillar))))),
    make("p", { class: "pillar" }, icon(pillar), pillarTitle(pillar)),
    opening ? make("h1", { id: "stem" }, spoken(`${opening.trim()} …`, questions[0].locale)) : make("h1", { class: "unseen" }, pillarTitle(pillar)),
    number === 0 && checkin.instructions
      ? make("details", { class: "instructions", open: true }, make("summary", {}, say("page-how-to-answer")), make("p", {}, checkin.instructions)) : null,
    fieldsets,
    make("div", { class: "foot" },
      before === null ? button("page-back", leave, "second") : button("page-back", () => to(before), "second"),
      next === null ? button("page-see-results", end) : button("page-next", () => to(neighbour(visit, number, 1) ?? number))),
    keep(visit, "page-save-so-far"));
}

/** The next screen in a direction on which anything is shown, or null. */
function neighbour(visit, number, step) {
  for (let i = number + step; i >= 0 && i < visit.pages.length; i += step) {
    if (visit.pages[i].some(({ id }) => isShown(visit, id))) return i;
  }
  return null;
}

function asked(visit, question, opening, changed) {
  const { id, text, locale, choices, range } = question;
  const given = visit.answers[id];
  const isValue = ({ answer }) => typeof answer === "number";
  const set = (answer) => () => { visit.answers[id] = answer; changed(); };
  const row = (kind, choice) => radio(id, choice.answer, choice.label, { checked: given === choice.answer, kind, change: set(choice.answer) });
  const field = make("fieldset", { class: "question", "aria-labelledby": `${opening ? "stem " : ""}legend-${id}` },
    make("legend", { id: `legend-${id}` }, spoken(opening ? `… ${text.slice(opening.length)}` : text, locale)),
    range ? ranged(visit, question, changed) : choices.filter(isValue).map((choice) => row("row", choice)),
    make("div", { class: "outlets" }, choices.filter((choice) => !isValue(choice)).map((choice) => row("outlet", choice))));
  field.addEventListener("change", ({ target }) => {
    const number = field.querySelector("input[type=number]");
    if (number && target !== number) number.value = "";
    if (target === number) for (const each of field.querySelectorAll("input[type=radio]")) each.checked = false;
  });
  field.addEventListener("keydown", (event) => { // on to the next question
    if (event.key !== "Enter") return;
    event.preventDefault();
    const next = field.nextElementSibling;
    (next?.querySelector("input:checked, input, button:last-child") ?? event.target).focus();
  });
  return field;
}

function ranged(visit, { id, range }, changed) {
  const { low, high, step, lowLabel, highLabel } = range;
  const given = typeof visit.answers[id] === "number" ? visit.answers[id] : "";
  const ends = [[low, lowLabel], [high, highLabel]].map(([end, label]) => (label ? `${end}: ${label}` : String(end)));
  return make("div", { class: "range" },
    make("input", {
      type: "number", min: low, max: high, step, value: given, inputmode: "decimal", autocomplete: "off", "aria-labelledby": `legend-${id}`, "aria-describedby": `ends-${id}`,
      change: ({ target }) => {
        if (target.value === "" || !target.validity.valid) delete visit.answers[id];
        else visit.answers[id] = target.valueAsNumber;
        changed();
      },
    }),
    make("p", { class: "ends", id: `ends-${id}` }, ends.map((each) => make("span", {}, each))));
}

/** Ask once whether what was left out was meant. */
function beforeTheEnd(visit, { leave, done }) {
  const gaps = leftOut(visit);
  const any = Object.keys(visit.answers).length > 0;
  if (any && !gaps.length) return done();
  const title = say(any ? "page-left-out-title" : "page-no-answers-title");
  const count = gaps.length;
  const lead = any ? `${count === 1 ? say("page-left-out-one") : say("page-left-out-some", { count })} ${say("page-left-out-fine")}` : say("page-no-answers");
  return show(title, "middle", make("h1", {}, title), make("p", { class: "lead" }, lead),
    make("p", { class: "actions" }, any ? button("page-see-results", done) : null,
      button("page-look-again", () => ask(visit, gaps[0] ?? 0, { leave, done }), any ? "second" : null)));
}

