// A file that the person saves, and nothing that anybody else does.
import { button, make, say } from "./elements.js";
import { toSave } from "./visit.js";

function save(visit) {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(toSave(visit), null, 2)}\n`], { type: "application/json" }));
  make("a", { href: url, download: `check-in-${toSave(visit).on}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A button that saves the answers as a file, with who can read it. */
export const keep = (visit, id) => make("p", { class: "keep no-print" }, button(id, () => save(visit), "plain"),
  make("span", { class: "quiet" }, say("page-save-note")));
