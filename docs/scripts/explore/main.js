// Explore: filters, search, order, columns, selection and downloads over one table. Without this script the page is a
// plain table of all entries.

import { make } from "../shared/dom.js";
import { number, plural } from "../shared/wording.js";
import * as bits from "./bits.js";
import { allColumns } from "./columns.js";
import { loadData } from "./data.js";
import { download } from "./download.js";
import { FacetPanel } from "./facets.js";
import { applyFilter, countTerms, namedFirst, sortedRows } from "./filter.js";
import { clearFilters, Head } from "./head.js";
import { columnMenu, copyButton, downloadMenu, orderChoice } from "./menus.js";
import { Saying } from "./saying.js";
import { columnsOf, emptyState, readNumber, readState, writeState } from "./state.js";
import { ResultTable } from "./table.js";

/**
 * @typedef {import("./columns.js").Texts} Texts
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./state.js").State} State
 */

const MAX_COMPARED = 5;

class Explorer {
  /**
   * @param {HTMLElement} host
   * @param {Data} data
   * @param {string} root
   */
  constructor(host, data, root) {
    this.host = host;
    this.data = data;
    this.root = root;
    this.columns = allColumns(data);
    this.state = emptyState();
    /** @type {string[]} */
    this.problems = [];
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Set<string>} ids of the rows that only may match */
    this.open = new Set();
    /** @type {Texts | null} */
    this.texts = null;
    this.result = applyFilter(data, this.state);
    const change = this.change.bind(this);
    this.search = make("input", {
      type: "search",
      class: "explorer__search",
      placeholder: "Name, author’s family name, or what an entry says …",
      "aria-label": "Search entries",
      oninput: () => this.type(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") this.saying.applyWhole();
      },
    });
    this.saying = new Saying(
      () => this.render(),
      (reading) => this.applyReading(reading),
    );
    this.notice = make("div", { class: "explorer__notice", role: "alert", hidden: true });
    this.compare = make("a", { class: "button" });
    this.compareLimit = make("span", { class: "explorer__limit", id: "compare-limit", role: "status" });
    const unselect = make("button", {
      type: "button",
      class: "quiet",
      text: "Unselect all",
      onclick: () => change((state) => state.selected.clear(), { keepPage: true }),
    });
    this.ticked = make("div", { class: "explorer__ticked" }, this.compare, this.compareLimit, unselect);
    this.columnMenu = columnMenu(this.columns, (id) => this.toggleColumn(id));
    this.downloads = downloadMenu((format) => this.download(format));
    this.order = orderChoice(this.columns, (order) => this.sort(order));
    this.facets = new FacetPanel(data, change, () => this.showResults());
    this.head = new Head(data, root, change, [
      this.ticked,
      this.order.element,
      this.columnMenu.element,
      this.downloads.element,
      copyButton(),
    ]);
    this.table = new ResultTable(data, root, change);
    this.tabs = this.takeTabs();
    host.replaceChildren(
      skipLink("Skip the filters", this.table.element.id, () => this.skipFilters()),
      this.facets.element,
      make(
        "div",
        { class: "explorer__main" },
        this.search,
        this.saying.element,
        this.notice,
        this.head.element,
        this.skipLinkBack(),
        this.table.element,
        this.table.pager,
        this.skipLinkBack(),
      ),
    );
    host.hidden = false;
    delete document.documentElement.dataset.asked;
    new ResizeObserver(() =>
      this.table.element.style.setProperty(
        "--above",
        `${Math.ceil(this.head.element.getBoundingClientRect().height)}px`,
      ),
    ).observe(this.head.element);
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  // Moving about

  skipFilters() {
    this.table.element.focus();
  }

  skipLinkBack() {
    return skipLink("Back to the filters", this.facets.element.id, () => this.facets.focus());
  }

  // Filters that stand above the rows give way to them.
  showResults() {
    this.facets.close();
    this.head.element.scrollIntoView();
    this.table.element.focus({ preventScroll: true });
  }

  // State

  restore() {
    const { state, problems } = readState(location.search, this.data);
    this.state = state;
    this.problems = problems;
    this.search.value = state.text;
    this.render();
  }

  /**
   * @param {(state: State) => void} edit
   * @param {{ keepPage?: boolean, replace?: boolean }} how
   */
  change(edit, { keepPage = false, replace = false } = {}) {
    edit(this.state);
    if (!keepPage) this.state.page = 1;
    this.problems = [];
    const address = location.pathname + writeState(this.state);
    history[replace ? "replaceState" : "pushState"](null, "", address);
    if (this.search.value !== this.state.text) this.search.value = this.state.text;
    this.render();
  }

  // The first letter is a step that one can go back from; further letters belong to it.
  type() {
    const isBegun = this.state.text !== "";
    this.change(
      (state) => {
        state.text = this.search.value;
      },
      { replace: isBegun },
    );
  }

  /** @param {import("../search/reading.js").Reading} reading */
  applyReading({ facets, leftOut, conditions }) {
    this.change((state) => {
      state.text = "";
      this.setTerms(state.chosen, facets);
      this.setTerms(state.leftOut, leftOut);
      for (const [field, operator, [value]] of conditions) {
        if (!Object.hasOwn(state.ranges, field)) continue;
        const found = readNumber(field, value) ?? null;
        state.ranges[field].isOpen = false;
        if (operator !== "<=") state.ranges[field].from = found;
        if (operator !== ">=") state.ranges[field].to = found;
      }
    });
    this.search.focus();
  }

  /**
   * @param {Map<string, Set<string>>} into
   * @param {Map<string, string[]>} wanted by facet
   */
  setTerms(into, wanted) {
    for (const [id, values] of wanted) {
      const facet = this.data.facetById.get(id);
      const known = values.filter((value) => facet?.byId.has(value));
      if (facet && known.length) into.set(facet.id, new Set(known));
    }
  }

  /** @param {string} id */
  toggleColumn(id) {
    this.change(
      (state) => {
        const columns = new Set(columnsOf(state));
        if (!columns.delete(id)) columns.add(id);
        state.columns = columns;
      },
      { keepPage: true },
    );
  }

  /** @param {string} order */
  sort(order) {
    this.change((state) => {
      state.descending = order.startsWith("-");
      state.sort = order.replace(/^-/, "");
    });
  }

  // The tabs of kinds above the table are links to lists; here they set the kind and keep the filters.
  takeTabs() {
    const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".kinds a[data-kind]")]);
    for (const link of links) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.change((state) => setKind(state, link.dataset.kind));
      });
    }
    return links;
  }

  shownColumns() {
    const shown = columnsOf(this.state);
    return this.columns.filter((column) => shown.has(column.id));
  }

  /** @param {string} format */
  async download(format) {
    const { selected } = this.state;
    const every = sortedRows(this.data, this.state, bits.fullSet(this.data.rows.length));
    const shown = selected.size ? every.filter((row) => selected.has(row.id)) : this.rows;
    try {
      await download(format, {
        data: this.data,
        rows: shown,
        columns: this.shownColumns(),
        root: this.root,
        address: location.href,
        open: this.state.mayMatch && !selected.size ? this.open : null,
        count: selected.size ? `the ${shown.length} ticked` : this.head.count(this.state, this.result),
      });
    } catch (problem) {
      return `Not saved: ${/** @type {Error} */ (problem).message}`;
    }
    return `${plural(shown.length, "entry", "entries")} saved.`;
  }

  // Rendering

  render() {
    performance.mark("filter-start");
    const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.focus;
    const { data, state } = this;
    this.result = applyFilter(data, state, this.saying.toldOf(state.text));
    const matching = namedFirst(sortedRows(data, state, this.result.passed), state.text);
    const open = state.mayMatch ? sortedRows(data, state, this.result.mayMatch) : [];
    this.rows = [...matching, ...open];
    this.open = new Set(open.map((row) => row.id));
    this.facets.render(state, this.result, this.rows.length);
    this.head.render(state, this.result);
    this.renderTools();
    this.renderTabs();
    this.renderNotice();
    const columns = this.shownColumns();
    this.loadTexts(columns.some((column) => Object.hasOwn(data.textColumns, column.id)));
    this.table.render({ state, result: this.result, matching, open, columns, texts: this.texts });
    this.giveFocusBack(focus);
    performance.measure("filter", "filter-start");
    this.host.dataset.ready = "true";
  }

  /**
   * What was made anew has the focus again; of chips that are gone, the one that took the place.
   * @param {string | undefined} key
   */
  giveFocusBack(key) {
    if (!key || document.activeElement !== document.body) return;
    const found = /** @type {NodeListOf<HTMLElement>} */ (
      this.host.querySelectorAll(`[data-focus="${CSS.escape(key)}"]`)
    );
    const chips = /** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll(".chip"));
    const other = key.startsWith("chip-") && chips.length ? chips[chips.length - 1] : this.search;
    (found[0] ?? other).focus({ preventScroll: true });
  }

  /** @param {boolean} isNeeded */
  loadTexts(isNeeded) {
    if (!isNeeded || this.texts) return;
    fetch(`${this.root}explore/texts.json`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`HTTP ${answer.status}`))))
      .then((texts) => {
        this.texts = texts;
        this.render();
      })
      .catch((problem) => {
        this.problems = [`columns of texts could not be loaded (${problem.message})`];
        this.renderNotice();
      });
  }

  renderTools() {
    const { selected, sort, descending } = this.state;
    const columns = columnsOf(this.state);
    this.renderCompare();
    this.downloads.summary.textContent = selected.size ? `Download ${selected.size} ticked` : "Download this view";
    for (const [id, box] of this.columnMenu.boxes) box.checked = columns.has(id);
    this.order.select.value = sort === "name" ? "name" : descending ? `-${sort}` : "";
  }

  // A link without an address has no place in the order of the tab key, so it is given one, and the reason in words.
  renderCompare() {
    const { selected } = this.state;
    const isTooMany = selected.size > MAX_COMPARED;
    const fits = selected.size > 1 && !isTooMany;
    this.ticked.hidden = !selected.size;
    this.compare.textContent = `Compare ${selected.size}`;
    this.compareLimit.textContent = fits ? "" : isTooMany ? `at most ${MAX_COMPARED}` : "at least 2";
    if (fits) this.compare.href = `${this.root}compare/?ids=${[...selected].map(encodeURIComponent).join(",")}`;
    else this.compare.removeAttribute("href");
    const unfit = { role: "link", tabindex: "0", "aria-disabled": "true", "aria-describedby": this.compareLimit.id };
    for (const [name, value] of Object.entries(unfit)) {
      if (fits) this.compare.removeAttribute(name);
      else this.compare.setAttribute(name, value);
    }
  }

  renderTabs() {
    const facet = this.data.facetById.get("kind");
    if (!facet || !this.tabs.length) return;
    const counts = countTerms(this.result, facet);
    const chosen = [...(this.state.chosen.get("kind") ?? [])];
    for (const link of this.tabs) {
      const { kind } = link.dataset;
      const place = facet.terms.findIndex((term) => term.id === kind);
      const count = kind ? (counts[place] ?? 0) : counts.reduce((sum, one) => sum + one, 0);
      const said = link.querySelector(".num");
      if (said) said.textContent = number.format(count);
      const isCurrent = kind ? chosen.length === 1 && chosen[0] === kind : !chosen.length;
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      const { chosen: terms, leftOut } = this.state;
      const state = { ...this.state, chosen: new Map(terms), leftOut: new Map(leftOut), page: 1 };
      setKind(state, kind);
      link.href = location.pathname + writeState(state);
    }
  }

  renderNotice() {
    this.notice.hidden = !this.problems.length;
    if (!this.problems.length) return;
    const more = this.problems.length - 3;
    const said = this.problems.slice(0, 3).join("; ") + (more > 0 ? `; and ${more} more` : "");
    this.notice.replaceChildren(
      make("span", { text: `Part of this address was left out: ${said}. ` }),
      make("button", {
        type: "button",
        class: "quiet",
        text: "Show all entries",
        onclick: () => this.change(clearFilters),
      }),
    );
  }
}

/**
 * @param {State} state
 * @param {string | undefined} kind
 */
function setKind(state, kind) {
  state.leftOut.delete("kind");
  if (kind) state.chosen.set("kind", new Set([kind]));
  else state.chosen.delete("kind");
}

/**
 * A link that is seen once it has the focus. It leaves the address, which is that of the filters, as it is.
 * @param {string} text
 * @param {string} id of what it leads to
 * @param {() => void} go
 */
function skipLink(text, id, go) {
  return make("a", {
    class: "md-skip explorer__skip",
    href: `#${id}`,
    text,
    onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      go();
    },
  });
}

async function start() {
  const host = document.getElementById("explorer");
  if (!host) return;
  const { source, root } = host.dataset;
  try {
    const data = await loadData(source ?? "");
    new Explorer(host, data, root ?? "");
    document.getElementById("plain-table")?.remove();
  } catch (problem) {
    delete document.documentElement.dataset.asked;
    host.hidden = false;
    host.replaceChildren(
      make("p", {
        class: "explorer__notice",
        text: `The filters could not be loaded (${/** @type {Error} */ (problem).message}); below is the plain table.`,
      }),
    );
  }
}

start();
