// Runs the script of a page, in which nothing can be seen, and asks it for scores and plans.
import { readFileSync } from "node:fs";

const { html, cases } = JSON.parse(readFileSync(0, "utf8"));
const [, content] = /<script type="application\/json" id="content">(.*?)<\/script>/s.exec(html);
const [, script] = /<script type="module">(.*?)<\/script>/s.exec(html);
const nothing = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => "" : nothing),
  set: () => true,
  apply: () => nothing,
});
const page = {
  getElementById: (id) => (id === "content" ? { textContent: content } : nothing),
  createElement: nothing,
  createElementNS: nothing,
};
const asked = "({ bundle, draw, shown, answer, score, plainResponse, planOf, reopened, toSave })";
const kit = new Function("document", "addEventListener", "scrollTo", `"use strict";${script};return ${asked}`)(page, nothing, nothing);

const found = cases.map(({ seed, answers }) => {
  const checkin = kit.draw(kit.bundle, { seed });
  const response = kit.answer(kit.bundle, checkin, answers, { on: "2026-11-23" });
  const { scores } = kit.score(kit.bundle, response);
  const saved = kit.plainResponse(response);
  return {
    scores: Object.fromEntries(Object.values(scores).map(({ id, percent }) => [id, percent])),
    steps: kit.planOf({ checkin, answers }).suggestions.map(({ practice, minutes, reason }) => [practice, minutes, reason]),
    saved,
    again: kit.toSave(kit.reopened(JSON.stringify(saved))),
  };
});
process.stdout.write(JSON.stringify(found));
