// Reads [{form, answers: [{name: value}, ...]}, ...] and says what the engine of ODK Web Forms makes of each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { JSDOM } = createRequire(`${folder}/`)("jsdom");
const { window } = new JSDOM("", { url: "http://localhost/" });
globalThis.__dirname = folder; // the engine's parser of expressions asks for it, and modules have none
for (const name of ["Blob", "File", "FormData"]) globalThis[name] = window[name];
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis) && name !== "window") globalThis[name] = window[name];
}
const { loadForm } = await import(pathToFileURL(`${folder}/node_modules/@getodk/xforms-engine/dist/index.js`));

const textOf = (file) =>
  new Promise((resolve) => {
    const reader = new window.FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsText(file);
  });

const told = [];
for (const { form, answers } of JSON.parse(readFileSync(0, "utf8"))) {
  const loaded = await loadForm(form);
  if (loaded.status !== "success") throw loaded.error ?? new Error(JSON.stringify(loaded.warnings));
  const { root } = loaded.createInstance();
  const named = {};
  const walk = (node) => {
    named[node.currentState.reference.split("/").at(-1)] = node;
    (node.currentState.children ?? []).forEach(walk);
  };
  walk(root);
  const scores = Object.keys(named).filter((name) => /^(score|felt|value|level)_/.test(name));
  const asked = Object.keys(named).filter((name) => /^q_/.test(name));
  const [seen, shown, invalid] = [[], [], []];
  for (const given of answers) {
    for (const [name, value] of Object.entries(given)) {
      const node = named[name];
      if (node.nodeType === "input") node.setValue(value ?? "");
      else if ((node.currentState.value[0] ?? null) !== value) node.selectValue(value);
    }
    seen.push(Object.fromEntries(scores.map((name) => [name, named[name].currentState.value])));
    shown.push(asked.filter((name) => named[name].currentState.relevant));
    invalid.push(asked.filter((name) => named[name].validationState.constraint?.valid === false));
  }
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  told.push({ scores: seen, shown, invalid, submission: await textOf(payload.data[0].get("xml_submission_file")) });
}
process.stdout.write(JSON.stringify(told));
