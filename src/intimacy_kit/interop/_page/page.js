// The way through the page, and the way out of it.
import { bundle, button, make, say, shareable, show, words } from "./elements.js";
import { ask } from "./ask.js";
import { results } from "./results.js";
import { steps } from "./steps.js";
import { between, share, sideBySide } from "./two.js";
import { fresh, leftOut, reopened } from "./visit.js";

let current = null; // what is under way, so that nobody loses it by going back
let turns = []; // on a page for two, what those whose turn is over chose to show, and nothing else of theirs

function start(problem = null) {
  const title = words(bundle.form.title);
  show(document.title, "start",
    make("h1", {}, title),
    problem ? make("p", { class: "note", role: "alert" }, problem) : null,
    make("p", { class: "lead" }, say("page-stays")),
    shareable && make("p", { class: "note" }, say(turns.length ? "page-two-second" : "page-two-first")),
    make("p", { class: "actions" }, button("page-begin", () => { current ??= fresh(); check(current, 0); })),
    make("h2", {}, say("page-not-for-title")), make("p", {}, say("page-not-for")),
    make("details", {}, make("summary", {}, say("page-help")), make("p", {}, say("help-text"))),
    make("label", { class: "file" }, make("span", {}, say("page-go-on")), make("input", { type: "file", accept: ".json,application/json", change: reopen })));
}

async function reopen({ target }) {
  const [file] = target.files;
  if (!file) return;
  let visit = null;
  try {
    visit = reopened(await file.text());
  } catch { // whatever is wrong with it, it is not a check-in of this page
    start(say("page-wrong-file"));
    return;
  }
  current = visit;
  const [gap] = leftOut(visit);
  if (gap === undefined) finish(visit);
  else check(visit, gap);
}

const check = (visit, number) => ask(visit, number, { leave: () => start(), done: () => finish(visit) });
const finish = (visit) => results(visit, {
  steps: () => steps(visit, () => finish(visit)), share: shareable && (() => chooses(visit)), again: () => clear(visit),
});
const chooses = (visit) => share(visit, { back: () => finish(visit), done: handOver });

/** End a turn: of the person whose it was, the page keeps what they chose to show. */
function handOver(of) {
  current = null;
  turns.push(of);
  if (turns.length === 1) between(["page-between-title", "page-between", "page-begin-second"], () => start());
  else between(["page-look-title", "page-look", "page-side-by-side"], () => sideBySide(turns, begin));
}

function begin() {
  current = null;
  turns = [];
  start();
}

/** Ask before what nobody saved is gone. */
function clear(visit) {
  const title = say("page-clear-sure");
  show(title, "middle", make("h1", {}, title),
    make("p", { class: "actions" }, button("page-clear-not", () => finish(visit)), button("page-again", begin, "second")));
}

/** Let go of everything, in memory and on the screen: no way back in the browser brings it up again. */
function forget() {
  current = null;
  turns = [];
  document.getElementById("page")?.replaceChildren();
}

function leave(event) {
  event.preventDefault();
  forget();
  document.documentElement.hidden = true;
  document.body.replaceChildren();
  location.replace("about:blank");
}

function broken() {
  forget();
  show(say("page-broken-title"), "middle", make("h1", {}, say("page-broken-title")), make("p", { class: "lead" }, say("page-broken")));
}

addEventListener("error", broken);
addEventListener("unhandledrejection", broken);
addEventListener("pagehide", forget);
addEventListener("pageshow", ({ persisted }) => { if (persisted) start(); });
addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("#page details")) each.open = true; });
addEventListener("keydown", (event) => { if (event.key === "Escape" && event.shiftKey) leave(event); });
document.getElementById("leave").addEventListener("click", leave);
start();
