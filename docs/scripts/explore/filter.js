// Which rows a state lets through, and how many each further choice would leave.

import * as bits from "./bits.js";
import { YEARS } from "./data.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Facet} Facet
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof applyFilter>} Result
 */

/**
 * @param {Data} data
 * @param {State} state
 */
export function applyFilter(data, state) {
  const plain = plainRows(data, state);
  const byFacet = new Map();
  for (const facet of data.facets) {
    const chosen = state.chosen.get(facet.id);
    if (chosen?.size) byFacet.set(facet.id, facetRows(data, facet, chosen, state.all.has(facet.id)));
  }
  const passed = plain.slice();
  for (const rows of byFacet.values()) bits.intersect(passed, rows);
  return { passed, total: bits.count(passed), plain, byFacet };
}

/**
 * @param {Data} data
 * @param {State} state
 */
function plainRows(data, state) {
  const words = state.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const ranges = Object.keys(YEARS).map((key) => {
    const { from, to } = state.years[key];
    return { key, from: from ?? -Infinity, to: to ?? Infinity };
  });
  if (!words.length && ranges.every(({ from, to }) => from === -Infinity && to === Infinity))
    return bits.fullSet(data.rows.length);
  const rows = bits.emptySet(data.rows.length);
  for (const row of data.rows) {
    if (
      ranges.every(({ key, from, to }) => Number(row[key]) >= from && Number(row[key]) <= to) &&
      words.every((word) => row.text.includes(word))
    )
      bits.add(rows, row.index);
  }
  return rows;
}

/**
 * @param {Data} data
 * @param {Facet} facet
 * @param {Set<string>} chosen
 * @param {boolean} all
 */
function facetRows(data, facet, chosen, all) {
  const rows = all ? bits.fullSet(data.rows.length) : bits.emptySet(data.rows.length);
  for (const id of chosen)
    (all ? bits.intersect : bits.unite)(rows, /** @type {import("./data.js").Term} */ (facet.byId.get(id)).rows);
  return rows;
}

// Counts of a facet's terms. With “any”, a further term widens the facet, so the facet's own choice does not count.
/**
 * @param {State} state
 * @param {Result} result
 * @param {Facet} facet
 */
export function countTerms(state, result, facet) {
  const base = result.plain.slice();
  for (const [id, rows] of result.byFacet) {
    if (id !== facet.id || state.all.has(facet.id)) bits.intersect(base, rows);
  }
  return facet.terms.map((term) => bits.countBoth(base, term.rows));
}

/**
 * @param {Data} data
 * @param {State} state
 * @param {Uint32Array} passed
 */
export function sortedRows(data, state, passed) {
  const rows = data.rows.filter((row) => bits.has(passed, row.index));
  const sign = state.descending ? -1 : 1;
  /** @param {Row} one @param {Row} other */
  const byName = (one, other) => one.rank - other.rank;
  if (state.sort === "name") return rows.sort((one, other) => sign * byName(one, other));
  // Rows that say nothing come last, whichever way the others are sorted.
  return rows.sort((one, other) => {
    const [first, second] = [number(one[state.sort]), number(other[state.sort])];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || byName(one, other);
    return sign * (first - second) || byName(one, other);
  });
}

/** @param {unknown} value */
function number(value) {
  return typeof value === "number" ? value : null;
}
