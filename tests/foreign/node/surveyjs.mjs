// Reads [{form, answers: [data, ...], locales: [tag, ...], validated}, ...] and says what survey-core makes of each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { SurveyModel } = require("survey-core");
require("survey-core/survey.i18n");
const { lintSurvey } = require("survey-core/linter");

function shown(survey) {
  return survey.getAllQuestions().filter((each) => each.isVisible && each.name.startsWith("q_")).map(({ name }) => name);
}

function refused(survey) {
  return survey.getAllQuestions().filter((each) => each.isVisible && !each.validate(false)).map(({ name }) => name);
}

function seenBy(survey, validated) {
  return { shown: shown(survey), ...(validated ? { refused: refused(survey) } : {}) };
}

function completed(form, given, validated) {
  const survey = new SurveyModel(form);
  survey.mergeData(given);
  const seen = seenBy(survey, validated);
  survey.doComplete();
  return { data: survey.data, ...seen };
}

function dataOf(form, answers, validated) {
  const survey = new SurveyModel(form); // one for all but the first: making one is slow
  const { on } = survey.data;
  return answers.map((given, i) => {
    if (i === 0) return completed(form, given, validated);
    survey.data = { on, ...given };
    return { data: survey.data, ...seenBy(survey, validated) };
  });
}

const told = JSON.parse(readFileSync(0, "utf8")).map(({ form, answers, locales, validated }) => ({
  seen: dataOf(form, answers, validated),
  errors: new SurveyModel(form).jsonErrors ?? [],
  findings: lintSurvey(form).findings.map(({ ruleId, severity }) => ({ ruleId, severity })),
  texts: locales.map((locale) => {
    const survey = new SurveyModel(form);
    if (locale) survey.locale = locale;
    const question = survey.getAllQuestions()[0];
    return [survey.title, question.title, question.choices[0].text];
  }),
}));
process.stdout.write(JSON.stringify(told));
