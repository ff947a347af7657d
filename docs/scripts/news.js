// What came since a day: one that the reader chooses, else that of the snapshot which the reader saw last. It is kept
// in the reader's browser alone.

import { plural } from "./shared/wording.js";

const KEY = "hfm-atlas.news";
const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** @typedef {{ seen?: string, previous?: string }} Memory */

/** @returns {Memory} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Memory} memory */
function remember(memory) {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // A browser that keeps nothing shows everything.
  }
}

/**
 * What is remembered after the snapshot of a day was seen: the one seen before stays until the next comes.
 * @param {Memory} memory
 * @param {string} snapshot
 * @returns {Memory}
 */
export function see(memory, snapshot) {
  const isNew = memory.seen !== undefined && memory.seen < snapshot;
  return { ...memory, seen: snapshot, ...(isNew ? { previous: memory.seen } : {}) };
}

/** @param {HTMLFormElement} form */
function setUp(form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("since"));
  const said = form.querySelector("[role=status]");
  const days = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-day]"))];
  const memory = see(remembered(), form.dataset.snapshot ?? "");
  remember(memory);
  const show = () => {
    const since = input.value;
    let [added, changed] = [0, 0];
    for (const day of days) {
      day.hidden = Boolean(since) && (day.dataset.day ?? "") <= since;
      if (day.hidden) continue;
      added += Number(day.dataset.added);
      changed += Number(day.dataset.changed);
    }
    for (const section of document.querySelectorAll("section:has([data-day])"))
      if (section instanceof HTMLElement) section.hidden = !section.querySelector("[data-day]:not([hidden])");
    if (!said) return;
    const [came, read] = [added, changed].map((count) => plural(count, "entry", "entries"));
    said.textContent = since ? `Since ${words.format(new Date(since))}: ${came} added, facts of ${read} checked.` : "";
  };
  const choose = () => {
    history.replaceState(null, "", input.value ? `?since=${input.value}` : location.pathname);
    remember({ ...memory, previous: input.value || undefined });
    show();
  };
  // What a reader has chosen before this script was there counts.
  const chosen = input.value;
  input.value ||= new URLSearchParams(location.search).get("since") ?? memory.previous ?? "";
  input.addEventListener("change", choose);
  form.querySelector("button")?.addEventListener("click", () => {
    input.value = "";
    choose();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  if (chosen) choose();
  else show();
}

const form = globalThis.document?.getElementById("news-since");
if (form) setUp(/** @type {HTMLFormElement} */ (form));
