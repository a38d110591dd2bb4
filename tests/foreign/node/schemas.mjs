// Reads {schemas: [schema, ...], documents: [[index of schema, document], ...]} and says what ajv, as strict as it can
// be, takes, and what json-schema-to-typescript makes of each schema.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(`${process.argv[2]}/`);
const Ajv = load("ajv/dist/2020").default;
const formats = load("ajv-formats").default;
const { compile } = load("json-schema-to-typescript");

const { schemas, documents } = JSON.parse(readFileSync(0, "utf8"));
const strict = { strict: true, strictTypes: true, strictTuples: true, allErrors: true, allowUnionTypes: true };
const ajv = formats(new Ajv(strict));
const compiled = schemas.map((schema) => ajv.compile(schema));
const taken = documents.map(([index, document]) => compiled[index](document));
const types = [];
for (const schema of schemas) types.push(await compile(schema, "Response", { bannerComment: "", format: false }));
process.stdout.write(JSON.stringify({ taken, types }));
