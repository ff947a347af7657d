// The search of every page: a dialogue that loads what it looks through when it first opens.

import { make } from "../shared/dom.js";
import { number, plural } from "../shared/wording.js";
import { answerTo } from "./answer.js";
import { grouped } from "./engine.js";
import { isAskedFor, loadKnowledge } from "./knowledge.js";
import { addressOf } from "./reading.js";

const ROOT = new URL("../../", import.meta.url);
const MOST = 40;
const MOST_OF_A_GROUP = 5;
const MOST_MATCHES = 8;
const ALL = "all entries with these filters";
const BY_WORDS = "by words alone";
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
      if (query === this.input.value.trim()) await this.show(query, known);
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
  async show(query, known) {
    const answer = answerTo(query, known, MOST);
    if (!answer.isQuestion) {
      const groups = grouped(answer.hits, MOST_OF_A_GROUP).map((group) => this.group(group));
      if (answer.reading.conditions.length)
        groups.splice(1, 0, this.suggestion(answer.reading, notRead(answer.reading) || ALL));
      this.fill(groups, this.saidOf(answer));
      return;
    }
    this.fill([this.suggestion(answer.reading, "Counting what matches …")], "Read as filters.");
    const matches = await countMatches(answer.reading);
    if (query === this.input.value.trim()) this.showMatches(answer, matches, known);
  }

  /**
   * Shows what matches the filters that words are read as, and apart from it what only holds the words.
   * @param {import("./answer.js").Answer} answer
   * @param {import("./matches.js").Matches | null} matches null where they could not be loaded
   * @param {import("./knowledge.js").Knowledge} known
   */
  showMatches({ reading, hits }, matches, { engine }) {
    const urls = new Set(matches?.urls);
    const found = [...urls].slice(0, MOST_MATCHES).flatMap((url) => engine.byUrl.get(url) ?? []);
    const others = grouped(
      hits.filter(({ record }) => !urls.has(record.url)),
      MOST_OF_A_GROUP,
    );
    const groups = others.map((group) => this.group(group, BY_WORDS));
    if (found.length)
      groups.unshift(this.group({ group: "What matches the filters", records: found, more: urls.size - found.length }));
    const told = [matches ? tallyOf(matches) : ALL, notRead(reading)].filter(Boolean).join("; ");
    groups.unshift(this.suggestion(reading, told));
    const below = others.length ? " Last, what is found by words alone." : "";
    this.fill(groups, `Read as filters: ${told}.${below}`);
  }

  /**
   * @param {HTMLElement[]} groups
   * @param {string | (string | Node)[]} said
   */
  fill(groups, said) {
    this.results.replaceChildren(...groups);
    this.results.scrollTop = 0;
    this.said.replaceChildren(...[said].flat());
    this.mark(0);
  }

  /**
   * @param {import("./answer.js").Answer} answer
   * @returns {string | (string | Node)[]}
   */
  saidOf({ query, corrected, hits, isSaid, reading }) {
    if (!query)
      return "A name, or a question such as: open pathology encoders not trained on TCGA. Typing errors are forgiven.";
    if (corrected) return `Nothing holds “${query}”; shown for “${corrected}”:`;
    if (hits.length && isSaid) return tally(hits.length);
    if (hits.length) return "Nothing holds all of these words. What holds some of them, or words written like them:";
    return reading.conditions.length ? "Nothing is called so; read as filters:" : this.nothing(query);
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
   * @param {string} text what is said of them
   */
  suggestion(reading, text) {
    return make(
      "div",
      { class: "search__group", role: "group", "aria-labelledby": "search-explore" },
      make("p", { id: "search-explore", class: "search__kind", text: "Explore" }),
      make(
        "a",
        { class: "search__result", role: "option", href: new URL(addressOf(reading), ROOT).href, tabindex: "-1" },
        make("span", { class: "search__title", text: `Read as: ${reading.labels.join(" · ")}` }),
        make("span", { class: "search__what", text: "filters" }),
        make("span", { class: "search__text", text }),
      ),
    );
  }

  /**
   * @param {{ group: string, records: import("./engine.js").SearchRecord[], more: number }} found
   * @param {string} how how they are found, where that is to be said
   */
  group({ group, records, more }, how = "") {
    const id = `search-${group.toLowerCase().replace(/[^a-z]+/g, "-")}`;
    const notes = [how, more ? `${number.format(more)} more` : ""].filter(Boolean).join(" · ");
    const note = notes ? make("span", { class: "search__more", text: notes }) : "";
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

/**
 * What matches, once Explore's data is there; null where it cannot be loaded, which leaves the link to Explore.
 * @param {import("./reading.js").Reading} reading
 */
async function countMatches(reading) {
  try {
    const { matchesOf } = await import("./matches.js");
    return await matchesOf(reading);
  } catch {
    return null;
  }
}

/** @param {import("./matches.js").Matches} matches */
function tallyOf({ urls, mayMatch }) {
  const matching = urls.length ? plural(urls.length, "entry matches", "entries match") : "No entry matches";
  return mayMatch ? `${matching}, ${number.format(mayMatch)} may match` : matching;
}

/** @param {import("./reading.js").Reading} reading */
function notRead({ unread }) {
  return unread.length ? `not read: ${unread.join(", ")}` : "";
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
