// The gap map: how many models there are for each pair of terms of two facets that the reader chooses.

import * as bits from "./explore/bits.js";
import { loadData } from "./explore/data.js";
import { Found, UNKNOWN } from "./gaps/found.js";
import { readState, standardState, writeState } from "./gaps/state.js";
import { gapsOf, modelsOf, tableOf } from "./gaps/table.js";
import { make } from "./shared/dom.js";
import { saveFile, writeCsv } from "./shared/files.js";
import { number, plural } from "./shared/wording.js";

/**
 * @typedef {import("./explore/data.js").Data} Data
 * @typedef {import("./gaps/state.js").State} State
 * @typedef {import("./gaps/table.js").AxisTerm} AxisTerm
 * @typedef {import("./gaps/table.js").Cell} Cell
 * @typedef {import("./gaps/table.js").Gap} Gap
 * @typedef {ReturnType<typeof tableOf>} Table
 */

const GAPS_SHOWN = 40;
const EVIDENCE =
  "Evidence is the model’s: of one for several tasks or kinds of data, it may concern another than that of the cell.";

class GapMap {
  /**
   * @param {HTMLElement} host
   * @param {Data} data
   * @param {string} root
   * @param {Found | null} found how complete the atlas is; null where no search was kept
   */
  constructor(host, data, root, found) {
    this.host = host;
    this.found = found;
    this.data = data;
    this.root = root;
    this.axes = data.facets.filter((facet) => facet.isAxis && facet.terms.length).map((facet) => facet.id);
    this.state = standardState();
    /** @type {Element | null} */
    this.tapped = null;
    this.build();
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  build() {
    /** @type {Map<keyof State, HTMLSelectElement | HTMLInputElement>} */
    this.controls = new Map();
    /** @param {string} label @param {keyof State} key @param {[string, string][]} options */
    const choice = (label, key, options) => {
      const select = make(
        "select",
        { onchange: () => this.change({ [key]: select.value }) },
        ...options.map(([value, text]) => make("option", { value, text })),
      );
      this.controls?.set(key, select);
      return make("label", {}, make("span", { text: label }), select);
    };
    /** @type {[string, string][]} */
    const axes = this.axes.map((id) => [id, this.data.facetById.get(id)?.label ?? id]);
    /** @type {[string, string][]} */
    const levels = [
      ["groups", "groups"],
      ["all", "every term"],
    ];
    const hide = make("input", { type: "checkbox", onchange: () => this.change({ hide: hide.checked }) });
    this.controls.set("hide", hide);
    const tools = make(
      "div",
      { class: "gapmap__tools" },
      choice("Rows", "rows", axes),
      choice("Level of rows", "rowLevel", levels),
      make("button", { type: "button", class: "button", text: "Swap", onclick: () => this.swap() }),
      choice("Columns", "columns", axes),
      choice("Level of columns", "columnLevel", levels),
      choice("In the cells", "by", [
        ["", "models"],
        ["weights", "open weights"],
        ["evidence", "clinical evidence"],
        ["years", "years"],
      ]),
      make("label", { class: "gapmap__detail" }, hide, make("span", { text: "Hide empty rows and columns" })),
    );
    this.notice = make("p", { class: "explorer__notice", role: "alert", hidden: true });
    this.key = make("p", { class: "key gapmap__parts" });
    this.read = make("p", { class: "gapmap__read", role: "status", "aria-live": "polite" });
    this.table = make("div", { class: "gapmap__frame", tabindex: "0", role: "region", "aria-label": "Gap map" });
    this.cover = make("div", { class: "gapmap__cover" });
    this.gaps = make("section", { class: "gapmap__gaps", "aria-labelledby": "gap-list" });
    this.host.replaceChildren(tools, this.notice, this.key, this.table, this.read, this.cover, this.gaps);
    this.host.hidden = false;
    for (const event of ["mouseover", "focusin"])
      this.table.addEventListener(event, (one) => this.readOut(cellOf(one)));
    // A finger cannot point: its first tap on a cell reads it, the second follows it.
    let isTouch = false;
    this.table.addEventListener("pointerdown", (one) => {
      isTouch = one.pointerType === "touch";
    });
    this.table.addEventListener("click", (one) => {
      const cell = cellOf(one);
      const isKey = one.detail === 0;
      if (!cell || !isTouch || isKey || cell === this.tapped) return;
      one.preventDefault();
      this.tapped = cell;
      this.readOut(cell, "Tap it again for Explore.");
    });
  }

  restore() {
    const nameOf = (/** @type {string} */ id) => this.data.facetById.get(id)?.id;
    const { state, problems } = readState(location.search, this.axes, nameOf);
    this.state = state;
    this.tell(problems.length ? `${problems.join("; ")}; the standard map is shown instead.` : "");
    this.render();
  }

  /** @param {string} words */
  tell(words) {
    if (!this.notice) return;
    this.notice.hidden = !words;
    this.notice.textContent = words;
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    Object.assign(this.state, changes);
    history.pushState(null, "", writeState(this.state));
    this.tell("");
    this.render();
  }

  swap() {
    const { rows, columns, rowLevel, columnLevel } = this.state;
    this.change({ rows: columns, columns: rows, rowLevel: columnLevel, columnLevel: rowLevel });
  }

  /**
   * @param {Element | null} cell
   * @param {string} more what else there is to say
   */
  readOut(cell, more = "") {
    if (!cell) {
      this.read?.replaceChildren("Point at a cell, tap it, or move to it with the Tab key, to read it.");
      return;
    }
    const known = cell.getAttribute("aria-description") ?? "";
    const parts = [`${cell.getAttribute("aria-label")}.`, known, more].filter(Boolean);
    this.read?.replaceChildren(parts.join(" "));
  }

  render() {
    for (const [key, control] of this.controls ?? []) {
      if (control instanceof HTMLInputElement) control.checked = Boolean(this.state[key]);
      else control.value = String(this.state[key]);
    }
    const table = tableOf(this.data, this.state);
    const counts = table.cells.flat().filter((cell) => !cell.isNothing);
    const largest = Math.max(1, ...counts.map((cell) => cell.count));
    const caption = `Models by ${table.rows.facet.label} and ${table.columns.facet.label}`;
    const beside = this.marginsOf(table.rows, table.shownRows);
    const below = this.marginsOf(table.columns, table.shownColumns);
    const head = make(
      "tr",
      {},
      make("td", {}),
      ...table.shownColumns.map((column) => this.columnHead(column)),
      ...beside.map(({ label }) => make("td", {}, make("div", { class: "gapmap__head" }, this.marginLink(label)))),
    );
    const body = table.shownRows.map((row, place) =>
      make(
        "tr",
        {},
        this.rowHead(row),
        ...table.shownColumns.map((column, at) => this.cell(table, row, column, table.cells[place][at], largest)),
        ...beside.map(({ shares }) => make("td", { class: "gapmap__share", text: shares[place] })),
      ),
    );
    const foot = below.map(({ label, shares }) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, this.marginLink(label)),
        ...shares.map((text) => make("td", { class: "gapmap__share", text })),
      ),
    );
    this.table?.replaceChildren(
      make(
        "table",
        { class: "gapmap" },
        make("caption", { class: "vh", text: caption }),
        make("thead", {}, head),
        make("tbody", {}, ...body),
        foot.length ? make("tfoot", {}, ...foot) : "",
      ),
    );
    this.renderKey(table);
    this.renderCover(table);
    this.renderGaps(table);
    this.readOut(null);
    this.host.dataset.ready = "true";
  }

  /**
   * How complete the atlas is, next to each term of an axis; nothing where that is known of none.
   * @param {Table["rows"]} axis
   * @param {AxisTerm[]} terms
   */
  marginsOf(axis, terms) {
    const { found } = this;
    if (!found?.knows(axis.facet)) return [];
    const shares = terms.map((term) => found.shares(term));
    return found.margins.labels.map((label, at) => ({ label, shares: shares.map((texts) => texts[at]) }));
  }

  /** @param {string} label */
  marginLink(label) {
    return make("a", { href: `${this.root}completeness/`, text: label });
  }

  /** @param {AxisTerm} column */
  columnHead(column) {
    return make(
      "th",
      { scope: "col", class: column.isNothing ? "gapmap__nothing" : null },
      make("div", { class: "gapmap__head" }, this.termLink(column)),
      make("span", { class: "gapmap__total", text: number.format(column.total) }),
    );
  }

  /** @param {AxisTerm} row */
  rowHead(row) {
    return make(
      "th",
      { scope: "row", class: row.isNothing ? "gapmap__nothing" : null },
      this.termLink(row),
      make("span", { class: "gapmap__total", text: number.format(row.total) }),
    );
  }

  /** @param {AxisTerm[]} terms */
  exploreUrl(...terms) {
    return `${this.root}explore/?kind=model&${terms.map((term) => `${term.facet.id}=${term.id}`).join("&")}`;
  }

  /** @param {AxisTerm} term */
  termLink(term) {
    return make("a", { href: this.exploreUrl(term), text: term.label });
  }

  /**
   * What a cell says: its models, those that may belong there, and what the reader has chosen to see of them.
   * @param {Table} table
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   * @param {Cell} cell
   */
  words(table, row, column, cell) {
    const found = cell.count ? plural(cell.count, "model") : "no model in the atlas";
    const parts = (table.dimension?.parts ?? [])
      .map(([words], place) => [cell.parts[place], words])
      .filter(([count]) => count)
      .map(([count, words]) => `${count} ${words}`);
    const inside = parts.length ? ` (${parts.join(", ")})` : "";
    const may = cell.may ? `; ${number.format(cell.may)} more may belong here, one of the two is not checked` : "";
    return `${row.label} × ${column.label}: ${found}${inside}${may}`;
  }

  /**
   * @param {Table} table
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   * @param {Cell} cell
   * @param {number} largest
   */
  cell(table, row, column, cell, largest) {
    const nothing = [row, column].find((term) => term.isNothing);
    const kind = nothing ? `gapmap__cell--${nothing.id}` : cell.count ? "" : "gapmap__cell--empty";
    const shade = cell.isNothing ? 0 : Math.min(100, Math.round(100 * Math.sqrt(cell.count / largest)));
    const link = make("a", {
      href: this.exploreUrl(row, column),
      "aria-label": this.words(table, row, column, cell),
      "aria-description": this.found?.words(row, column) || null,
      style: shade ? `--shade:${shade}%` : null,
    });
    if (cell.count) {
      const text = table.dimension ? `${cell.parts[0]}/${cell.count}` : number.format(cell.count);
      link.append(make("span", { class: "gapmap__number", text }));
    }
    if (cell.may) link.append(make("span", { class: "gapmap__may", text: `+${number.format(cell.may)}` }));
    if (cell.count && table.dimension) {
      const widths = cell.parts.map((part) => Math.round((100 * part) / cell.count));
      const bars = widths.map((width, place) =>
        make("span", { class: `gapmap__part gapmap__part--${place}`, style: `width:${width}%` }),
      );
      link.append(make("span", { class: "gapmap__bar", "aria-hidden": "true" }, ...bars));
    }
    return make("td", { class: `gapmap__cell ${kind}` }, link);
  }

  /** @param {Table} table */
  renderKey({ dimension }) {
    const parts = dimension?.parts ?? [];
    this.key?.replaceChildren(
      ...parts.map(([words], place) =>
        make(
          "span",
          {},
          make("span", { class: `gapmap__part gapmap__part--${place}`, "aria-hidden": "true" }),
          ` ${words}`,
        ),
      ),
      this.state.by === "evidence" ? make("span", { text: EVIDENCE }) : "",
    );
  }

  /** @param {Table} table */
  renderCover(table) {
    const pairs = table.cells.flat().filter((cell) => !cell.isNothing);
    const empty = pairs.filter((cell) => !cell.count);
    const may = empty.filter((cell) => cell.may).length;
    const { rows, columns } = table;
    const lines = [
      `${number.format(empty.length)} of ${plural(pairs.length, "pair")} have no model in the atlas, ` +
        `${this.scope(table)}. Others may have worked there.` +
        `${may ? ` ${number.format(may)} of them may hold a model that is not checked yet.` : ""} ` +
        "A model can appear in several rows and columns.",
    ];
    if (table.hiddenRows || table.hiddenColumns)
      lines.push(
        `Hidden because they have no model: ${plural(table.hiddenRows, "row")} and ` +
          `${plural(table.hiddenColumns, "column")}.`,
      );
    for (const axis of this.state.rows === this.state.columns ? [rows] : [rows, columns])
      lines.push(this.coverage(axis));
    if (this.found)
      lines.push([rows, columns].some(({ facet }) => this.found?.knows(facet)) ? this.found.margins.note : UNKNOWN);
    const unchecked = bits.countBoth(rows.unchecked, columns.unchecked);
    if (unchecked && this.state.rows !== this.state.columns)
      lines.push(`${plural(unchecked, "model")} checked on neither axis may belong anywhere.`);
    this.cover?.replaceChildren(...lines.map((text) => make("p", { text })));
  }

  // Which works a blank is about: those that say something on both axes.
  /** @param {Table} table */
  scope({ rows, columns }) {
    const both = modelsOf(this.data).slice();
    for (const axis of [rows, columns]) bits.intersect(both, this.said(axis));
    const years = this.data.rows.filter((row) => bits.has(both, row.index)).map((row) => row.first_year);
    return years.length
      ? `of ${plural(years.length, "model")} first seen ${Math.min(...years)} to ${Math.max(...years)}`
      : "of 0 models";
  }

  /** @param {Table["rows"]} axis */
  said(axis) {
    const said = bits.emptySet(this.data.rows.length);
    for (const term of axis.terms) if (!term.isNothing) bits.unite(said, term.models);
    return said;
  }

  /** @param {Table["rows"]} axis */
  coverage(axis) {
    const silent = axis.terms.filter((term) => term.isNothing);
    const rest = silent.map((term) => `; ${number.format(term.total)} ${term.label}`).join("");
    const [telling, all] = [this.said(axis), modelsOf(this.data)].map((models) => number.format(bits.count(models)));
    return `${axis.facet.label}: known for ${telling} of ${all} models${rest}.`;
  }

  /** @param {Table} table */
  renderGaps(table) {
    const gaps = gapsOf(table);
    const shown = gaps.slice(0, GAPS_SHOWN);
    const more = gaps.length > shown.length ? `, the first ${shown.length} here, all of them in the file` : "";
    const [row, column] = [table.rows.facet.label, table.columns.facet.label];
    const isFound = [table.rows, table.columns].some(({ facet }) => this.found?.knows(facet));
    this.gaps?.replaceChildren(
      make("h2", { id: "gap-list", text: "Pairs without a model in the atlas" }),
      make(
        "p",
        {},
        `${plural(gaps.length, "pair")} of terms that have models, but none in common${more}. Those come first ` +
          "whose terms have most models",
        make("span", {
          class: "gapmap__near",
          text: "; next to each stand the fullest cells of its row and its column",
        }),
        ".",
      ),
      make("button", {
        type: "button",
        class: "button",
        text: "All pairs as CSV",
        onclick: () => this.save(table, gaps),
      }),
      make(
        "div",
        { class: "gapmap__list", tabindex: "0", role: "region", "aria-label": "Pairs without a model" },
        make(
          "table",
          { class: "table" },
          make(
            "thead",
            {},
            make(
              "tr",
              {},
              ...[row, column, "Same row", "Same column", "May belong"].map((text) =>
                make("th", { scope: "col", text }),
              ),
              isFound ? make("th", { scope: "col", text: "Of those a search found" }) : null,
            ),
          ),
          make("tbody", {}, ...shown.map((gap) => this.gapRow(gap))),
        ),
      ),
    );
  }

  /** @param {Gap} gap */
  gapRow({ row, column, may, inRow, inColumn }) {
    const brief = this.found?.brief(row, column);
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, make("a", { href: this.exploreUrl(row, column), text: row.label })),
      make("td", { text: column.label }),
      make("td", { text: inRow.join(", ") }),
      make("td", { text: inColumn.join(", ") }),
      make("td", { class: "num", text: may ? number.format(may) : "–" }),
      brief ? make("td", { class: "gapmap__brief", text: brief }) : null,
    );
  }

  /**
   * @param {Table} table
   * @param {Gap[]} gaps
   */
  save(table, gaps) {
    const [rows, columns] = [table.rows.facet, table.columns.facet];
    const head = [rows.id, `${rows.id}_models`, columns.id, `${columns.id}_models`, "may", "same_row", "same_column"];
    const counts = gaps.map(({ row, column }) => this.found?.countsOf(row, column));
    const lines = gaps.map(({ row, column, may, inRow, inColumn }, place) => [
      row.id,
      row.total,
      column.id,
      column.total,
      may,
      inRow.join("; "),
      inColumn.join("; "),
      counts[place]?.root.id ?? "",
      counts[place]?.models ?? "",
      counts[place]?.entries ?? "",
      this.data.snapshot,
    ]);
    const more = ["found_of", "found", "found_with_entry", "snapshot"];
    saveFile(`hfm-atlas-gaps-${rows.id}-${columns.id}.csv`, writeCsv([[...head, ...more], ...lines]));
  }
}

/**
 * The cell that something happens to.
 * @param {Event} event
 */
function cellOf(event) {
  return /** @type {Element} */ (event.target).closest(".gapmap__cell a");
}

const host = document.getElementById("gap-map");
if (host) {
  const { source = "", root = "", margins } = host.dataset;
  loadData(source)
    .then((data) => {
      new GapMap(host, data, root, margins ? new Found(data, JSON.parse(margins)) : null);
      document.getElementById("plain-map")?.remove();
    })
    .catch((problem) => {
      host.hidden = false;
      host.replaceChildren(
        make("p", {
          class: "explorer__notice",
          text: `The map could not be loaded (${problem.message}); below is the plain one.`,
        }),
      );
    });
}
