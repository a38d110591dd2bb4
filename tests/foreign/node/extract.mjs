// Reads [{release, questionnaire, response}], fills the scores into each response with fhirpath.js, has the `$extract` of
// Smart Forms make resources of it by template, and prints those of each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { calculator } from "./calculated.mjs";

const load = createRequire(`${process.argv[2]}/`);
const { inAppExtract } = load("@aehrc/sdc-template-extract");
const scores = calculator(load);

async function extracted(one) {
  const filled = Object.entries(scores(one)).filter(([linkId]) => !linkId.startsWith("shown "));
  const items = filled.map(([linkId, [value]]) => {
    if (value === undefined) return { linkId };
    return { linkId, answer: [typeof value === "string" ? { valueString: value } : { valueDecimal: value }] };
  });
  const response = { ...one.response, item: [...one.response.item, ...items] };
  const { extractResult } = await inAppExtract(response, one.questionnaire);
  return extractResult.extractedBundle.entry.map(({ resource }) => resource);
}

const found = [];
for (const each of JSON.parse(readFileSync(0, "utf8"))) found.push(await extracted(each));
process.stdout.write(JSON.stringify(found));
