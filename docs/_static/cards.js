// A filter above the practices of a pillar: by words, minutes and with whom. Without scripts all of them are there.
document.addEventListener("DOMContentLoaded", () => {
  const cards = [...document.querySelectorAll("section#practices > section")];
  if (!cards.length) return;
  const facts = cards.map((card) => (card.querySelector("em")?.textContent ?? "").split(" · "));
  const minutes = facts.map((list) => parseInt(list.find((each) => each.endsWith(" min")) ?? "0", 10));
  const words = cards.map((card) => card.textContent.toLowerCase());
  const form = document.createElement("form");
  form.className = "card-filter";
  form.innerHTML = `
    <label>Words <input name="words" type="search" autocomplete="off"></label>
    <label>At most <select name="minutes"><option value="">any length</option>
      <option value="5">5 minutes</option><option value="10">10 minutes</option><option value="20">20 minutes</option>
    </select></label>
    <label>With whom <select name="mode"><option value="">anybody</option><option>together</option><option value="solo">alone</option>
      <option value="async">each in their own time</option></select></label>
    <output aria-live="polite"></output>`;
  const show = () => {
    const { words: typed, minutes: most, mode } = Object.fromEntries(new FormData(form));
    let shown = 0;
    cards.forEach((card, i) => {
      const fits = words[i].includes(typed.trim().toLowerCase()) && (!most || minutes[i] <= +most)
        && (!mode || facts[i].includes(mode));
      card.hidden = !fits;
      shown += fits;
    });
    form.querySelector("output").textContent = `${shown} of ${cards.length} practices`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  cards[0].before(form);
  show();
});
