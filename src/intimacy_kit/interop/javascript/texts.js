// Words in the languages of a bundle.

/** The words of a text in a language, or in the next that is there, with the language that they are in. */
export function localText(bundle, texts, locale = bundle.pack.locale) {
  const parts = locale.split("-");
  const tags = parts.map((_, i) => parts.slice(0, parts.length - i).join("-"));
  const tag = [...tags, bundle.pack.locale, ...Object.keys(texts)].find((each) => Object.hasOwn(texts, each));
  return { text: texts[tag], locale: tag };
}

/** The words alone. */
export const inLanguage = (bundle, texts, locale) => localText(bundle, texts, locale).text;

const phrases = new WeakMap();

/** A sentence of the kit with its placeholders filled in. */
export function phrase(bundle, id, values = {}, locale = undefined) {
  if (!phrases.has(bundle)) phrases.set(bundle, new Map((bundle.phrases ?? []).map((each) => [each.id, each.text])));
  const texts = phrases.get(bundle).get(id);
  if (texts === undefined) throw new RangeError(`the bundle has no phrase '${id}'`);
  return inLanguage(bundle, texts, locale).replace(/\{([a-z_]+)\}/g, (_, name) => {
    if (!Object.hasOwn(values, name)) throw new RangeError(`the phrase '${id}' needs ${name}`);
    return values[name];
  });
}

/** A source as a text cites it. */
export function spokenSource(bundle, { authors, title, year }, locale) {
  if (authors === null || authors === undefined) {
    return phrase(bundle, "cited-title", { title, year }, locale);
  }
  const names = authors.split(";").map((each) => each.trim().split(",")[0]);
  const last = names.at(-1);
  const id = last.startsWith("and ") ? "cited-more" : ["cited-one", "cited-two"][names.length - 1] ?? "cited-more";
  return phrase(bundle, id, { first: names[0], second: last, year }, locale);
}
