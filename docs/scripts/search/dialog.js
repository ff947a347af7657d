// The search of every page: a dialogue that loads what it looks through when it first opens.

import { make } from "../shared/dom.js";
import { grouped } from "./engine.js";
import { isAskedFor, loadKnowledge } from "./knowledge.js";
import { addressOf } from "./reading.js";

const ROOT = new URL("../../", import.meta.url);
const MOST = 40;
const MOST_OF_A_GROUP = 5;
const KEY = "q";

class SearchDialog {
  constructor() {
    this.input = /** @type {HTMLInputElement} */ (
      make("input", {
        type: "search",
        class: "search__input",
        name: KEY,
        placeholder: "Model, task, dataset, challenge …",
        "aria-label": "Search the atlas",
        "aria-controls": "search-results",
        role: "combobox",
        "aria-expanded": "true",
        "aria-autocomplete": "list",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        oninput: () => this.look(),
      })
    );
    this.said = make("p", { class: "search__said", role: "status" });
    this.results = make("div", {
      id: "search-results",
      class: "search__results",
      role: "listbox",
      "aria-label": "Results",
    });
    const close = make("button", {
      type: "button",
      class: "search__close",
      text: "Close",
      onclick: () => this.dialog.close(),
    });
    this.dialog = /** @type {HTMLDialogElement} */ (
      make(
        "dialog",
        { class: "search", "aria-label": "Search", onclick: (/** @type {Event} */ event) => this.closeOutside(event) },
        make(
          "div",
          { class: "search__box" },
          make("div", { class: "search__head" }, this.input, close),
          this.said,
          this.results,
        ),
      )
    );
    this.dialog.addEventListener("close", () => setQuery(""));
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    document.body.append(this.dialog);
  }

  /** @param {string} query */
  open(query) {
    if (!this.dialog.open) this.dialog.showModal();
    if (query) this.input.value = query;
    this.input.focus();
    this.input.select();
    this.look();
  }

  /** @param {Event} event */
  closeOutside(event) {
    if (event.target === this.dialog) this.dialog.close();
  }

  async look() {
    const query = this.input.value.trim();
    setQuery(query);
    if (!isAskedFor()) this.said.textContent = "Loading …";
    try {
      const known = await loadKnowledge();
      if (query === this.input.value.trim()) this.show(query, known);
    } catch (problem) {
      this.results.replaceChildren();
      this.said.replaceChildren(
        `The search could not be loaded (${/** @type {Error} */ (problem).message}). `,
        make("a", { href: new URL("explore/", ROOT).href, text: "Explore lists all entries." }),
      );
    }
  }

  /**
   * @param {string} query
   * @param {import("./knowledge.js").Knowledge} known
   */
  show(query, { engine, read }) {
    const corrected = engine.corrected(query);
    const hits = engine.find(query, MOST, corrected);
    const groups = grouped(hits, MOST_OF_A_GROUP).map((group) => this.group(group));
    const reading = read(query);
    const isSaid = corrected !== "" || engine.isSaid(query);
    // Words that are filters as a whole lead to Explore first; a single one is more often the name of a page.
    const isQuestion = !reading.unread.length && reading.conditions.length > (isSaid ? 1 : 0);
    if (reading.conditions.length) groups.splice(isQuestion ? 0 : 1, 0, this.suggestion(reading));
    this.results.replaceChildren(...groups);
    this.results.scrollTop = 0;
    if (!query)
      this.said.textContent =
        "A name, or a question such as: open pathology encoders not trained on TCGA. Typing errors are forgiven.";
    else if (isQuestion && hits.length) this.said.textContent = "Read as filters; then what is nearest by its words:";
    else if (corrected) this.said.textContent = `Nothing holds “${query}”; shown for “${corrected}”:`;
    else if (hits.length && isSaid) this.said.textContent = tally(hits.length);
    else if (hits.length) this.said.textContent = "Nothing holds all of these words as they stand; the nearest:";
    else if (reading.conditions.length) this.said.textContent = "Nothing is called so; read as filters:";
    else this.said.replaceChildren(...this.nothing(query));
    this.mark(0);
  }

  /** @param {string} query */
  nothing(query) {
    const address = new URL(`explore/?text=${encodeURIComponent(query)}`, ROOT).href;
    return [
      "Nothing in the atlas is called so or says so. ",
      make("a", { href: address, text: "Look in Explore" }),
      ".",
    ];
  }

  /**
   * The filters of Explore that the words mean.
   * @param {import("./reading.js").Reading} reading
   */
  suggestion(reading) {
    const unread = reading.unread.length ? `not read: ${reading.unread.join(", ")}` : "all entries with these filters";
    return make(
      "div",
      { class: "search__group", role: "group", "aria-labelledby": "search-explore" },
      make("p", { id: "search-explore", class: "search__kind", text: "Explore" }),
      make(
        "a",
        { class: "search__result", role: "option", href: new URL(addressOf(reading), ROOT).href, tabindex: "-1" },
        make("span", { class: "search__title", text: `Read as: ${reading.labels.join(" · ")}` }),
        make("span", { class: "search__what", text: "filters" }),
        make("span", { class: "search__text", text: unread }),
      ),
    );
  }

  /** @param {{ group: string, records: import("./engine.js").SearchRecord[], more: number }} found */
  group({ group, records, more }) {
    const id = `search-${group.toLowerCase().replace(/[^a-z]+/g, "-")}`;
    const note = more ? make("span", { class: "search__more", text: `${more} more` }) : "";
    return make(
      "div",
      { class: "search__group", role: "group", "aria-labelledby": id },
      make("p", { id, class: "search__kind" }, group, note),
      ...records.map((record) => this.result(record)),
    );
  }

  /** @param {import("./engine.js").SearchRecord} record */
  result({ url, title, kind, names, text }) {
    const other = names.filter((name) => name.length <= 30).slice(0, 3);
    return make(
      "a",
      { class: "search__result", role: "option", href: new URL(url, ROOT).href, tabindex: "-1" },
      make("span", { class: "search__title", text: title }),
      make("span", { class: "search__what", text: [kind, ...other].join(" · ") }),
      make("span", { class: "search__text", text }),
    );
  }

  options() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.results.querySelectorAll(".search__result")]);
  }

  /**
   * Marks the result that Enter would open.
   * @param {number} place
   */
  mark(place) {
    const options = this.options();
    options.forEach((option, at) => {
      option.id = `search-result-${at}`;
      option.setAttribute("aria-selected", String(at === place));
    });
    const marked = options[place];
    if (marked) this.input.setAttribute("aria-activedescendant", marked.id);
    else this.input.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const options = this.options();
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (options.length) this.mark((at + step + options.length) % options.length);
    } else if (event.key === "Enter" && event.target === this.input) {
      event.preventDefault();
      options[at]?.click();
    }
  }
}

/** @param {number} hits */
function tally(hits) {
  if (hits === MOST) return `The best ${MOST} results`;
  return hits === 1 ? "1 result" : `${hits} results, the best first`;
}

/**
 * Keeps what is looked for in the address, so that it can be shared.
 * @param {string} query
 */
function setQuery(query) {
  const address = new URL(location.href);
  if (query) address.searchParams.set(KEY, query);
  else address.searchParams.delete(KEY);
  history.replaceState(history.state, "", address);
}

/** @type {SearchDialog | null} */
let dialog = null;

/**
 * Opens the search, with what is looked for already.
 * @param {string} query
 */
export function openSearch(query = "") {
  dialog ??= new SearchDialog();
  dialog.open(query);
}
