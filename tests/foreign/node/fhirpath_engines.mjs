// Reads [{expression, variables, response}, ...] and prints what other engines of FHIRPath make of each expression.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
globalThis.WebSocket ??= class {}; // the package wants one to be there
const medplum = createRequire(`${folder}/`)("@medplum/core");
const atomic = await import(pathToFileURL(`${folder}/node_modules/@atomic-ehr/fhirpath/dist/index.node.js`));

const typed = (value) => ({ type: value.resourceType, value });

async function values({ expression, response }) {
  const inMedplum = medplum.evalFhirPathTyped(expression, [typed(response)], { "%resource": typed(response) });
  const inAtomic = await atomic.evaluate(expression, { input: response, variables: { resource: response } });
  return { medplum: inMedplum[0]?.value ?? null, atomic: inAtomic[0] ?? null };
}

const found = [];
for (const each of JSON.parse(readFileSync(0, "utf8"))) found.push(await values(each));
process.stdout.write(JSON.stringify(found));
