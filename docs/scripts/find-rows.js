// A search field above a long list: rows that do not hold the words are hidden, and parts without a hit;
// folds with one are opened.
// Without a script the list is all there, folded by its own headings.

import { wordsOf } from "./search/reading.js";
import { make } from "./shared/dom.js";

// Shorter words, such as CT, begin many others that have nothing to do with them.
const MIN_BEGINNING = 4;

/**
 * The words of each row: those in sight, and the names of what it is about.
 * @param {HTMLElement} host
 */
function wordsByRow(host) {
  const names = /** @type {string[]} */ (JSON.parse(host.dataset.names ?? "[]")).map(wordsOf);
  return [.../** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-row]"))].map((row) => {
    const about = (row.dataset.about ?? "").split(" ").flatMap((place) => names[Number(place)] ?? []);
    return { row, words: [...new Set([...textsIn(row).flatMap(wordsOf), ...about])] };
  });
}

/**
 * The texts of a row, one by one: the last word of a cell and the first of the next are two.
 * @param {HTMLElement} row
 */
function textsIn(row) {
  const texts = [];
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? "");
  return texts;
}

/** @param {HTMLElement} host */
function setUp(host) {
  const rows = wordsByRow(host);
  const every = new Set(rows.flatMap(({ words }) => words));
  const parts = /** @type {HTMLElement[]} */ ([...host.querySelectorAll("details.fold, section")]);
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
    const asked = wordsOf(input.value);
    // A short word stands for itself; one that is nowhere is still being typed.
    const isWhole = (/** @type {string} */ word) => word.length < MIN_BEGINNING && every.has(word);
    let found = 0;
    for (const { row, words } of rows) {
      row.hidden = !asked.every((word) => words.some((one) => (isWhole(word) ? one === word : one.startsWith(word))));
      if (!row.hidden) found += 1;
    }
    for (const part of parts) {
      const hits = part.querySelectorAll("[data-row]:not([hidden])").length;
      part.hidden = !hits;
      if (part instanceof HTMLDetailsElement) part.open = asked.length > 0 && hits > 0;
    }
    said.textContent = asked.length ? `${found} of ${rows.length}` : "";
  };
  input.addEventListener("input", find);
  const summary = host.querySelector(":scope > summary");
  if (summary) summary.after(form);
  else host.prepend(form);
}

for (const host of document.querySelectorAll("[data-find]")) setUp(/** @type {HTMLElement} */ (host));
