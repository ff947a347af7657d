// The columns that the table can have, and what a cell of each says.

import { make } from "../shared/dom.js";
import { NOT_CHECKED, RANGES, termsOf } from "./data.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Facet} Facet
 * @typedef {import("./data.js").Row} Row
 * @typedef {{ id: string, label: string, isSortable: boolean, isNumeric: boolean, facet: Facet | null }} Column
 * Texts of entries by column, each by the number of the text; loaded when a reader asks for such a column.
 * @typedef {{ columns: Record<string, string>, texts: string[], rows: Record<string, number[]> }} Texts
 */

const MOST_TERMS = 2;
const NOTHING = ["not checked", "not reported", "not applicable"];

/**
 * @param {Data} data
 * @returns {Column[]}
 */
export function allColumns(data) {
  const ranges = Object.entries(RANGES).map(([id, { label, isYear }]) => ({
    id,
    label,
    isSortable: true,
    isNumeric: true,
    facet: null,
    isYear,
  }));
  const facets = data.facets
    .filter((facet) => facet.terms.length)
    .map((facet) => ({ id: facet.id, label: facet.label, isSortable: false, isNumeric: false, facet }));
  const texts = Object.entries(data.textColumns).map(([id, label]) => ({
    id,
    label,
    isSortable: false,
    isNumeric: false,
    facet: null,
  }));
  return [...ranges.filter((one) => one.isYear), ...facets, ...ranges.filter((one) => !one.isYear), ...texts];
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {Column} column
 * @param {Texts | null} texts
 */
export function cellOf(data, row, column, texts) {
  const attributes = { role: "cell", "data-label": column.label };
  if (column.facet) return facetCell(data, row, column.facet, attributes);
  if (Object.hasOwn(RANGES, column.id)) return amountCell(row, column.id, attributes);
  if (!texts) return make("td", { ...attributes, class: "text", text: "…" });
  const number = texts.rows[row.id]?.[Object.keys(texts.columns).indexOf(column.id)] ?? -1;
  const text = number < 0 ? "" : texts.texts[number];
  if (NOTHING.includes(text)) return nothingCell(text, text === "not checked", attributes);
  return make("td", { ...attributes, class: "text", text, title: text.length > 60 ? text : null });
}

/**
 * @param {Row} row
 * @param {string} id
 * @param {Record<string, string>} attributes
 */
function amountCell(row, id, attributes) {
  const amount = row.amounts[id];
  if (Array.isArray(amount) || amount === null) return make("td", { ...attributes, class: "num", text: row.words[id] });
  return nothingCell(row.words[id], amount === NOT_CHECKED, { ...attributes, class: "nothing num" });
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {Facet} facet
 * @param {Record<string, string>} attributes
 */
function facetCell(data, row, facet, attributes) {
  const terms = termsOf(data, row, facet);
  const reason = facet.reasons[row.id];
  if (terms.length === 1 && terms[0].isNothing) {
    const { id, label } = terms[0];
    return nothingCell(reason ? `${label}: ${reason}` : label, id === NOT_CHECKED, attributes);
  }
  // What has no entry of its own is no term to filter by, and said all the same.
  const labels = [...terms.map((term) => term.label), ...(facet.unfiled[row.id] ?? [])];
  const text = labels.slice(0, MOST_TERMS).join(", ");
  const cell = make("td", { ...attributes, class: labels.length > 1 ? "terms" : null, title: reason ?? null, text });
  const more = labels.slice(MOST_TERMS);
  if (more.length) cell.append(" ", make("span", { class: "more", title: more.join(", "), text: `+${more.length}` }));
  return cell;
}

/**
 * The marks of the legend: an open circle where nobody has checked, a dash where there is nothing to say.
 * @param {string} words
 * @param {boolean} isOpen
 * @param {Record<string, string>} attributes
 */
function nothingCell(words, isOpen, attributes) {
  return make(
    "td",
    { class: "nothing", ...attributes, title: words },
    make("span", { "aria-hidden": "true", text: isOpen ? "○" : "–" }),
    make("span", { class: "vh", text: words }),
  );
}
