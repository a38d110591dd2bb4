// Shows a form of SurveyJS as a trial of jsPsych; `given` is the response that the experiment keeps.
import Survey from "@jspsych/plugin-survey";
import { initJsPsych } from "jspsych";

const jsPsych = initJsPsych({
  display_element: "form",
  on_finish: () => Object.assign(window, { given: jsPsych.data.get().values()[0].response }),
});
await jsPsych.run([{ type: Survey, survey_json: window.form }]);
