// The gap map: how many models there are for each pair of terms of two facets that the reader chooses.

import * as bits from "./explore/bits.js";
import { loadData } from "./explore/data.js";
import { make } from "./shared/dom.js";

const number = new Intl.NumberFormat("en");

function readState(search, axes, facetById) {
  const parameters = new URLSearchParams(search);
  const problems = [];
  const axis = (key, standard) => {
    const given = parameters.get(key);
    const wanted = facetById.get(given)?.id ?? given;
    if (wanted === null || axes.includes(wanted)) return wanted ?? standard;
    problems.push(`“${wanted.slice(0, 40)}” is not an axis`);
    return standard;
  };
  const state = {
    rows: axis("rows", "tasks"),
    columns: axis("cols", "modalities"),
    detail: parameters.get("detail") === "all",
  };
  return { state, problems };
}

class GapMap {
  constructor(host, data, root) {
    this.host = host;
    this.data = data;
    this.root = root;
    this.axes = data.facets.filter((facet) => facet.isAxis && facet.terms.length).map((facet) => facet.id);
    this.models = data.facetById.get("kind").byId.get("model").rows;
    this.build();
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  build() {
    const choice = (label, key) => {
      const options = this.axes.map((id) => make("option", { value: id, text: this.data.facetById.get(id).label }));
      const select = make("select", { onchange: () => this.change(key, select.value) }, ...options);
      this[`${key}Select`] = select;
      return make("label", {}, make("span", { text: label }), select);
    };
    this.detailBox = make("input", { type: "checkbox", onchange: () => this.change("detail", this.detailBox.checked) });
    const swap = make("button", { type: "button", class: "button", text: "Swap", onclick: () => this.swap() });
    const tools = make(
      "div",
      { class: "gapmap__tools" },
      choice("Rows", "rows"),
      choice("Columns", "columns"),
      swap,
      make("label", { class: "gapmap__detail" }, this.detailBox, make("span", { text: "Every term, not only groups" })),
    );
    this.notice = make("p", { class: "explorer__notice", role: "alert", hidden: true });
    this.read = make("p", { class: "gapmap__read", role: "status", "aria-live": "polite" });
    this.table = make("div", { class: "explorer__table", tabindex: "0", role: "region", "aria-label": "Gap map" });
    this.cover = make("div", { class: "gapmap__cover" });
    this.host.replaceChildren(tools, this.notice, this.read, this.table, this.cover);
    this.host.hidden = false;
    for (const event of ["mouseover", "focusin"])
      this.table.addEventListener(event, (one) => this.readOut(one.target.closest("[data-words]")));
  }

  restore() {
    const { state, problems } = readState(location.search, this.axes, this.data.facetById);
    this.state = state;
    this.notice.hidden = !problems.length;
    this.notice.textContent = problems.length ? `${problems.join("; ")}; the standard map is shown instead.` : "";
    this.render();
  }

  change(key, value) {
    this.state[key] = value;
    const detail = this.state.detail ? "&detail=all" : "";
    history.pushState(null, "", `?rows=${this.state.rows}&cols=${this.state.columns}${detail}`);
    this.notice.hidden = true;
    this.render();
  }

  swap() {
    const { rows, columns } = this.state;
    this.state.rows = columns;
    this.change("columns", rows);
  }

  readOut(element) {
    this.read.textContent = element
      ? element.dataset.words
      : "Point at a cell, or move to it with the Tab key, to read it.";
  }

  // Terms of one axis that models are filed under, the fullest first; what says nothing stands at the end.
  axis(id) {
    const facet = this.data.facetById.get(id);
    const terms = facet.terms
      .filter((term) => term.isNothing || this.state.detail || term.depth === 0)
      .map((term) => ({ ...term, facet, models: bits.intersect(term.rows.slice(), this.models) }))
      .map((term) => ({ ...term, total: bits.count(term.models) }))
      .filter((term) => term.total || !term.isNothing);
    return terms.sort((one, other) => one.isNothing - other.isNothing || other.total - one.total);
  }

  render() {
    this.rowsSelect.value = this.state.rows;
    this.columnsSelect.value = this.state.columns;
    this.detailBox.checked = this.state.detail;
    const [rows, columns] = [this.axis(this.state.rows), this.axis(this.state.columns)];
    const counts = rows.map((row) => columns.map((column) => bits.countBoth(row.models, column.models)));
    const largest = Math.max(
      1,
      ...counts.flatMap((line, place) => line.filter((_, at) => !rows[place].isNothing && !columns[at].isNothing)),
    );
    const head = make(
      "tr",
      {},
      make("td", {}),
      ...columns.map((column) =>
        make(
          "th",
          { scope: "col", class: column.isNothing ? "gapmap__nothing" : null },
          make("div", { class: "gapmap__head" }, this.termLink(column)),
          make("span", { class: "gapmap__total", text: number.format(column.total) }),
        ),
      ),
    );
    const body = rows.map((row, place) =>
      make(
        "tr",
        {},
        make(
          "th",
          { scope: "row", class: row.isNothing ? "gapmap__nothing" : null },
          this.termLink(row),
          make("span", { class: "gapmap__total", text: number.format(row.total) }),
        ),
        ...columns.map((column, at) => this.cell(row, column, counts[place][at], largest)),
      ),
    );
    const caption = make("caption", {
      class: "vh",
      text: `Models by ${rows[0]?.facet.label} and ${columns[0]?.facet.label}`,
    });
    this.table.replaceChildren(
      make("table", { class: "gapmap" }, caption, make("thead", {}, head), make("tbody", {}, ...body)),
    );
    this.renderCover(rows, columns, counts);
    this.readOut(null);
    this.host.dataset.ready = "true";
  }

  termLink(term) {
    return make("a", { href: `${this.root}explore/?kind=model&${term.facet.id}=${term.id}`, text: term.label });
  }

  cell(row, column, count, largest) {
    const found = count ? `${number.format(count)} ${count === 1 ? "model" : "models"}` : "no model in the atlas";
    const words = `${row.label} × ${column.label}: ${found}`;
    const nothing = [row, column].find((term) => term.isNothing);
    const kind = nothing ? ` gapmap__cell--${nothing.id}` : count ? "" : " gapmap__cell--empty";
    const size = Math.min(100, Math.round(100 * Math.sqrt(count / largest)));
    const small = count && size < this.data.narrowDot ? " is-small" : "";
    const dot = count ? make("span", { class: "gapmap__dot", style: `--size:${size}%`, "aria-hidden": "true" }) : "";
    const label = make("span", {
      class: count ? "gapmap__number" : "vh",
      "aria-hidden": "true",
      text: count ? String(count) : "",
    });
    const address = `${this.root}explore/?kind=model&${row.facet.id}=${row.id}&${column.facet.id}=${column.id}`;
    return make(
      "td",
      { class: `gapmap__cell${kind}${small}` },
      make("a", { href: address, "aria-label": words, "data-words": words }, dot, label),
    );
  }

  renderCover(rows, columns, counts) {
    const pairs = rows
      .flatMap((row, place) =>
        columns.map((column, at) => (row.isNothing || column.isNothing ? null : counts[place][at])),
      )
      .filter((count) => count !== null);
    const empty = pairs.filter((count) => !count).length;
    const lines = [
      make("p", {
        text:
          `${number.format(empty)} of ${number.format(pairs.length)} pairs have no model in the atlas, ` +
          `${this.scope(rows, columns)}. Others may have worked there. ` +
          "A model may stand in several rows and columns.",
      }),
    ];
    for (const axis of this.state.rows === this.state.columns ? [rows] : [rows, columns])
      lines.push(make("p", { text: this.coverage(axis) }));
    this.cover.replaceChildren(...lines);
  }

  // Which works a blank is about: those that say something on both axes.
  scope(...axes) {
    const both = this.models.slice();
    for (const axis of axes) bits.intersect(both, this.said(axis));
    const years = this.data.rows.filter((row) => bits.has(both, row.index)).map((row) => row.first_year);
    return years.length
      ? `of ${number.format(years.length)} models first seen ${Math.min(...years)} to ${Math.max(...years)}`
      : "of 0 models";
  }

  said(axis) {
    const said = bits.emptySet(this.data.rows.length);
    for (const term of axis) if (!term.isNothing) bits.unite(said, term.models);
    return said;
  }

  coverage(axis) {
    const facet = axis[0]?.facet;
    if (!facet) return "";
    const said = this.said(axis);
    const silent = axis.filter((term) => term.isNothing).map((term) => `${number.format(term.total)} ${term.label}`);
    const rest = silent.length ? `; ${silent.join(", ")}` : "";
    const [telling, all] = [said, this.models].map((models) => number.format(bits.count(models)));
    return `${facet.label}: ${telling} of ${all} models say something${rest}.`;
  }
}

const host = document.getElementById("gap-map");
if (host) {
  loadData(host.dataset.source)
    .then((data) => {
      new GapMap(host, data, host.dataset.root);
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
