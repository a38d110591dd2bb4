// Runs a program in CPython 3.14, compiled to WebAssembly: reads {code, given, mounts: {place: folder}} and prints what
// the program left in `answer`. The mounted folders are read from where they are.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { code, given, mounts, wheel } = JSON.parse(readFileSync(0, "utf8"));
const folder = `${process.argv[2]}/node_modules/pyodide`;
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const said = [];
const python = await loadPyodide({ indexURL: folder, stdout: (line) => said.push(line), stderr: (line) => said.push(line) });
for (const [place, from] of Object.entries(mounts)) {
  python.FS.mkdirTree(place);
  python.mountNodeFS(place, from);
}
python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: "/wheel" });
python.globals.set("given", JSON.stringify(given));
python.runPython(`import json, sys\nsys.path += ${JSON.stringify(["/wheel", ...Object.keys(mounts)])}\ngiven = json.loads(given)`);
try {
  python.runPython(code);
} catch (error) {
  process.stderr.write(`${said.slice(-60).join("\n")}\n${error}`);
  process.exit(1);
}
const answer = python.runPython("json.dumps(answer)");
process.stdout.write(JSON.stringify({ version: python.version, answer: JSON.parse(answer), said }), () => process.exit(0));
