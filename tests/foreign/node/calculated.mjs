// What fhirpath.js makes of the expressions of a Questionnaire: its scores, and whether questions are shown.
const VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable";
const ENABLED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
const CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

// Returns a function that evaluates them for one response; `load` gives the packages.
export function calculator(load) {
  const fhirpath = load("fhirpath");
  const models = { R4: load("fhirpath/fhir-context/r4"), R5: load("fhirpath/fhir-context/r5") };
  const compiled = new Map(); // parsing an expression takes far longer than evaluating it

  function evaluate(release, expression, response, known) {
    const key = `${release} ${expression}`;
    if (!compiled.has(key)) compiled.set(key, fhirpath.compile(expression, models[release]));
    return compiled.get(key)(response, known);
  }

  return function scores({ release, questionnaire, response }) {
    const found = {};
    const whole = { resource: response, questionnaire };
    for (const { valueExpression: { name, expression } } of questionnaire.extension ?? []) {
      whole[name] = evaluate(release, expression, response, whole);
    }
    for (const item of questionnaire.item.flatMap((each) => (each.type === "group" ? each.item : [each]))) {
      const known = { ...whole };
      for (const extension of item.extension ?? []) {
        const { name, expression } = extension.valueExpression ?? {};
        const evaluated = () => evaluate(release, expression, response, known);
        if (extension.url === VARIABLE) known[name] = evaluated();
        if (extension.url === CALCULATED) found[item.linkId] = evaluated();
        if (extension.url === ENABLED) found[`shown ${item.linkId}`] = evaluated();
      }
    }
    return found;
  };
}
