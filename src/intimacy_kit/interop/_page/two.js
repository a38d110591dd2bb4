// Two people on one device, one after the other. Of each, only what they chose to show outlives their turn.
import { FEWEST_ANSWERS, coupleView, score, shownTo } from "../javascript/index.js";
import { bundle, button, drawing, icon, make, marks, pillarTitle, say, shareable, show, switched } from "./elements.js";
import { ends, numeral, wordOf } from "./results.js";
import { responseOf } from "./visit.js";

/** Let a person choose what the other may see; `done` is called with that, and with nothing else of theirs. */
export function share(visit, { back, done }) {
  const title = say("page-sharing");
  const chosen = new Set();
  const toggle = (pillar) => ({ target }) => { chosen[target.checked ? "add" : "delete"](pillar); };
  const on = () => done(shownTo(bundle, score(bundle, responseOf(visit)), { share: [...chosen] }));
  show(title, "asking",
    make("h1", {}, title),
    make("p", { class: "lead" }, say("page-sharing-lead")),
    make("p", { class: "note" }, say("page-sharing-gone")),
    make("fieldset", { class: "card" }, make("legend", {}, say("page-sharing-legend")),
      shareable.map((pillar) => switched([icon(pillar), make("span", {}, pillarTitle(pillar))], toggle(pillar)))),
    make("details", {}, make("summary", {}, say("page-sharing-what")), make("p", {}, say("page-sharing-rules", { fewest: FEWEST_ANSWERS }))),
    make("div", { class: "foot" }, button("page-back", back, "second"), button("page-hand-over", on)));
}

/** A screen between two turns. It says the same whatever was answered, and whatever is shared. */
export function between([title, lead, action], next) {
  show(say(title), "middle", drawing(), make("h1", {}, say(title)), make("p", { class: "lead" }, say(lead)), make("p", { class: "actions" }, button(action, next)));
}

/** Show what both chose to show, closest first; no gap is named. */
export function sideBySide([one, other], again) {
  const title = say("page-side-by-side");
  const { pillars } = coupleView(one, other);
  const nearest = [...pillars].sort((first, next) => Math.abs(first.a - first.b) - Math.abs(next.a - next.b));
  show(title, "results",
    make("h1", {}, title),
    nearest.length ? [
      make("p", { class: "lead" }, say("page-side-lead")),
      make("section", { class: "card" },
        make("p", { class: "legend", "aria-hidden": "true" }, make("span", { class: "one" }, say("page-first")), make("span", { class: "two" }, say("page-second"))),
        make("ul", { class: "both" }, nearest.map(pair)),
        ends(nearest.map((shared) => placed(shared)))),
      inNumbers(nearest),
    ] : [drawing(), make("p", { class: "lead" }, say("nothing-shared"))],
    make("p", { class: "quiet" }, say("page-side-rules", { fewest: FEWEST_ANSWERS })),
    make("p", { class: "actions no-print" }, button("page-print", () => print(), "second"), button("page-again", again, "plain")));
}

/** A place as results have it. */
const placed = ({ pillar }, place = null) => ({ id: pillar, role: "scored", percent: place });

function pair(shared) {
  const { pillar, a, b } = shared;
  const [one, other] = [a, b].map((place) => wordOf(placed(shared, place)));
  const said = one === other ? say("page-both-say", { word: one }) : say("page-each-says", { one, other });
  return make("li", { class: `of-${pillar}` },
    make("h2", {}, icon(pillar), pillarTitle(pillar)), make("p", { class: "word" }, said), marks(a, b));
}

function inNumbers(nearest) {
  const heads = [say("pillar"), say("page-first"), say("page-second")].map((text, i) => make("th", { scope: "col", class: i ? "number" : null }, text));
  return make("details", { class: "card" }, make("summary", {}, say("page-in-numbers")),
    make("table", {}, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, nearest.map(({ pillar, a, b }) => make("tr", {},
      make("th", { scope: "row" }, pillarTitle(pillar)), [a, b].map((place) => make("td", { class: "number" }, numeral(place))))))));
}
