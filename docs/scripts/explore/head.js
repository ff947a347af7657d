// What stays in sight above the table: how many match and may match, the filters as chips, and the tools.

import { filterChips } from "../shared/chips.js";
import { make } from "../shared/dom.js";
import { number } from "../shared/wording.js";
import { RANGES } from "./data.js";
import { openCells, openFields, sortedRows } from "./filter.js";
import { chosenRanges, emptyState, isFiltered, takeOut, writeNumber } from "./state.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filter.js").Result} Result
 * @typedef {import("./filter.js").Cell} Cell
 * @typedef {import("./facets.js").Change} Change
 */

const MOST_CELLS = 12;
const MOST_FIELDS = 3;

/**
 * The form that fills a cell; the entry's own page where the atlas has no repository.
 * @param {Data} data
 * @param {Cell} cell
 * @param {string} root
 */
export function formFor(data, { entry, path }, root) {
  if (!data.form) return `${root}${data.rowById.get(entry)?.url ?? ""}#open`;
  const fields = new URLSearchParams({ title: `${entry}: ${path}`, entry, field: path });
  return `${data.form}&${fields}`;
}

/**
 * Filters as one can take them away again.
 * @param {Data} data
 * @param {State} state
 * @param {boolean} isAlike whether nothing says the text, and what says something like it is shown
 * @returns {{ text: string, remove: (state: State) => void }[]}
 */
export function activeFilters(data, state, isAlike = false) {
  const text = state.text
    ? [
        {
          text: `${isAlike ? "Says something like" : "Says"}: ${state.text}`,
          remove: (/** @type {State} */ one) => {
            one.text = "";
          },
        },
      ]
    : [];
  /** @param {"chosen" | "leftOut"} part @param {string} word */
  const termsOf = (part, word) =>
    [...state[part]].flatMap(([id, listed]) => {
      const facet = /** @type {import("./data.js").Facet} */ (data.facetById.get(id));
      return [...listed].map((term) => ({
        text: `${facet.label}: ${word}${facet.byId.get(term)?.label}`,
        remove: (/** @type {State} */ one) => takeOut(one[part], id, term),
      }));
    });
  const ranges = chosenRanges(state).map(([key, range]) => ({
    text: `${RANGES[key].label}: ${rangeWords(key, range)}`,
    remove: (/** @type {State} */ one) => {
      one.ranges[key] = { from: null, to: null, isOpen: false };
    },
  }));
  return [...text, ...termsOf("chosen", ""), ...termsOf("leftOut", "not "), ...ranges];
}

/**
 * @param {string} key
 * @param {import("./state.js").Range} range
 */
function rangeWords(key, { from, to, isOpen }) {
  return isOpen ? "not checked" : `${writeNumber(key, from) || "…"}–${writeNumber(key, to) || "…"}`;
}

// What a model was tested on is said of the model; which of its kinds of data or tasks that was is not.
const OF_THE_WHOLE = ["clinical_evidence", "clearances"];
const OF_PARTS = ["modalities", "tasks", "applications"];

/**
 * What filters together seem to say and do not; empty where there is no such thing.
 * @param {Pick<State, "chosen">} state
 */
export function caveat({ chosen }) {
  const isBoth = [OF_THE_WHOLE, OF_PARTS].every((ids) => ids.some((id) => chosen.has(id)));
  return isBoth
    ? "Clinical evidence and clearances are the model’s: of one for several tasks or kinds of data, they may concern " +
        "another than the one chosen here."
    : "";
}

/** @param {State} state */
export function clearFilters(state) {
  const { text, chosen, leftOut, all, ranges, mayMatch } = emptyState();
  Object.assign(state, { text, chosen, leftOut, all, ranges, mayMatch });
}

export class Head {
  /**
   * @param {Data} data
   * @param {string} root
   * @param {Change} change
   * @param {Node[]} tools
   */
  constructor(data, root, change, tools) {
    this.data = data;
    this.root = root;
    this.change = change;
    this.total = make("p", { class: "explorer__total", role: "status", "aria-live": "polite" });
    this.actions = make("p", { class: "explorer__may" });
    this.chips = make("div", { class: "explorer__active", role: "group", "aria-label": "Active filters" });
    this.caveat = make("p", { class: "explorer__caveat", role: "note" });
    this.help = make("div", { class: "explorer__help", hidden: true, tabindex: "-1" });
    this.element = make(
      "div",
      { class: "explorer__bar" },
      make("div", { class: "explorer__counts" }, this.total, this.actions),
      make("div", { class: "explorer__tools" }, ...tools),
      this.chips,
      this.caveat,
      this.help,
    );
  }

  /**
   * @param {State} state
   * @param {Result} result
   */
  render(state, result) {
    this.total.textContent = this.count(state, result);
    this.renderActions(state, result);
    this.renderChips(state, result);
    this.caveat.textContent = caveat(state);
    if (!result.mayTotal) this.help.hidden = true;
    if (!this.help.hidden) this.fillHelp(state, result);
  }

  /**
   * @param {State} state
   * @param {Result} result
   */
  count(state, result) {
    const all = number.format(this.data.rows.length);
    if (!isFiltered(state)) return `${all} entries`;
    const share = `${number.format(result.total)} of ${all}`;
    const parts = [
      result.isAlike
        ? `No entry says “${state.text}”; ${share} say something written like it`
        : `${share} entries match`,
    ];
    if (result.mayTotal)
      parts.push(
        `${number.format(result.mayTotal)} may match: ${list(openFields(this.data, result, "unchecked"))} not checked`,
      );
    if (result.untoldTotal)
      parts.push(
        `${number.format(result.untoldTotal)} unknown: ` +
          `${list(openFields(this.data, result, "unreported"))} not reported`,
      );
    return parts.join(" · ");
  }

  /**
   * @param {State} state
   * @param {Result} result
   */
  renderActions(state, result) {
    if (!result.mayTotal) {
      this.actions.replaceChildren();
      return;
    }
    const show = make("button", {
      type: "button",
      class: "quiet",
      "data-focus": "may-match",
      "aria-pressed": String(state.mayMatch),
      text: state.mayMatch ? "hide what may match" : "show what may match",
      onclick: () =>
        this.change((one) => {
          one.mayMatch = !one.mayMatch;
        }),
    });
    const help = make("button", {
      type: "button",
      class: "quiet",
      "data-focus": "help",
      "aria-expanded": String(!this.help.hidden),
      text: "help to settle",
      onclick: () => {
        this.help.hidden = !this.help.hidden;
        help.setAttribute("aria-expanded", String(!this.help.hidden));
        if (!this.help.hidden) this.fillHelp(state, result);
      },
    });
    this.actions.replaceChildren(show, " ", help);
  }

  /**
   * @param {State} state
   * @param {Result} result
   */
  fillHelp(state, result) {
    const rows = sortedRows(this.data, state, result.mayMatch);
    const cells = rows.flatMap((row) => openCells(this.data, result, row).map((cell) => ({ row, cell })));
    const items = cells
      .slice(0, MOST_CELLS)
      .map(({ row, cell }) =>
        make(
          "li",
          {},
          make("a", { href: this.root + row.url, text: row.name }),
          ": ",
          make("a", { href: formFor(this.data, cell, this.root), text: cell.label }),
        ),
      );
    const more = cells.length - items.length;
    this.help.replaceChildren(
      make("p", { text: "If you know one of these, the link opens the form that fills it:" }),
      make("ul", {}, ...items),
      more > 0 ? make("p", { text: `and ${number.format(more)} more; the table shows them.` }) : "",
    );
  }

  /**
   * @param {State} state
   * @param {Result} result
   */
  renderChips(state, result) {
    const filters = activeFilters(this.data, state, result.isAlike);
    const chips = filterChips(filters, (remove) => this.change(remove));
    if (chips.length)
      chips.push(
        make("button", { type: "button", class: "quiet", text: "Clear all", onclick: () => this.change(clearFilters) }),
      );
    this.chips.replaceChildren(...chips);
  }
}

/** @param {string[]} labels */
function list(labels) {
  const more = labels.length - MOST_FIELDS;
  return labels.slice(0, MOST_FIELDS).join(", ") + (more > 0 ? ` or ${more} more` : "");
}
