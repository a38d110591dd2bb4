// One visit: what a person answers, in the memory of this page and nowhere else, unless they save it themselves.
import { answer, draw, plainResponse, shown } from "../javascript/index.js";
import { bundle, locale } from "./elements.js";

export function fresh() {
  const seed = [...crypto.getRandomValues(new Uint8Array(8))].map((each) => each.toString(16).padStart(2, "0")).join("");
  return opened(draw(bundle, { seed, locale }), {});
}

/** A visit to a check-in, with the answers so far; questions of one pillar that follow one another are on one screen. */
function opened(checkin, answers) {
  const pages = [];
  for (const question of checkin.questions) {
    if (pages.at(-1)?.[0].pillar === question.pillar) pages.at(-1).push(question);
    else pages.push([question]);
  }
  return { checkin, answers, pages };
}

/** The answers to questions that are shown; what was answered to another one is let go. */
function kept({ checkin, answers }) {
  const seen = new Set(shown(bundle, checkin, answers));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => seen.has(id)));
}

export const isShown = ({ checkin, answers }, id) => shown(bundle, checkin, answers).includes(id);

/** The screens on which a question that is shown has no answer, one for each such question. */
export const leftOut = (visit) => visit.pages.flatMap((page, number) => page
  .filter(({ id }) => !Object.hasOwn(visit.answers, id) && isShown(visit, id)).map(() => number));

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
}

export const responseOf = (visit) => answer(bundle, visit.checkin, kept(visit), { on: visit.on ?? today() });

/** What a saved file holds: the response as the library and its programs read it. */
export const toSave = (visit) => plainResponse(responseOf(visit));

/** The visit that a saved file holds. Throws where the file is not of this check-in. */
export function reopened(text) {
  const { catalogue, form, digest, seed, occasion, perspective, on, answers } = JSON.parse(text);
  if (catalogue !== bundle.pack.id || form !== bundle.form.id || digest !== bundle.form.digest || perspective !== "self") {
    throw new RangeError("the file is of another check-in");
  }
  const given = Object.entries(answers).filter(([, each]) => each !== null && each !== "not-shown");
  const visit = { ...opened(draw(bundle, { seed, occasion, locale }), Object.fromEntries(given)), on };
  responseOf(visit);
  return visit;
}
