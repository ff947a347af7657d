// The rows: first those that match, then, where the reader asks for them, those that may match with what would settle
// it. On a phone each row is a card, by style sheet alone.

import { make } from "../shared/dom.js";
import { cellOf } from "./columns.js";
import { dotClass } from "./data.js";
import { openCells } from "./filter.js";
import { clearFilters, formFor } from "./head.js";
import { PAGE_SIZE } from "./state.js";

/**
 * @typedef {import("./columns.js").Column} Column
 * @typedef {import("./columns.js").Texts} Texts
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./facets.js").Change} Change
 * @typedef {import("./filter.js").Result} Result
 * @typedef {import("./state.js").State} State
 * @typedef {{
 *   state: State, result: Result, matching: Row[], open: Row[], columns: Column[], texts: Texts | null,
 * }} View
 */

export class ResultTable {
  /**
   * @param {Data} data
   * @param {string} root
   * @param {Change} change
   */
  constructor(data, root, change) {
    this.data = data;
    this.root = root;
    this.change = change;
    this.element = make("div", {
      id: "results",
      class: "explorer__table",
      tabindex: "0",
      role: "region",
      "aria-label": "Entries",
    });
    this.pager = make("nav", { class: "explorer__pager", "aria-label": "Pages of the table" });
  }

  /** @param {View} view */
  render(view) {
    const { state, matching, open } = view;
    const total = matching.length + open.length;
    const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
    state.page = Math.min(state.page, pages);
    this.renderPager(state.page, pages);
    if (!total) {
      this.element.replaceChildren(this.empty(view.result));
      return;
    }
    const first = (state.page - 1) * PAGE_SIZE;
    const shown = matching.slice(first, first + PAGE_SIZE);
    const left = PAGE_SIZE - shown.length;
    const start = Math.max(0, first - matching.length);
    const body = make("tbody", { role: "rowgroup" }, ...shown.map((row) => this.row(row, view, false)));
    const rest = open.slice(start, start + left);
    if (rest.length) body.append(divider(open.length, view.columns.length + 2));
    body.append(...rest.map((row) => this.row(row, view, true)));
    this.element.replaceChildren(
      make(
        "table",
        { class: "listing", role: "table" },
        make("caption", { class: "vh", text: "Entries that match" }),
        make("thead", { role: "rowgroup" }, this.head(view)),
        body,
      ),
    );
    const table = /** @type {HTMLElement} */ (this.element.firstElementChild);
    this.element.classList.toggle("is-wide", table.scrollWidth > this.element.clientWidth + 1);
  }

  /** @param {Result} result */
  empty(result) {
    const what = result.mayTotal
      ? `No entry is known to match all of this; ${result.mayTotal} may. `
      : "No entry of the atlas matches all of this. Take a filter away, or ";
    const show = make("button", {
      type: "button",
      class: "quiet",
      text: "Show what may match",
      onclick: () =>
        this.change((state) => {
          state.mayMatch = true;
        }),
    });
    const all = make("button", {
      type: "button",
      class: "quiet",
      text: result.mayTotal ? "Show all entries" : "show all entries",
      onclick: () => this.change(clearFilters),
    });
    return make(
      "p",
      { class: "explorer__empty" },
      make("span", { text: what }),
      ...(result.mayTotal ? [show, " · "] : []),
      all,
      ".",
    );
  }

  /** @param {View} view */
  head({ state, columns }) {
    return make(
      "tr",
      { role: "row" },
      make(
        "th",
        { scope: "col", role: "columnheader", class: "select" },
        make("span", { class: "vh", text: "Selected" }),
      ),
      this.headCell({ id: "name", label: "Name", isSortable: true, isNumeric: false, facet: null }, state),
      ...columns.map((column) => this.headCell(column, state)),
    );
  }

  /**
   * @param {Column} column
   * @param {State} state
   */
  headCell(column, state) {
    if (!column.isSortable) return make("th", { scope: "col", role: "columnheader", text: column.label });
    const isCurrent = state.sort === column.id;
    const direction = isCurrent ? (state.descending ? "descending" : "ascending") : "none";
    const arrow = isCurrent ? (state.descending ? " ▼" : " ▲") : "";
    const sort = () =>
      this.change((one) => {
        one.descending = isCurrent ? !one.descending : column.id !== "name";
        one.sort = column.id;
      });
    return make(
      "th",
      { scope: "col", role: "columnheader", "aria-sort": direction, class: column.isNumeric ? "num" : null },
      make(
        "button",
        { type: "button", class: "sort", "data-focus": `sort-${column.id}`, onclick: sort },
        column.label,
        make("span", { "aria-hidden": "true", text: arrow }),
      ),
    );
  }

  /**
   * @param {Row} row
   * @param {View} view
   * @param {boolean} isOpen
   */
  row(row, { state, result, columns, texts }, isOpen) {
    const box = make("input", {
      type: "checkbox",
      "aria-label": `Select ${row.name}`,
      "data-focus": `select-${row.id}`,
      onchange: () =>
        this.change(
          (one) => {
            if (!one.selected.delete(row.id)) one.selected.add(row.id);
          },
          { keepPage: true, replace: true },
        ),
    });
    box.checked = state.selected.has(row.id);
    const name = make(
      "th",
      { scope: "row", role: "rowheader" },
      make("span", { class: dotClass(row), "aria-hidden": "true" }),
      make("a", { href: this.root + row.url, text: row.name }),
      isOpen ? this.settling(openCells(this.data, result, row)) : "",
    );
    return make(
      "tr",
      { role: "row", class: isOpen ? "is-open" : null },
      make("td", { role: "cell", class: "select" }, box),
      name,
      ...columns.map((column) => cellOf(this.data, row, column, texts)),
    );
  }

  /** @param {import("./filter.js").Cell[]} cells */
  settling(cells) {
    const links = cells.flatMap((cell, place) => [
      place ? ", " : "",
      make("a", { href: formFor(this.data, cell, this.root), text: cell.label }),
    ]);
    return make("span", { class: "explorer__open" }, "○ may match; fill in ", ...links);
  }

  /**
   * @param {number} page
   * @param {number} pages
   */
  renderPager(page, pages) {
    if (pages < 2) {
      this.pager.replaceChildren();
      return;
    }
    /** @param {string} text @param {number} to */
    const turn = (text, to) =>
      make("button", {
        type: "button",
        class: "button",
        text,
        disabled: to < 1 || to > pages,
        onclick: () => {
          this.change(
            (state) => {
              state.page = to;
            },
            { keepPage: true },
          );
          this.element.focus({ preventScroll: true });
          this.element.scrollIntoView();
        },
      });
    this.pager.replaceChildren(
      turn("‹ Previous", page - 1),
      make("span", { text: `Page ${page} of ${pages}` }),
      turn("Next ›", page + 1),
    );
  }
}

/**
 * The line between rows that match and rows that may.
 * @param {number} count
 * @param {number} width
 */
function divider(count, width) {
  return make(
    "tr",
    { class: "explorer__divider", role: "row" },
    make("td", { colspan: width, role: "cell", text: `May match, once a cell is checked: ${count}` }),
  );
}
