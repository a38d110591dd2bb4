// Draws, shows, scores and plans with the JavaScript package, which reads nothing but a bundle.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const kit = await import(pathToFileURL(`${process.argv[3]}/index.js`));

const found = JSON.parse(readFileSync(0, "utf8")).map(({ bundle, cases = [], plans = [], couples = [], refused = [] }) => ({
  cases: cases.map(({ answers, ...drawn }) => {
    const checkin = kit.draw(bundle, drawn);
    const response = kit.answer(bundle, checkin, answers, { on: "2026-11-23" });
    const { scores, felt } = kit.score(bundle, response);
    return {
      asked: checkin.questions.map(({ id }) => id),
      shown: kit.shown(bundle, checkin, answers),
      scores: [...Object.values(scores), ...Object.values(felt)],
      response: kit.plainResponse(response),
    };
  }),
  plans: plans.map(({ answers, drawn, safety, stored, wishes }) => {
    const checkin = kit.draw(bundle, drawn);
    const response = kit.answer(bundle, checkin, answers, { on: "2026-11-23" });
    const state = kit.assess(safety.answers, safety.choices);
    return kit.recommend(bundle, stored ? kit.score(bundle, response) : response, { ...wishes, safety: state });
  }),
  couples: couples.map(({ drawn, sides }) => {
    const checkin = kit.draw(bundle, drawn);
    const shown = sides.map(({ answers, share, safety }) => {
      const result = kit.score(bundle, kit.answer(bundle, checkin, answers, { on: "2026-11-23" }));
      return kit.shownTo(bundle, result, { share, safety: kit.assess(safety.answers, { chosen: safety.chosen }) });
    });
    return kit.coupleView(...shown);
  }),
  refused: refused.map(({ answers, on, drawn }) => {
    try {
      kit.answer(bundle, kit.draw(bundle, drawn), answers, { on });
      return null;
    } catch (error) {
      return error.problems.map(({ code, path }) => [code, ...path]);
    }
  }),
}));
process.stdout.write(JSON.stringify(found));
