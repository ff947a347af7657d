// The panel of filters: ranges of numbers, and a fold for each facet with its terms.

import { make } from "../shared/dom.js";
import { number, plural } from "../shared/wording.js";
import { RANGES } from "./data.js";
import { countTerms } from "./filter.js";
import { readNumber, toggle, writeNumber } from "./state.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Facet} Facet
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filter.js").Result} Result
 * @typedef {(edit: (state: State) => void, how?: { keepPage?: boolean, replace?: boolean }) => void} Change
 * @typedef {{ box: HTMLInputElement, count: HTMLElement, not: HTMLButtonElement, row: HTMLElement }} TermInput
 * @typedef {{
 *   facet: Facet, details: HTMLDetailsElement, body: HTMLElement, chosen: HTMLElement, inputs: TermInput[],
 *   all: HTMLInputElement,
 * }} Fold
 * @typedef {{ key: string, from: HTMLInputElement, to: HTMLInputElement }} RangeInputs
 */

// Where there is room, one facet shows from the start what facets are.
const OPEN_FACET = "subfields";
const LONG_LIST = 12;

export class FacetPanel {
  /**
   * @param {Data} data
   * @param {Change} change
   * @param {() => void} showResults leads to the rows
   */
  constructor(data, change, showResults) {
    this.data = data;
    this.change = change;
    /** @type {State | null} */
    this.state = null;
    /** @type {Result | null} */
    this.result = null;
    const isWide = matchMedia("(min-width: 60em)").matches;
    this.ranges = Object.keys(RANGES).map((key) => this.makeRange(key));
    this.folds = data.facets.filter((facet) => facet.terms.length).map((facet) => this.makeFold(facet, isWide));
    // Where the filters stand above the rows, these are out of sight; a bar at the lower edge says how many there are.
    this.show = make("button", { type: "button", class: "button", onclick: showResults });
    this.summary = make("summary", { text: "Filters" });
    this.element = make(
      "details",
      { id: "filters", class: "explorer__facets", open: isWide },
      this.summary,
      ...this.ranges.map(({ set }) => set),
      ...this.folds.map(({ details }) => details),
      make("div", { class: "explorer__show" }, this.show),
    );
  }

  close() {
    this.element.open = false;
  }

  focus() {
    this.element.open = true;
    this.summary.focus();
  }

  /** @param {string} key */
  makeRange(key) {
    const { label, isYear, hint } = RANGES[key];
    const { first, last } = this.data.spans[key];
    /** @param {"from" | "to"} end */
    const field = (end) =>
      make("input", {
        type: isYear ? "number" : "text",
        inputmode: isYear ? "numeric" : null,
        class: "facet__number",
        "aria-label": `${label}, ${end}`,
        min: isYear ? first : null,
        max: isYear ? last : null,
        placeholder: isYear ? (end === "from" ? first : last) : end,
        title: hint || null,
        onchange: (/** @type {Event} */ event) =>
          this.setRange(key, end, /** @type {HTMLInputElement} */ (event.target)),
      });
    const [from, to] = [field("from"), field("to")];
    const set = make(
      "fieldset",
      { class: "facet__range" },
      make("legend", { text: label }),
      from,
      make("span", { "aria-hidden": "true", text: "–" }),
      to,
    );
    return { key, from, to, set };
  }

  /**
   * @param {string} key
   * @param {"from" | "to"} end
   * @param {HTMLInputElement} input
   */
  setRange(key, end, input) {
    const found = input.value ? readNumber(key, input.value) : null;
    input.setCustomValidity(found === undefined ? "A number such as 100M or 7B" : "");
    input.reportValidity();
    if (found === undefined) return;
    this.change((state) => {
      state.ranges[key][end] = found;
      state.ranges[key].isOpen = false;
    });
  }

  /**
   * @param {Facet} facet
   * @param {boolean} isWide
   * @returns {Fold}
   */
  makeFold(facet, isWide) {
    const chosen = make("span", { class: "facet__chosen" });
    const body = make("div", { class: "facet__body" });
    const details = make(
      "details",
      { class: "facet", open: isWide && facet.id === OPEN_FACET },
      make("summary", {}, make("span", { text: facet.label }), chosen),
      body,
    );
    const all = make("input", { type: "checkbox", onchange: () => this.toggleAll(facet.id) });
    /** @type {Fold} */
    const fold = { facet, details, body, chosen, inputs: [], all };
    details.addEventListener("toggle", () => {
      if (details.open) this.renderFold(fold);
    });
    return fold;
  }

  /** @param {string} id */
  toggleAll(id) {
    this.change((state) => {
      if (!state.all.delete(id)) state.all.add(id);
    });
  }

  /**
   * A facet's boxes are made when it is first opened; most never are.
   * @param {Fold} fold
   */
  fill(fold) {
    const { facet } = fold;
    fold.inputs = facet.terms.map((term) => {
      const box = make("input", {
        type: "checkbox",
        onchange: () => this.change((state) => toggle(state.chosen, state.leftOut, facet.id, term.id)),
      });
      const count = make("span", { class: "facet__count" });
      const not = make("button", {
        type: "button",
        class: "facet__not",
        text: "not",
        title: `Leave out ${term.label}`,
        "aria-label": `Leave out ${term.label}`,
        onclick: () => this.change((state) => toggle(state.leftOut, state.chosen, facet.id, term.id)),
      });
      const row = make(
        "div",
        { class: `facet__term${term.isNothing ? " facet__term--nothing" : ""}`, style: `--depth:${term.depth}` },
        make("label", {}, box, make("span", { class: "facet__label", text: term.label }), count),
        not,
      );
      return { box, count, not, row };
    });
    const group = make(
      "fieldset",
      {},
      make("legend", { class: "vh", text: facet.label }),
      ...fold.inputs.map((input) => input.row),
    );
    if (facet.terms.length > LONG_LIST) fold.body.append(this.makeTermSearch(fold));
    fold.body.append(group);
    if (facet.isOpenList)
      fold.body.append(make("p", { class: "hint", text: "Only what sources name is listed; silence says nothing." }));
    const isRepeated = this.data.rows.some((row) => {
      const [first] = facet.terms;
      return row.terms.filter((one) => one >= first.number && one < first.number + facet.terms.length).length > 1;
    });
    if (isRepeated)
      fold.body.append(
        make("label", { class: "facet__all" }, fold.all, make("span", { text: "match all that are ticked" })),
      );
  }

  /** @param {Fold} fold */
  makeTermSearch({ facet, inputs }) {
    return make("input", {
      type: "search",
      class: "facet__search",
      placeholder: `Find in ${facet.label.toLowerCase()} …`,
      "aria-label": `Find in ${facet.label}`,
      oninput: (/** @type {Event} */ event) => {
        const wanted = /** @type {HTMLInputElement} */ (event.target).value.toLocaleLowerCase();
        inputs.forEach((input, place) => {
          input.row.hidden = !facet.terms[place].label.toLocaleLowerCase().includes(wanted);
        });
      },
    });
  }

  /**
   * @param {State} state
   * @param {Result} result
   * @param {number} shown rows of all pages
   */
  render(state, result, shown) {
    this.state = state;
    this.result = result;
    this.show.textContent = shown ? `Show ${plural(shown, "entry", "entries")}` : "No entry matches";
    for (const { key, from, to } of this.ranges) {
      from.value = writeNumber(key, state.ranges[key].from);
      to.value = writeNumber(key, state.ranges[key].to);
    }
    for (const fold of this.folds) this.renderFold(fold);
  }

  /** @param {Fold} fold */
  renderFold(fold) {
    const { facet, details } = fold;
    if (!this.state || !this.result) return;
    const [chosen, leftOut] = [this.state.chosen.get(facet.id), this.state.leftOut.get(facet.id)];
    fold.chosen.textContent = [chosen?.size, leftOut?.size && `not ${leftOut.size}`].filter(Boolean).join(", ");
    if (!details.open) return;
    if (!fold.inputs.length) this.fill(fold);
    const counts = countTerms(this.result, facet);
    fold.inputs.forEach((input, place) => {
      const isLeftOut = leftOut?.has(facet.terms[place].id) ?? false;
      input.box.checked = chosen?.has(facet.terms[place].id) ?? false;
      input.not.setAttribute("aria-pressed", String(isLeftOut));
      input.row.classList.toggle("facet__term--out", isLeftOut);
      const text = number.format(counts[place]);
      if (input.count.textContent !== text) input.count.textContent = text;
      input.row.classList.toggle("facet__term--empty", !counts[place] && !input.box.checked);
    });
    fold.all.checked = this.state.all.has(facet.id);
  }
}
