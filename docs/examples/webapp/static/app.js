// Everything works without this file. It adds: copying, sharing, printing, and a way out that stays out of the history.
"use strict";

const text = (selector) => document.querySelector(selector).textContent.trim();

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  location.replace(document.querySelector(".leave").href);
}

document.querySelector(".leave").addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.shiftKey) leave(event);
});

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text(button.dataset.copy));
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ text: text(button.dataset.share) }).catch(() => {}));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The Enter key on an answer goes on to the next question.
for (const question of document.querySelectorAll("fieldset")) {
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "radio") return;
    event.preventDefault();
    const next = question.nextElementSibling;
    (next?.querySelector("input:checked, input, button:last-child") ?? event.target).focus();
  });
}
