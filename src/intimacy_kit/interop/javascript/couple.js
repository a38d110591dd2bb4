// Two people side by side, and nothing that either keeps private, by the rules of Python's `couple_view`.
import { problem, refuse } from "./draw.js";
import { NOT_ASKED } from "./plan.js";

/** A place rests on so many answers or more, so that none makes up more than a third of it. */
export const FEWEST_ANSWERS = 3;
const [LOWEST, HIGHEST] = [10, 90];
const NEVER_OF_PARTNER = ["conflict", "vulnerability"];
const WHILE_OPEN = ["conflict"]; // pillars that are shown only while the gate of their name is open

/** What a person lets their partner see. Keep this, and let the result go. */
export function shownTo(bundle, { catalogue, form, digest, perspective, scores }, { share = [], safety = NOT_ASKED } = {}) {
  refuse(share.filter((pillar) => perspective === "partner" && NEVER_OF_PARTNER.includes(pillar))
    .map((pillar) => problem("never-shared", "what a person says of their partner there is never shared", "share", pillar)));
  const places = {};
  const seen = new Set();
  for (const { id, pillar, percent, blurs } of Object.values(scores)) {
    if (pillar === null || seen.has(pillar)) continue;
    seen.add(pillar);
    const isOpen = !WHILE_OPEN.includes(pillar) || safety.opened.includes(pillar);
    const isFirm = percent !== null && blurs && !takesTurns(bundle, id);
    if (isOpen && isFirm && share.includes(pillar)) places[pillar] = Math.min(Math.max(Math.floor((percent + 5) / 10) * 10, LOWEST), HIGHEST);
  }
  return { catalogue, form, digest, perspective, places };
}

/** Whether a score rests on questions of which others are asked another time. */
function takesTurns({ form, items, subscales }, id) {
  if (form.per_pillar === null || !form.rotate) return false;
  const { terms } = subscales.find((each) => each.role === "scored" && (each.id ?? each.pillar) === id);
  const others = items.filter((item) => !form.anchors.includes(item.id));
  return terms.some(({ item }) => {
    const found = others.find((each) => each.id === item);
    return found !== undefined && others.filter(({ pillar }) => pillar === found.pillar).length > form.per_pillar;
  });
}

/** What both may see: the pillars that both show, and no word on any other. `a` and `b` come from `shownTo`, or are null. */
export function coupleView(a, b) {
  const isSame = a !== null && b !== null && a.perspective === b.perspective;
  const both = isSame ? Object.keys(a.places).filter((pillar) => Object.hasOwn(b.places, pillar)) : [];
  if (!both.length) return { pillars: [], perspective: null };
  refuse(["catalogue", "form", "digest"].filter((name) => a[name] !== b[name])
    .map((name) => problem("mixed-check-ins", "the two check-ins are not of one kind", name)));
  return { pillars: both.map((pillar) => ({ pillar, a: a.places[pillar], b: b.places[pillar] })), perspective: a.perspective };
}
