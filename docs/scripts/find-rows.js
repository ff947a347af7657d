// A search field above a long list: rows that do not hold the words are hidden, folds that hold a hit are opened.
// Without a script the list is all there, folded by its own headings.

import { make } from "./shared/dom.js";

/** @param {HTMLElement} host */
function setUp(host) {
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-row]"))].map((row) => ({
    row,
    text: row.textContent.toLocaleLowerCase(),
  }));
  const folds = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (host.querySelectorAll("details.fold"))];
  const what = host.dataset.find;
  const input = make("input", {
    type: "search",
    placeholder: `Search the ${what} …`,
    "aria-label": `Search the ${what}`,
    autocomplete: "off",
  });
  const said = make("span", { class: "detail", role: "status" });
  const form = make("p", { class: "find" }, input, said);
  const find = () => {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) found += 1;
    }
    for (const fold of folds) {
      const hits = fold.querySelectorAll("[data-row]:not([hidden])").length;
      fold.hidden = !hits;
      fold.open = words.length > 0 && hits > 0;
    }
    said.textContent = words.length ? `${found} of ${rows.length}` : "";
  };
  input.addEventListener("input", find);
  const summary = host.querySelector(":scope > summary");
  if (summary) summary.after(form);
  else host.prepend(form);
}

for (const host of document.querySelectorAll("[data-find]")) setUp(/** @type {HTMLElement} */ (host));
