// Reads [{form, answers: [data, ...], locales: [tag, ...]}, ...] and says what survey-core makes of each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { SurveyModel } = require("survey-core");
require("survey-core/survey.i18n");
const { lintSurvey } = require("survey-core/linter");

const told = JSON.parse(readFileSync(0, "utf8")).map(({ form, answers, locales }) => ({
  errors: new SurveyModel(form).jsonErrors ?? [],
  findings: lintSurvey(form).findings.map(({ ruleId, severity }) => ({ ruleId, severity })),
  data: answers.map((given) => {
    const survey = new SurveyModel(form);
    survey.mergeData(given);
    survey.doComplete();
    return survey.data;
  }),
  texts: locales.map((locale) => {
    const survey = new SurveyModel(form);
    if (locale) survey.locale = locale;
    const question = survey.getAllQuestions()[0];
    return [survey.title, question.title, question.choices[0].text];
  }),
}));
process.stdout.write(JSON.stringify(told));
