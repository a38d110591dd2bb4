// Reads {cases: [{release, questionnaire, response}], resources: [...]} and prints what fhirpath makes of every
// calculated score, and what the R4 schema finds wrong with every resource.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { calculator } from "./calculated.mjs";

const load = createRequire(`${process.argv[2]}/`);
const Validator = load("@asymmetrik/fhir-json-schema-validator");
const scores = calculator(load);

const { cases, resources } = JSON.parse(readFileSync(0, "utf8"));
const validator = new Validator();
const errors = resources.map((resource) => validator.validate(resource).length);
process.stdout.write(JSON.stringify({ scores: cases.map(scores), errors }));
