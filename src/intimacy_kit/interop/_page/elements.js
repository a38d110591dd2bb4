// Elements made one by one: no text ever becomes a tag, since nothing here reads HTML.
import { localText, phrase } from "../javascript/index.js";

const CONTENT = JSON.parse(document.getElementById("content").textContent);
export const bundle = CONTENT.bundle;
export const stem = CONTENT.stem;
/** The pillars that can be shown to a partner; null where the page is for one person. */
export const shareable = CONTENT.shareable;
export const locale = bundle.pack.locale;
export const say = (id, values) => phrase(bundle, id, values, locale);

const SVG = "http://www.w3.org/2000/svg";
const PILLARS = {
  listening: ["M7 10a5 5 0 0 1 10 0c0 3-3 3.6-3 6.2A2.8 2.8 0 0 1 9 18", "M10 10.2a2 2 0 1 1 3.4 1.4"],
  vulnerability: ["M12 19s-7-4.3-7-9.2A3.8 3.8 0 0 1 12 7.7a3.8 3.8 0 0 1 7 2.1C19 14.7 12 19 12 19Z", "m12 8-1.5 3 3 1.5-1.5 3"],
  time: ["M5 12a7 7 0 0 1 14 0a7 7 0 0 1-14 0Z", "M12 8v4l2.6 2"],
  appreciation: ["M12 4.5v4M12 15.5v4M4.5 12h4M15.5 12h4M7 7l2.2 2.2M14.8 14.8 17 17M17 7l-2.2 2.2M9.2 14.8 7 17"],
  conflict: ["M4.5 6h9v6.5H9L6.5 15v-2.5h-2Z", "M16 10h3.5v6.5h-2V19L15 16.5h-4V15"],
  support: ["M4.5 12a7.5 7.5 0 0 1 15 0Z", "M12 4.5V18a2 2 0 0 1-4 0"],
  "little-things": ["M6 18c0-8 4-12 12-12 0 8-4 12-12 12Z", "m6 18 6.5-6.5"],
};

function filled(found, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") found.addEventListener(name, value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) found.setAttribute(name, value);
  }
  found.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false));
  return found;
}

/** An element; attributes that are functions listen. */
export const make = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
const drawn = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

/** Words in the language of the page, or marked with the language that they are in. */
export function words(texts) {
  const { text, locale: tag } = localText(bundle, texts, locale);
  return spoken(text, tag);
}

export const spoken = (text, tag) => (tag === locale || tag === locale.split("-")[0] ? text : make("bdi", { lang: tag }, text));

export function pillarTitle(id) {
  const pillar = bundle.pillars.find((each) => each.id === id);
  return words(pillar.title);
}

export function icon(pillar) {
  const paths = PILLARS[pillar] ?? ["M8 12a4 4 0 0 1 8 0a4 4 0 0 1-8 0Z"];
  return drawn("svg", { class: `icon of-${pillar}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, paths.map((d) => drawn("path", { d })));
}

/** A soft bar on the answer range; beside it the same stands in words. */
export function bar(percent, pillar) {
  return drawn("svg", { class: `bar of-${pillar}`, "aria-hidden": "true", focusable: "false" },
    drawn("rect", { class: "track", width: "100%", height: "100%", rx: 6 }),
    drawn("rect", { class: "part", width: `${Math.max(percent, 2).toFixed(1)}%`, height: "100%", rx: 6 }));
}

/** Two marks on one line, of which the second is hollow; where they meet, one is within the other. */
export function marks(one, other) {
  const mark = (kind, place, r) => drawn("circle", { class: kind, cx: `${place}%`, cy: 14, r });
  const meet = one === other;
  return drawn("svg", { class: "marks", "aria-hidden": "true", focusable: "false" }, drawn("g", {},
    drawn("line", { x1: 0, y1: 14, x2: "100%", y2: 14 }), mark("two", other, meet ? 12 : 9), mark("one", one, meet ? 6 : 9)));
}

/** Two of a kind, for a screen with nothing else to see. */
export const drawing = () => drawn("svg", { class: "drawing", viewBox: "0 0 80 50", "aria-hidden": "true" },
  drawn("circle", { class: "one", cx: 30, cy: 25, r: 22 }), drawn("circle", { class: "two", cx: 52, cy: 25, r: 22, "fill-opacity": 0.8 }));

export const button = (id, click, kind = null) => make("button", { type: "button", class: kind, click }, say(id));

/** A choice among a few. */
export const radio = (name, value, label, { checked = false, kind = "row", change }) => make("label", { class: kind },
  make("input", { type: "radio", name, value, checked, change, autocomplete: "off" }), make("span", {}, label));

/** Something to switch on. No browser brings it back on another visit. */
export const switched = (label, change) => make("label", { class: "switch" }, label,
  make("input", { type: "checkbox", role: "switch", autocomplete: "off", change }));

/** Put a screen in place of the last one, and the reader at its top. */
export function show(title, kind, ...children) {
  const main = document.getElementById("page");
  main.className = kind;
  main.replaceChildren(...children.flat(Infinity).filter(Boolean));
  document.title = title;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}
