// Which rows match a state, which may match since a cell was never checked, and which stay unknown since the sources
// do not say. The rules are those of query/truth.py, row by row as bits.

import { compact } from "../shared/names.js";
import * as bits from "./bits.js";
import { NOT_CHECKED, NOT_REPORTED, numbersOf, RANGES } from "./data.js";
import { chosenRanges } from "./state.js";

/**
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Facet} Facet
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./state.js").State} State
 * What one condition says: rows that it accepts, rows where the cell was never checked, rows not reported, and whether
 * a further term of the facet would let more rows through.
 * @typedef {{
 *   id: string, matches: Uint32Array, unchecked: Uint32Array, unreported: Uint32Array, isWidened: boolean,
 * }} Condition
 * An open cell: the entry that it stands in, its path there, and what the field is called.
 * @typedef {{ entry: string, path: string, label: string }} Cell
 * Addresses of entries that say what the text asks for, and of those that say something written like it.
 * @typedef {{ said: Set<string>, alike: Set<string> }} Told
 * @typedef {ReturnType<typeof applyFilter>} Result
 */

// Shorter words are part of many others, as CT is of prediction.
const MIN_PART = 4;

/**
 * @param {Data} data
 * @param {State} state
 * @param {Told | null} told what is known of the text
 */
export function applyFilter(data, state, told = null) {
  const { rows: plain, isAlike } = textRows(data, state, told);
  const conditions = [
    ...chosenRanges(state).map(([key, range]) => rangeCondition(data, key, range)),
    ...data.facets
      .filter((facet) => state.chosen.get(facet.id)?.size)
      .map((facet) =>
        facetCondition(data, facet, /** @type {Set<string>} */ (state.chosen.get(facet.id)), state.all.has(facet.id)),
      ),
    ...data.facets
      .filter((facet) => state.leftOut.get(facet.id)?.size)
      .map((facet) => turned(data, facetCondition(data, facet, state.leftOut.get(facet.id) ?? new Set(), false))),
  ];
  const [sure, checked, possible] = [plain.slice(), plain.slice(), plain.slice()];
  for (const { matches, unchecked, unreported } of conditions) {
    const ifChecked = bits.unite(matches.slice(), unchecked);
    bits.intersect(sure, matches);
    bits.intersect(checked, ifChecked);
    bits.intersect(possible, bits.unite(ifChecked, unreported));
  }
  const mayMatch = bits.subtract(checked, sure);
  const untold = bits.subtract(bits.subtract(possible, sure), mayMatch);
  return {
    plain,
    isAlike,
    conditions,
    passed: sure,
    total: bits.count(sure),
    mayMatch,
    mayTotal: bits.count(mayMatch),
    untold,
    untoldTotal: bits.count(untold),
  };
}

/**
 * The rows that say the text; where none does, those that say something like it.
 * @param {Data} data
 * @param {State} state
 * @param {Told | null} told
 */
function textRows(data, state, told) {
  const words = state.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return { rows: bits.fullSet(data.rows.length), isAlike: false };
  /** @param {(row: Row) => boolean | undefined} isWanted */
  const those = (isWanted) => {
    const rows = bits.emptySet(data.rows.length);
    for (const row of data.rows) if (isWanted(row)) bits.add(rows, row.index);
    return rows;
  };
  const rows = those((row) => told?.said.has(row.url) || words.every((word) => isIn(row, word)));
  if (!told || bits.count(rows)) return { rows, isAlike: false };
  const alike = those((row) => told.alike.has(row.url));
  return { rows: alike, isAlike: bits.count(alike) > 0 };
}

/**
 * Whether a row has a word in its names, title or authors: a short one as a word, or where its name begins.
 * @param {Row} row
 * @param {string} word
 */
function isIn(row, word) {
  if (word.length >= MIN_PART || !/^[a-z0-9]+$/.test(word)) return row.text.includes(word);
  return wordsIn(row).has(word) || row.text.startsWith(word);
}

/** @type {WeakMap<Row, Set<string>>} */
const split = new WeakMap();

/** @param {Row} row */
function wordsIn(row) {
  const found = split.get(row) ?? new Set(row.text.split(/[^\p{L}\p{N}]+/u));
  split.set(row, found);
  return found;
}

/**
 * @param {Data} data
 * @param {string} key
 * @param {import("./state.js").Range} range
 * @returns {Condition}
 */
function rangeCondition(data, key, { from, to, isOpen }) {
  const size = data.rows.length;
  const [matches, unchecked, unreported] = [bits.emptySet(size), bits.emptySet(size), bits.emptySet(size)];
  const [least, most] = [from ?? -Infinity, to ?? Infinity];
  for (const row of data.rows) {
    const amount = row.amounts[key];
    if (isOpen) {
      if (amount === NOT_CHECKED) bits.add(matches, row.index);
    } else if (amount === NOT_CHECKED) bits.add(unchecked, row.index);
    else if (amount === NOT_REPORTED) bits.add(unreported, row.index);
    else if (isWithin(numbersOf(row, key), least, most)) bits.add(matches, row.index);
  }
  return { id: key, matches, unchecked, unreported, isWidened: false };
}

/**
 * Whether one number is not too small and one not too large, as two conditions of a filter ask.
 * @param {number[]} numbers
 * @param {number} least
 * @param {number} most
 */
function isWithin(numbers, least, most) {
  return numbers.length > 0 && numbers[numbers.length - 1] >= least && numbers[0] <= most;
}

/**
 * @param {Data} data
 * @param {Facet} facet
 * @param {Set<string>} chosen
 * @param {boolean} all
 * @returns {Condition}
 */
function facetCondition(data, facet, chosen, all) {
  const size = data.rows.length;
  const matches = all ? bits.fullSet(size) : bits.emptySet(size);
  for (const id of chosen)
    (all ? bits.intersect : bits.unite)(matches, /** @type {import("./data.js").Term} */ (facet.byId.get(id)).rows);
  const isOfStates = [...chosen].every((id) => facet.byId.get(id)?.isNothing);
  const isTold = chosen.has(NOT_REPORTED) || isOfStates;
  const none = bits.emptySet(size);
  return {
    id: facet.id,
    matches,
    unchecked: chosen.has(NOT_CHECKED) ? none : (facet.unchecked?.rows ?? none),
    unreported: isTold ? none : (facet.unreported?.rows ?? none),
    isWidened: !all,
  };
}

/**
 * The condition that holds where another does not; where that is open, it stays open.
 * @param {Data} data
 * @param {Condition} condition
 * @returns {Condition}
 */
function turned(data, condition) {
  const matches = bits.fullSet(data.rows.length);
  for (const other of [condition.matches, condition.unchecked, condition.unreported]) bits.subtract(matches, other);
  // A row that surely has one of the terms is left out, whatever else is open.
  const [unchecked, unreported] = [condition.unchecked.slice(), condition.unreported.slice()];
  for (const open of [unchecked, unreported]) bits.subtract(open, condition.matches);
  return { ...condition, matches, unchecked, unreported, isWidened: false };
}

/**
 * Counts of a facet's terms: how many rows would match. With “any”, a further term widens the facet, so the facet's own
 * choice does not count.
 * @param {Result} result
 * @param {Facet} facet
 */
export function countTerms(result, facet) {
  const base = result.plain.slice();
  for (const { id, matches, isWidened } of result.conditions) {
    if (id !== facet.id || !isWidened) bits.intersect(base, matches);
  }
  return facet.terms.map((term) => bits.countBoth(base, term.rows));
}

/**
 * The cells that leave open whether a row matches.
 * @param {Data} data
 * @param {Result} result
 * @param {Row} row
 * @returns {Cell[]}
 */
export function openCells(data, result, row) {
  const open = result.conditions
    .filter(({ matches, unchecked }) => bits.has(unchecked, row.index) && !bits.has(matches, row.index))
    .map(({ id }) => id);
  return [...new Set(open)].map((id) => cellOf(data, id, row));
}

/**
 * @param {Data} data
 * @param {string} id
 * @param {Row} row
 * @returns {Cell}
 */
function cellOf(data, id, row) {
  if (Object.hasOwn(RANGES, id)) return { entry: row.id, path: RANGES[id].path, label: RANGES[id].label.toLowerCase() };
  const facet = /** @type {Facet} */ (data.facetById.get(id));
  const [entry, path] = facet.cells[row.id] ?? [row.id, facet.path];
  const upstream = entry === row.id ? "" : ` of ${data.rowById.get(entry)?.name ?? entry}`;
  return { entry, path, label: facet.label.toLowerCase() + upstream };
}

/**
 * The fields of the conditions that leave rows open, in words, the one with most rows first.
 * @param {Data} data
 * @param {Result} result
 * @param {"unchecked" | "unreported"} state
 */
export function openFields(data, result, state) {
  const among = state === "unchecked" ? result.mayMatch : result.untold;
  return result.conditions
    .map((condition) => ({ id: condition.id, rows: bits.countBoth(condition[state], among) }))
    .filter(({ rows }) => rows)
    .sort((one, other) => other.rows - one.rows)
    .map(({ id }) =>
      (Object.hasOwn(RANGES, id) ? RANGES[id].label : (data.facetById.get(id)?.label ?? id)).toLowerCase(),
    )
    .filter((label, place, labels) => labels.indexOf(label) === place);
}

// All rows in the orders that were asked for, by data and then by order: a filter only picks from them.
/** @type {WeakMap<Data, Map<string, Row[]>>} */
const orders = new WeakMap();

/**
 * @param {Data} data
 * @param {State} state
 * @param {Uint32Array} passed
 * @returns {Row[]}
 */
export function sortedRows(data, state, passed) {
  /** @type {Map<string, Row[]>} */
  const known = orders.get(data) ?? new Map();
  orders.set(data, known);
  const key = `${state.sort} ${state.descending}`;
  const order = known.get(key) ?? inOrder(data, state);
  known.set(key, order);
  return order.filter((row) => bits.has(passed, row.index));
}

/**
 * Rows with those first whose name is the text, then those whose name begins with it; the others stay as they are.
 * @param {Row[]} rows
 * @param {string} text
 */
export function namedFirst(rows, text) {
  const wanted = compact(text);
  if (!wanted) return rows;
  /** @type {[Row[], Row[], Row[]]} */
  const [called, begun, others] = [[], [], []];
  for (const row of rows) {
    const name = compact(row.name);
    (name === wanted ? called : name.startsWith(wanted) ? begun : others).push(row);
  }
  return [...called, ...begun, ...others];
}

/**
 * @param {Data} data
 * @param {State} state
 */
function inOrder(data, state) {
  const rows = [...data.rows];
  const sign = state.descending ? -1 : 1;
  /** @param {Row} one @param {Row} other */
  const byName = (one, other) => one.rank - other.rank;
  if (state.sort === "name") return rows.sort((one, other) => sign * byName(one, other));
  // Rows that say nothing come last, whichever way the others are sorted.
  return rows.sort((one, other) => {
    const [first, second] = [numbersOf(one, state.sort).at(-1), numbersOf(other, state.sort).at(-1)];
    if (first === undefined || second === undefined)
      return Number(first === undefined) - Number(second === undefined) || byName(one, other);
    return sign * (first - second) || byName(one, other);
  });
}
