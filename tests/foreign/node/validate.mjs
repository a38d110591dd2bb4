// Reads resources of FHIR R4 and prints, for each, the errors that the package `fhir` reports, and what comes back when
// it has written the resource as XML.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(`${process.argv[2]}/`);
const { Fhir } = load("fhir");

const fhir = new Fhir();
const told = JSON.parse(readFileSync(0, "utf8")).map((resource) => {
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const errors = messages.filter(({ severity }) => severity === "error" || severity === "fatal");
  return { errors: errors.map(({ location }) => location), back: fhir.xmlToObj(fhir.objToXml(resource)) };
});
process.stdout.write(JSON.stringify(told));
