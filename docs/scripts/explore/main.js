// The explorer: facets, search, sorting, columns, selection and downloads over one table. Without this script the page
// is a plain table of all entries.

import { make } from "../shared/dom.js";
import { dotClass, loadData, termsOf, YEARS } from "./data.js";
import { download, FORMATS } from "./download.js";
import { applyFilter, countTerms, sortedRows } from "./filter.js";
import { chosenYears, emptyYears, isFiltered, PAGE_SIZE, readState, writeState } from "./state.js";

const MOST_TERMS = 2;
const MOST_COMPARED = 5;
// Where there is room, one facet shows from the start what facets are.
const OPEN_FACET = "subfields";

const number = new Intl.NumberFormat("en");

class Explorer {
  constructor(host, data, root) {
    this.host = host;
    this.data = data;
    this.root = root;
    this.columns = this.allColumns();
    this.standard = ["first_year", "subfields", "pretraining", "tasks", "parameters", "weights", "review"];
    this.facetParts = new Map();
    this.build();
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  allColumns() {
    const years = Object.entries(YEARS).map(([id, label]) => ({ id, label, sort: true, numeric: true }));
    const parameters = { id: "parameters", label: "Parameters", sort: true, numeric: true };
    const facets = this.data.facets
      .filter((facet) => facet.isColumn)
      .map((facet) => ({ id: facet.id, label: facet.label, facet }));
    return [...years, ...facets, parameters];
  }

  shownColumns() {
    return this.columns.filter((column) => this.state.columns.has(column.id));
  }

  columnText(row, column, separator) {
    if (Object.hasOwn(YEARS, column.id)) return String(row[column.id]);
    if (column.id === "parameters") return row.parametersText;
    return termsOf(this.data, row, column.facet)
      .map((term) => term.label)
      .join(separator);
  }

  // State

  restore() {
    const { state, problems } = readState(location.search, this.data, this.standard);
    this.state = state;
    this.problems = problems;
    this.search.value = state.text;
    this.render();
  }

  change(edit, { keepPage = false, replace = false } = {}) {
    edit(this.state);
    if (!keepPage) this.state.page = 1;
    this.problems = [];
    const address = location.pathname + writeState(this.state, this.standard);
    history[replace ? "replaceState" : "pushState"](null, "", address);
    this.render();
  }

  toggleTerm(facet, id) {
    this.change((state) => {
      const chosen = state.chosen.get(facet.id) ?? new Set();
      if (!chosen.delete(id)) chosen.add(id);
      if (chosen.size) state.chosen.set(facet.id, chosen);
      else state.chosen.delete(facet.id);
    });
  }

  // Frame, built once

  build() {
    this.search = make("input", {
      type: "search",
      class: "explorer__search",
      placeholder: "Name, title, author, venue …",
      "aria-label": "Search entries",
      oninput: () =>
        this.change(
          (state) => {
            state.text = this.search.value;
          },
          { replace: true },
        ),
    });
    this.total = make("p", { class: "explorer__total", role: "status", "aria-live": "polite" });
    this.notice = make("div", { class: "explorer__notice", role: "alert", hidden: true });
    this.active = make("div", { class: "explorer__active" });
    this.compare = make("a", { class: "button", href: "#" });
    this.clearSelection = make("button", {
      type: "button",
      class: "quiet",
      text: "Unselect all",
      onclick: () => this.change((state) => state.selected.clear(), { keepPage: true }),
    });
    this.table = make("div", { class: "explorer__table", tabindex: "0", role: "region", "aria-label": "Entries" });
    this.pager = make("nav", { class: "explorer__pager", "aria-label": "Pages of the table" });
    this.facetPanel = this.buildFacets();
    const tools = make(
      "div",
      { class: "explorer__tools" },
      this.compare,
      this.clearSelection,
      this.buildColumns(),
      this.buildDownloads(),
      this.buildCopy(),
    );
    const main = make(
      "div",
      { class: "explorer__main" },
      this.search,
      this.notice,
      this.active,
      make("div", { class: "explorer__bar" }, this.total, tools),
      this.table,
      this.pager,
    );
    this.host.replaceChildren(this.facetPanel, main);
    this.host.hidden = false;
  }

  buildFacets() {
    const wide = matchMedia("(min-width: 60em)").matches;
    const panel = make("details", { class: "explorer__facets", open: wide }, make("summary", { text: "Filters" }));
    this.years = new Map(Object.keys(YEARS).map((key) => [key, this.buildYears(key)]));
    panel.append(...this.years.values());
    for (const facet of this.data.facets) {
      if (!facet.terms.length) continue;
      const summary = make(
        "summary",
        {},
        make("span", { text: facet.label }),
        make("span", { class: "facet__chosen" }),
      );
      const body = make("div", { class: "facet__body" });
      const details = make("details", { class: "facet", open: wide && facet.id === OPEN_FACET }, summary, body);
      const parts = { details, body, chosen: summary.lastChild, inputs: null };
      details.addEventListener("toggle", () => details.open && this.fillFacet(facet, parts));
      this.facetParts.set(facet.id, parts);
      panel.append(details);
    }
    return panel;
  }

  buildYears(key) {
    const { first, last } = this.data.spans[key];
    const field = (end) =>
      make(
        "label",
        {},
        make("span", { text: end }),
        make("input", {
          type: "number",
          inputmode: "numeric",
          min: first,
          max: last,
          placeholder: end === "from" ? first : last,
          onchange: (event) =>
            this.change((state) => {
              state.years[key][end] = event.target.value ? Number(event.target.value) : null;
            }),
        }),
      );
    return make(
      "fieldset",
      { class: "facet__years" },
      make("legend", { text: YEARS[key] }),
      field("from"),
      field("to"),
    );
  }

  // A facet's boxes are made when it is first opened; most never are.
  fillFacet(facet, parts) {
    if (!parts.inputs) {
      parts.inputs = facet.terms.map((term) => {
        const box = make("input", { type: "checkbox", onchange: () => this.toggleTerm(facet, term.id) });
        const count = make("span", { class: "facet__count" });
        const label = make(
          "label",
          { class: `facet__term${term.isNothing ? " facet__term--nothing" : ""}`, style: `--depth:${term.depth}` },
          box,
          make("span", { class: "facet__label", text: term.label }),
          count,
        );
        return { box, count, label };
      });
      parts.all = make("input", {
        type: "checkbox",
        onchange: () =>
          this.change((state) => {
            if (!state.all.delete(facet.id)) state.all.add(facet.id);
          }),
      });
      const group = make(
        "fieldset",
        {},
        make("legend", { class: "vh", text: facet.label }),
        ...parts.inputs.map((input) => input.label),
      );
      if (facet.terms.length > 12) group.prepend(this.buildTermSearch(parts, facet));
      parts.body.append(
        group,
        make("label", { class: "facet__all" }, parts.all, make("span", { text: "must have all that are ticked" })),
      );
    }
    this.renderFacet(facet, parts);
  }

  buildTermSearch(parts, facet) {
    return make("input", {
      type: "search",
      class: "facet__search",
      placeholder: `Find in ${facet.label.toLowerCase()} …`,
      "aria-label": `Find in ${facet.label}`,
      oninput: (event) => {
        const wanted = event.target.value.toLocaleLowerCase();
        parts.inputs.forEach((input, place) => {
          input.label.hidden = !facet.terms[place].label.toLocaleLowerCase().includes(wanted);
        });
      },
    });
  }

  buildColumns() {
    this.columnBoxes = new Map();
    const list = this.columns.map((column) => {
      const box = make("input", {
        type: "checkbox",
        onchange: () =>
          this.change(
            (state) => {
              if (!state.columns.delete(column.id)) state.columns.add(column.id);
            },
            { keepPage: true },
          ),
      });
      this.columnBoxes.set(column.id, box);
      return make("label", {}, box, make("span", { text: column.label }));
    });
    return this.menu("Columns", list);
  }

  buildDownloads() {
    const note = make("p", { class: "menu__note" });
    this.downloadNote = note;
    const buttons = Object.entries(FORMATS).map(([format, { label }]) =>
      make("button", { type: "button", text: label, "data-format": format, onclick: () => this.download(format) }),
    );
    return this.menu("Download this view", [...buttons, note]);
  }

  buildCopy() {
    return make("button", {
      type: "button",
      class: "button",
      text: "Copy link",
      onclick: async (event) => {
        const button = event.currentTarget;
        try {
          await navigator.clipboard.writeText(location.href);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Copy it from the address bar";
        }
        setTimeout(() => {
          button.textContent = "Copy link";
        }, 2000);
      },
    });
  }

  menu(title, children) {
    const details = make(
      "details",
      { class: "menu" },
      make("summary", { class: "button", text: title }),
      make("div", { class: "menu__body" }, ...children),
    );
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      details.open = false;
      details.firstChild.focus();
    });
    addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    return details;
  }

  async download(format) {
    const selected = this.state.selected;
    const rows = selected.size ? this.rows.filter((row) => selected.has(row.id)) : this.rows;
    const shown = rows.length || !selected.size ? rows : [...selected].map((id) => this.data.rowById.get(id));
    const view = {
      data: this.data,
      rows: shown,
      columns: this.shownColumns(),
      root: this.root,
      address: location.href,
    };
    try {
      await download(format, view);
      const noun = shown.length === 1 ? "entry" : "entries";
      this.downloadNote.textContent = `${number.format(shown.length)} ${noun} saved.`;
    } catch (problem) {
      this.downloadNote.textContent = `Not saved: ${problem.message}`;
    }
  }

  // Rendering

  render() {
    performance.mark("filter-start");
    this.result = applyFilter(this.data, this.state);
    this.rows = sortedRows(this.data, this.state, this.result.passed);
    for (const facet of this.data.facets) {
      const parts = this.facetParts.get(facet.id);
      if (parts) this.renderFacet(facet, parts);
    }
    this.renderBar();
    this.renderActive();
    this.renderNotice();
    this.renderTable();
    this.renderPager();
    performance.measure("filter", "filter-start");
    this.host.dataset.ready = "true";
  }

  renderFacet(facet, parts) {
    const chosen = this.state.chosen.get(facet.id);
    parts.chosen.textContent = chosen?.size ? String(chosen.size) : "";
    if (!parts.inputs || !parts.details.open) return;
    const counts = countTerms(this.state, this.result, facet);
    parts.inputs.forEach((input, place) => {
      input.box.checked = chosen?.has(facet.terms[place].id) ?? false;
      input.count.textContent = number.format(counts[place]);
      input.label.classList.toggle("facet__term--empty", !counts[place] && !input.box.checked);
    });
    parts.all.checked = this.state.all.has(facet.id);
  }

  renderBar() {
    const { total } = this.result;
    const all = this.data.rows.length;
    this.total.textContent = isFiltered(this.state)
      ? `${number.format(total)} of ${number.format(all)} entries`
      : `${number.format(all)} entries`;
    const count = this.state.selected.size;
    this.compare.textContent = `Compare ${count}`;
    this.compare.hidden = this.clearSelection.hidden = count === 0;
    const fits = count >= 2 && count <= MOST_COMPARED;
    this.compare.toggleAttribute("aria-disabled", !fits);
    this.compare.title = fits ? "" : "Choose two to five entries to compare";
    if (fits)
      this.compare.href = `${this.root}compare/?ids=${[...this.state.selected].map(encodeURIComponent).join(",")}`;
    else this.compare.removeAttribute("href");
    for (const [id, box] of this.columnBoxes) box.checked = this.state.columns.has(id);
    for (const [key, fields] of this.years) {
      const [from, to] = fields.querySelectorAll("input");
      from.value = this.state.years[key].from ?? "";
      to.value = this.state.years[key].to ?? "";
    }
  }

  renderActive() {
    const chips = [];
    const chip = (text, remove) =>
      chips.push(
        make(
          "button",
          { type: "button", class: "chip", "aria-label": `Remove filter ${text}`, onclick: () => this.change(remove) },
          make("span", { text }),
          make("span", { "aria-hidden": "true", text: "×" }),
        ),
      );
    for (const [id, chosen] of this.state.chosen) {
      const facet = this.data.facetById.get(id);
      for (const term of chosen)
        chip(`${facet.label}: ${facet.byId.get(term).label}`, (state) => {
          state.chosen.get(id).delete(term);
          if (!state.chosen.get(id).size) state.chosen.delete(id);
        });
    }
    for (const [key, { from, to }] of chosenYears(this.state))
      chip(`${YEARS[key]}: ${from ?? "…"}–${to ?? "…"}`, (state) => {
        state.years[key] = { from: null, to: null };
      });
    if (chips.length)
      chips.push(make("button", { type: "button", class: "quiet", text: "Clear all", onclick: () => this.clear() }));
    this.active.replaceChildren(...chips);
  }

  clear() {
    this.search.value = "";
    this.change((state) => Object.assign(state, { text: "", chosen: new Map(), all: new Set(), years: emptyYears() }));
  }

  renderNotice() {
    this.notice.hidden = !this.problems.length;
    if (!this.problems.length) return;
    const said =
      this.problems.slice(0, 3).join("; ") + (this.problems.length > 3 ? `; and ${this.problems.length - 3} more` : "");
    this.notice.replaceChildren(
      make("span", { text: `Part of this address was left out: ${said}. ` }),
      make("button", { type: "button", class: "quiet", text: "Show all entries", onclick: () => this.clear() }),
    );
  }

  renderTable() {
    if (!this.rows.length) {
      this.table.replaceChildren(
        make(
          "p",
          { class: "explorer__empty" },
          make("span", { text: "No entry matches all of this. Take a filter away, or " }),
          make("button", { type: "button", class: "quiet", text: "show all entries", onclick: () => this.clear() }),
          ".",
        ),
      );
      return;
    }
    const pages = Math.ceil(this.rows.length / PAGE_SIZE);
    this.state.page = Math.min(this.state.page, pages);
    const shown = this.rows.slice((this.state.page - 1) * PAGE_SIZE, this.state.page * PAGE_SIZE);
    const columns = this.shownColumns();
    const head = make(
      "tr",
      {},
      make("th", { scope: "col", class: "select" }, make("span", { class: "vh", text: "Selected" })),
      this.headCell({ id: "name", label: "Name", sort: true }),
      ...columns.map((column) => this.headCell(column)),
    );
    const body = make("tbody", {}, ...shown.map((row) => this.rowOf(row, columns)));
    this.table.replaceChildren(
      make(
        "table",
        { class: "listing" },
        make("caption", { class: "vh", text: "Entries that match" }),
        make("thead", {}, head),
        body,
      ),
    );
  }

  headCell(column) {
    if (!column.sort) return make("th", { scope: "col", text: column.label });
    const current = this.state.sort === column.id;
    const direction = current ? (this.state.descending ? "descending" : "ascending") : "none";
    const arrow = current ? (this.state.descending ? " ▼" : " ▲") : "";
    const sort = () =>
      this.change((state) => {
        state.descending = current ? !state.descending : column.id !== "name";
        state.sort = column.id;
      });
    const button = make(
      "button",
      { type: "button", class: "sort", onclick: sort },
      column.label,
      make("span", { "aria-hidden": "true", text: arrow }),
    );
    return make("th", { scope: "col", "aria-sort": direction, class: column.numeric ? "num" : null }, button);
  }

  rowOf(row, columns) {
    const box = make("input", {
      type: "checkbox",
      "aria-label": `Select ${row.name}`,
      onchange: () =>
        this.change(
          (state) => {
            if (!state.selected.delete(row.id)) state.selected.add(row.id);
          },
          { keepPage: true, replace: true },
        ),
    });
    box.checked = this.state.selected.has(row.id);
    const name = make(
      "th",
      { scope: "row" },
      make("span", { class: dotClass(row), "aria-hidden": "true" }),
      make("a", { href: this.root + row.url, text: row.name }),
    );
    return make(
      "tr",
      {},
      make("td", { class: "select" }, box),
      name,
      ...columns.map((column) => this.cellOf(row, column)),
    );
  }

  cellOf(row, column) {
    if (typeof row[column.id] === "string" && column.numeric)
      return this.nothingCell({ id: row[column.id], label: row.parametersText }, "nothing num");
    if (!column.facet) return make("td", { class: "num", text: this.columnText(row, column, "") });
    const terms = termsOf(this.data, row, column.facet);
    const reason = column.facet.reasons[row.id];
    if (terms.length === 1 && terms[0].isNothing)
      return this.nothingCell({ ...terms[0], label: reason ? `${terms[0].label}: ${reason}` : terms[0].label });
    const cell = make("td", {
      title: reason ?? null,
      text: terms
        .slice(0, MOST_TERMS)
        .map((term) => term.label)
        .join(", "),
    });
    if (terms.length > MOST_TERMS)
      cell.append(
        " ",
        make("span", {
          class: "more",
          title: terms
            .slice(MOST_TERMS)
            .map((term) => term.label)
            .join(", "),
          text: `+${terms.length - MOST_TERMS}`,
        }),
      );
    return cell;
  }

  // The marks of the legend: an open circle where nobody has checked, a dash where there is nothing to say.
  nothingCell(term, style = "nothing") {
    const sign = term.id === "not-checked" ? "○" : "–";
    return make(
      "td",
      { class: style, title: term.label },
      make("span", { "aria-hidden": "true", text: sign }),
      make("span", { class: "vh", text: term.label }),
    );
  }

  renderPager() {
    const pages = Math.ceil(this.rows.length / PAGE_SIZE);
    if (pages < 2) return this.pager.replaceChildren();
    const turn = (text, page) =>
      make("button", {
        type: "button",
        class: "button",
        text,
        disabled: page < 1 || page > pages,
        onclick: () => {
          this.change(
            (state) => {
              state.page = page;
            },
            { keepPage: true },
          );
          this.table.focus({ preventScroll: true });
          this.host.scrollIntoView();
        },
      });
    this.pager.replaceChildren(
      turn("‹ Previous", this.state.page - 1),
      make("span", { text: `Page ${this.state.page} of ${pages}` }),
      turn("Next ›", this.state.page + 1),
    );
    return undefined;
  }
}

async function start() {
  const host = document.getElementById("explorer");
  if (!host) return;
  const plain = document.getElementById("plain-table");
  try {
    const data = await loadData(host.dataset.source);
    new Explorer(host, data, host.dataset.root);
    plain?.remove();
  } catch (problem) {
    host.hidden = false;
    host.replaceChildren(
      make("p", {
        class: "explorer__notice",
        text: `The filters could not be loaded (${problem.message}); below is the plain table of all entries.`,
      }),
    );
  }
}

start();
