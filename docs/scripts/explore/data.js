// The explorer's data as the site gives it, made ready for filtering: one set of rows a term.

import * as bits from "./bits.js";

/**
 * @typedef {[id: string, label: string, parent: number]} RawTerm
 * @typedef {{
 *   id: string, aliases: string[], label: string, first: number, column: boolean, axis: boolean,
 *   reasons: Record<string, string>, terms: RawTerm[],
 * }} RawFacet
 * @typedef {[
 *   id: string, name: string, url: string, subfield: string, first_year: number, published: number,
 *   parameters: number | string | null, text: string, terms: number[], parametersText: string,
 * ]} RawRow
 * @typedef {{ snapshot: string, narrow_dot: number, facets: RawFacet[], rows: RawRow[] }} RawData
 * @typedef {{
 *   id: string, label: string, number: number, parent: number, depth: number, rows: Uint32Array, isNothing: boolean,
 * }} Term
 * @typedef {{
 *   id: string, label: string, isColumn: boolean, isAxis: boolean, reasons: Record<string, string>, terms: Term[],
 *   byId: Map<string, Term>,
 * }} Facet
 * @typedef {{
 *   index: number, id: string, name: string, url: string, subfield: string, first_year: number, published: number,
 *   parameters: number | string | null, parametersText: string, text: string, terms: number[], rank: number,
 *   [column: string]: unknown,
 * }} Row
 * @typedef {ReturnType<typeof prepare>} Data
 */

// The two years of an entry: of the preprint or of print, whichever came first, and of the version of record.
/** @type {Record<string, string>} */
export const YEARS = { first_year: "First seen", published: "Published" };

/**
 * @param {string} address
 * @returns {Promise<Data>}
 */
export async function loadData(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  return prepare(await answer.json());
}

/** @param {RawData} raw */
export function prepare(raw) {
  const size = raw.rows.length;
  /** @type {Term[]} */
  const terms = [];
  /** @type {Facet[]} */
  const facets = raw.facets.map((facet) => {
    const own = facet.terms.map(([id, label, parent], place) => ({
      id,
      label,
      number: facet.first + place,
      parent: parent < 0 ? -1 : facet.first + parent,
      depth: 0,
      rows: bits.emptySet(size),
      isNothing: id.startsWith("not-"),
    }));
    own.forEach((term) => {
      if (term.parent >= 0) term.depth = own[term.parent - facet.first].depth + 1;
    });
    terms.push(...own);
    return {
      id: facet.id,
      label: facet.label,
      isColumn: facet.column,
      isAxis: facet.axis,
      reasons: facet.reasons,
      terms: own,
      byId: new Map(own.map((term) => [term.id, term])),
    };
  });
  /** @type {Row[]} */
  const rows = raw.rows.map(
    ([id, name, url, subfield, firstYear, published, parameters, text, numbers, parametersText], index) => {
      for (const number of numbers) {
        for (let at = number; at >= 0; at = terms[at].parent) bits.add(terms[at].rows, index);
      }
      return {
        index,
        id,
        name,
        url,
        subfield,
        first_year: firstYear,
        published,
        parameters,
        parametersText,
        text,
        terms: numbers,
        rank: 0,
      };
    },
  );
  // Names are compared once; sorting ten thousand rows by a collator would take longer than everything else.
  [...rows]
    .sort((one, other) => compareNames(one.name, other.name))
    .forEach((row, rank) => {
      row.rank = rank;
    });
  return {
    snapshot: raw.snapshot,
    narrowDot: raw.narrow_dot,
    facets,
    // By their names, and by what older addresses call them.
    facetById: new Map(
      /** @type {[string, Facet][]} */ ([
        ...raw.facets.flatMap((one, place) => one.aliases.map((alias) => [alias, facets[place]])),
        ...facets.map((facet) => [facet.id, facet]),
      ]),
    ),
    terms,
    rows,
    rowById: new Map(rows.map((row) => [row.id, row])),
    spans: Object.fromEntries(Object.keys(YEARS).map((key) => [key, span(rows.map((row) => Number(row[key])))])),
  };
}

/** @param {number[]} years */
function span(years) {
  return years.length ? { first: Math.min(...years), last: Math.max(...years) } : { first: 0, last: 0 };
}

/**
 * @param {Data} data
 * @param {Row} row
 * @param {Facet} facet
 */
export function termsOf(data, row, facet) {
  const first = facet.terms.length ? facet.terms[0].number : 0;
  return row.terms
    .filter((number) => number >= first && number < first + facet.terms.length)
    .map((number) => data.terms[number]);
}

/** @type {Record<string, string>} */
const KINDS = { models: "model", datasets: "dataset", surveys: "survey", base: "base" };

// A kind's shape and a subfield's colour, as on every other page.
/**
 * @param {Row} row
 */
export function dotClass(row) {
  return `dot dot--${row.subfield} dot--is-${KINDS[row.url.split("/")[0]]}`;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * @param {string} one
 * @param {string} other
 */
export function compareNames(one, other) {
  return collator.compare(one, other);
}
