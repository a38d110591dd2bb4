// Runs the scripts of pages, in which nothing can be seen, and asks them for scores and plans.
import { readFileSync } from "node:fs";

const nothing = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => "" : nothing),
  set: () => true,
  apply: () => nothing,
});

/** The functions of a page. */
function opened(html) {
  const [, content] = /<script type="application\/json" id="content">(.*?)<\/script>/s.exec(html);
  const [, script] = /<script type="module">(.*?)<\/script>/s.exec(html);
  const page = {
    getElementById: (id) => (id === "content" ? { textContent: content } : nothing),
    createElement: nothing,
    createElementNS: nothing,
  };
  const asked = "({ bundle, draw, answer, score, plainResponse, assess, planOf, reopened, toSave })";
  return new Function("document", "addEventListener", "scrollTo", `"use strict";${script};return ${asked}`)(page, nothing, nothing);
}

const found = JSON.parse(readFileSync(0, "utf8")).map(({ html, cases }) => {
  const kit = opened(html);
  return cases.map(({ seed, occasion, answers, planned }) => {
    const checkin = kit.draw(kit.bundle, { seed, occasion });
    const response = kit.answer(kit.bundle, checkin, answers, { on: "2026-11-23" });
    const saved = kit.plainResponse(response);
    const plan = planned && kit.planOf({ checkin, answers },
      { minutesPerWeek: planned.minutes, safety: kit.assess(planned.said, { chosen: planned.chosen }) });
    return {
      scores: Object.fromEntries(Object.values(kit.score(kit.bundle, response).scores).map(({ id, percent, mean, sum, value }) => [id, [percent, mean, sum, value]])),
      steps: plan && plan.suggestions.map(({ practice, minutes, reason }) => [practice, minutes, reason]),
      saved,
      again: kit.toSave(kit.reopened(JSON.stringify(saved))),
    };
  });
});
process.stdout.write(JSON.stringify(found));
