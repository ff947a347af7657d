// The explorer's data as the site gives it, made ready for filtering: one set of rows a term.

import * as bits from "./bits.js";

/**
 * Numbers, the smallest first; the name of a kind of nothing; or null for entries that have none to ask for.
 * @typedef {number[] | string | null} Amount
 * @typedef {[id: string, label: string, parent: number]} RawTerm
 * @typedef {{
 *   id: string, aliases: string[], label: string, first: number, axis: boolean, reasons: Record<string, string>,
 *   path: string, cells: Record<string, [entry: string, path: string]>, open_list: boolean,
 *   unfiled: Record<string, string[]>, terms: (RawTerm | number)[],
 * }} RawFacet
 * @typedef {[
 *   id: string, name: string, url: string, subfield: string, first_year: number, year: number, parameters: Amount,
 *   text: string, terms: number[], parametersText: string, size: Amount, sizeText: string,
 * ]} RawRow
 * @typedef {{
 *   snapshot: string, form: string, text_columns: Record<string, string>, facets: RawFacet[],
 *   rows: RawRow[],
 * }} RawData
 * @typedef {{
 *   id: string, label: string, number: number, parent: number, depth: number, rows: Uint32Array, isNothing: boolean,
 * }} Term
 * @typedef {{
 *   id: string, label: string, isAxis: boolean, reasons: Record<string, string>, terms: Term[],
 *   byId: Map<string, Term>, path: string, cells: Record<string, [entry: string, path: string]>, isOpenList: boolean,
 *   unfiled: Record<string, string[]>, unchecked: Term | undefined, unreported: Term | undefined,
 * }} Facet
 * @typedef {{
 *   index: number, id: string, name: string, url: string, subfield: string, text: string, terms: number[],
 *   rank: number, amounts: Record<string, Amount>, words: Record<string, string>, first_year: number,
 * }} Row
 * @typedef {ReturnType<typeof prepare>} Data
 */

/**
 * What rows are filtered by as numbers: years of the first appearance and of the version of record, and amounts.
 * @type {Record<string, { label: string, isYear: boolean, path: string, hint: string }>}
 */
export const RANGES = {
  first_year: { label: "First seen", isYear: true, path: "", hint: "" },
  year: { label: "Published", isYear: true, path: "", hint: "" },
  parameters: { label: "Parameters", isYear: false, path: "architecture.parameters", hint: "such as 100M or 7B" },
  size: { label: "Size of datasets", isYear: false, path: "size", hint: "the largest count: images, patients, …" },
};
export const NOT_CHECKED = "not-checked";
export const NOT_REPORTED = "not-reported";
export const NOTHING = new Set([NOT_CHECKED, NOT_REPORTED, "not-applicable"]);

/**
 * @param {string} address
 * @returns {Promise<Data>}
 */
export async function loadData(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  return prepare(await answer.json());
}

/**
 * @param {RawRow} row
 * @returns {RawTerm}
 */
function rowTerm([id, name]) {
  return [id, name, -1];
}

/** @param {RawData} raw */
export function prepare(raw) {
  const size = raw.rows.length;
  /** @type {Term[]} */
  const terms = [];
  /** @type {Facet[]} */
  const facets = raw.facets.map((facet) => {
    const own = facet.terms.map((term, place) => {
      // A term that is an entry is given as the place of its row.
      const [id, label, parent] = typeof term === "number" ? rowTerm(raw.rows[term]) : term;
      return {
        id,
        label,
        number: facet.first + place,
        parent: parent < 0 ? -1 : facet.first + parent,
        depth: 0,
        rows: bits.emptySet(size),
        isNothing: NOTHING.has(id),
      };
    });
    own.forEach((term) => {
      if (term.parent >= 0) term.depth = own[term.parent - facet.first].depth + 1;
    });
    terms.push(...own);
    return {
      id: facet.id,
      label: facet.label,
      isAxis: facet.axis,
      reasons: facet.reasons,
      terms: own,
      byId: new Map(own.map((term) => [term.id, term])),
      path: facet.path,
      cells: facet.cells,
      isOpenList: facet.open_list,
      unfiled: facet.unfiled,
      unchecked: own.find((term) => term.id === NOT_CHECKED),
      unreported: own.find((term) => term.id === NOT_REPORTED),
    };
  });
  /** @type {Row[]} */
  const rows = raw.rows.map(
    ([id, name, url, subfield, firstYear, year, parameters, text, numbers, parametersText, size, sizeText], index) => {
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
        amounts: { first_year: [firstYear], year: [year], parameters, size },
        words: { first_year: String(firstYear), year: String(year), parameters: parametersText, size: sizeText },
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
    form: raw.form,
    textColumns: raw.text_columns,
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
    spans: Object.fromEntries(
      Object.keys(RANGES).map((key) => [key, span(rows.flatMap((row) => numbersOf(row, key)))]),
    ),
  };
}

/**
 * The numbers of a row; none where it says nothing.
 * @param {Row} row
 * @param {string} key
 */
export function numbersOf(row, key) {
  const amount = row.amounts[key];
  return Array.isArray(amount) ? amount : [];
}

/** @param {number[]} numbers */
function span(numbers) {
  const [first, last] = [Math.min, Math.max].map((most) =>
    numbers.reduce((one, other) => most(one, other), numbers[0]),
  );
  return { first: first ?? 0, last: last ?? 0 };
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
