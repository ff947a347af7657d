// A benchmark's table, which is complete without a script: sorting and filters, both kept in the address.

import { sortable } from "./shared/sort-table.js";
import { number, plural } from "./shared/wording.js";

class Board {
  /**
   * @param {HTMLTableElement} table
   * @param {HTMLFormElement} form
   * @param {HTMLElement} said
   */
  constructor(table, form, said) {
    this.form = form;
    this.said = said;
    this.rows = [...table.tBodies[0].rows].map((row) => ({ row, text: row.textContent.toLocaleLowerCase() }));
    /** @type {import("./shared/sort-table.js").Order | null} */
    this.order = null;
    this.sorting = sortable(table, (order) => {
      this.order = order;
      this.apply("push");
    });
    // Each choice is a step that leads back; typing is none.
    const isTyped = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).type === "search";
    form.addEventListener("change", (event) => !isTyped(event) && this.apply("push"));
    form.addEventListener("input", (event) => isTyped(event) && this.apply("replace"));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  /** The form's own fields, in the order in which they stand in the address. */
  fields() {
    return [...this.form.elements].filter((one) => one instanceof HTMLSelectElement || one instanceof HTMLInputElement);
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    for (const field of this.fields()) {
      const value = asked.get(field.name) ?? "";
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === field.value;
      else field.value = value;
      // A choice that a select does not offer leaves it without any.
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
    }
    const sort = asked.get("sort") ?? "";
    const key = sort.replace(/^-/, "");
    this.order = this.sorting.keys.includes(key) ? { key, descending: sort.startsWith("-") } : null;
    this.sorting.sort(this.order);
    this.filter();
  }

  /** @param {"push" | "replace"} how */
  apply(how) {
    const asked = new URLSearchParams();
    for (const field of this.fields()) {
      const isOff = field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked;
      if (field.value && !isOff) asked.set(field.name, field.value);
    }
    if (this.order) asked.set("sort", (this.order.descending ? "-" : "") + this.order.key);
    const address = asked.size ? `?${asked}` : location.pathname;
    if (how === "push" && location.search !== (asked.size ? `?${asked}` : "")) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.filter();
  }

  filter() {
    const asked = new FormData(this.form);
    const words = String(asked.get("words")).toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const [measure, weights] = [asked.get("measure"), asked.get("weights")];
    let [shown, may] = [0, 0];
    for (const { row, text } of this.rows) {
      const { dataset } = row;
      const fits =
        (!measure || dataset.measure === measure) &&
        (!asked.has("alike") || "alike" in dataset) &&
        (!asked.has("authors") || !("others" in dataset)) &&
        words.every((word) => text.includes(word));
      const isUnknown = dataset.weights === "unknown";
      const hasWeights = !weights || dataset.weights === "open" || (weights === "may" && isUnknown);
      row.hidden = !(fits && hasWeights);
      if (!row.hidden) shown += 1;
      else if (fits && weights === "open" && isUnknown) may += 1;
    }
    const unknown = may ? ` · ${number.format(may)} more may match: whether their weights are open is not known` : "";
    const order = this.order?.key === "value" ? " Numbers of different settings are not comparable." : "";
    this.said.textContent = `${number.format(shown)} of ${plural(this.rows.length, "row")}${unknown}.${order}`;
  }
}

const table = /** @type {HTMLTableElement | null} */ (document.getElementById("board"));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("board-tools"));
const said = document.getElementById("board-said");
if (table && form && said) new Board(table, form, said);
