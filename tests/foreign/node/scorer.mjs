// Draws and scores in another language, with nothing but a bundle and the scoring reference.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

function draw({ form, items }, { seed, occasion, perspective }) {
  const asked = new Set(form.per_pillar === null ? items.map(({ id }) => id) : form.anchors);
  for (const pillar of form.per_pillar === null ? [] : new Set(items.map((item) => item.pillar))) {
    const ids = items.filter((item) => item.pillar === pillar && !form.anchors.includes(item.id)).map(({ id }) => id);
    const k = Math.min(form.per_pillar, ids.length);
    const occasions = Math.ceil(ids.length / k);
    const round = form.rotate ? Math.floor(occasion / occasions) : 0;
    const start = form.rotate ? (occasion % occasions) * k : 0;
    const by = new Map(ids.map((id) => [id, sha256(`${seed}\n${round}\n${id}`)]));
    if (form.rotate) ids.sort((a, b) => (by.get(a) < by.get(b) ? -1 : 1));
    for (const id of ids.slice(start, start + k)) asked.add(id);
  }
  return items.filter(({ id, question }) => asked.has(id) && question[perspective]).map(({ id }) => id);
}

function score({ pillar, role, unit, low, needed, terms }, asked, answers) {
  const shown = terms.filter(({ item }) => asked.includes(item));
  const given = shown.filter(({ item }) => typeof answers[item] === "number");
  const coded = (code) => shown.filter(({ item }) => answers[item] === code).length;
  const total = given.reduce((sum, { item, base, sign }) => sum + base + sign * answers[item], 0);
  const weight = given.reduce((sum, term) => sum + term.weight, 0);
  const reason = !shown.length ? "not-asked" : given.length < needed[shown.length] ? "too-few-answers" : null;
  const [declined, did_not_come_up] = [coded("prefer-not-to-say"), coded("did-not-come-up")];
  return {
    pillar, role, reason, declined, did_not_come_up,
    percent: reason ? null : (100 * total) / (weight * unit),
    mean: reason || low === null ? null : (low * weight + total) / weight,
    answered: given.length, asked: shown.length, needed: needed[shown.length],
    blank: shown.length - given.length - declined - did_not_come_up, not_asked: terms.length - shown.length,
  };
}

const scored = JSON.parse(readFileSync(0, "utf8")).map(({ bundle, cases }) => cases.map((each) => {
  const asked = draw(bundle, each);
  return { asked, scores: bundle.subscales.map((subscale) => score(subscale, asked, each.answers)) };
}));
process.stdout.write(JSON.stringify(scored));
