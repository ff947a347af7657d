// The gap map in numbers: models of each pair of terms, those that may belong there, and what is empty.

import * as bits from "../explore/bits.js";

/**
 * @typedef {import("../explore/data.js").Data} Data
 * @typedef {import("../explore/data.js").Facet} Facet
 * @typedef {import("../explore/data.js").Term} Term
 * @typedef {import("./state.js").State} State
 * @typedef {Term & { facet: Facet, models: Uint32Array, total: number }} AxisTerm
 * @typedef {{ terms: AxisTerm[], unchecked: Uint32Array, facet: Facet }} Axis
 * @typedef {{ label: string, parts: [string, Uint32Array][] }} Dimension
 * @typedef {ReturnType<typeof cellOf>} Cell
 * @typedef {{ row: AxisTerm, column: AxisTerm, may: number, inRow: string[], inColumn: string[] }} Gap
 */

const UNCHECKED = "not-checked";
const RECENT_YEARS = 3;

/** @param {Data} data */
export function modelsOf(data) {
  return data.facetById.get("kind")?.byId.get("model")?.rows ?? bits.emptySet(data.rows.length);
}

/**
 * Terms of one axis that models are filed under, the fullest first; what says nothing stands at the end.
 * @param {Data} data
 * @param {string} id
 * @param {import("./state.js").Level} level
 * @returns {Axis}
 */
export function axisOf(data, id, level) {
  const facet = /** @type {Facet} */ (data.facetById.get(id));
  const models = modelsOf(data);
  const terms = facet.terms
    .filter((term) => term.isNothing || level === "all" || term.depth === 0)
    .map((term) => {
      const own = bits.intersect(term.rows.slice(), models);
      return { ...term, facet, models: own, total: bits.count(own) };
    })
    .filter((term) => term.total || !term.isNothing)
    .sort((one, other) => Number(one.isNothing) - Number(other.isNothing) || other.total - one.total);
  const unchecked = terms.find((term) => term.id === UNCHECKED)?.models ?? bits.emptySet(data.rows.length);
  return { terms, unchecked, facet };
}

/**
 * What the cells show beside their number.
 * @param {Data} data
 * @param {string} by
 * @returns {Dimension | null}
 */
export function dimensionOf(data, by) {
  const models = modelsOf(data);
  /** @param {string} label @param {[string, (row: Data["rows"][number]) => boolean][]} parts */
  const divide = (label, parts) => ({
    label,
    parts: parts.map(([words, belongs]) => {
      const set = bits.emptySet(data.rows.length);
      for (const row of data.rows) if (bits.has(models, row.index) && belongs(row)) bits.add(set, row.index);
      return /** @type {[string, Uint32Array]} */ ([words, set]);
    }),
  });
  /** @param {string} facet @param {(id: string) => boolean} accepts */
  const filed = (facet, accepts) => {
    const set = bits.emptySet(data.rows.length);
    for (const term of data.facetById.get(facet)?.terms ?? []) if (accepts(term.id)) bits.unite(set, term.rows);
    return (/** @type {{ index: number }} */ row) => Boolean(bits.has(set, row.index));
  };
  if (by === "weights") {
    const [open, other] = [filed("weights", (id) => id === "open"), filed("weights", (id) => !id.startsWith("not-"))];
    return divide("Open weights", [
      ["open weights", open],
      ["weights not open", (row) => other(row) && !open(row)],
      ["weights not known", (row) => !other(row)],
    ]);
  }
  if (by === "evidence") {
    const tested = filed("clinical_evidence", (id) => id !== "benchmark" && !id.startsWith("not-"));
    const bench = filed("clinical_evidence", (id) => id === "benchmark");
    return divide("Clinical evidence", [
      ["clinical evidence", tested],
      ["benchmarks only", (row) => bench(row) && !tested(row)],
      ["evidence not known", (row) => !bench(row) && !tested(row)],
    ]);
  }
  if (by === "years") {
    const last = Math.max(...data.rows.filter((row) => bits.has(models, row.index)).map((row) => row.first_year));
    const first = last - RECENT_YEARS + 1;
    return divide("Year", [
      [`first seen ${first} to ${last}`, (row) => row.first_year >= first],
      ["first seen before", (row) => row.first_year < first],
    ]);
  }
  return null;
}

/**
 * One pair of terms. A model may belong there if one of its two axes says so and nobody has checked the other.
 * @param {Axis} rows
 * @param {Axis} columns
 * @param {AxisTerm} row
 * @param {AxisTerm} column
 * @param {Dimension | null} dimension
 */
function cellOf(rows, columns, row, column, dimension) {
  const isNothing = row.isNothing || column.isNothing;
  const count = bits.countBoth(row.models, column.models);
  const may = isNothing
    ? 0
    : bits.countBoth(row.models, columns.unchecked) + bits.countBoth(column.models, rows.unchecked);
  const both = dimension && count ? bits.intersect(row.models.slice(), column.models) : null;
  const parts = both && dimension ? dimension.parts.map(([, set]) => bits.countBoth(both, set)) : [];
  return { count, may, isNothing, parts };
}

/**
 * The whole table. Rows and columns without any model are left out where the reader wants that.
 * @param {Data} data
 * @param {State} state
 */
export function tableOf(data, state) {
  const rows = axisOf(data, state.rows, state.rowLevel);
  const columns = axisOf(data, state.columns, state.columnLevel);
  const dimension = dimensionOf(data, state.by);
  const cells = rows.terms.map((row) => columns.terms.map((column) => cellOf(rows, columns, row, column, dimension)));
  /** @param {Cell} cell */
  const isFilled = (cell) => cell.count > 0 && !cell.isNothing;
  const rowPlaces = rows.terms
    .map((_, place) => place)
    .filter((place) => !state.hide || rows.terms[place].isNothing || cells[place].some(isFilled));
  const columnPlaces = columns.terms
    .map((_, place) => place)
    .filter((place) => !state.hide || columns.terms[place].isNothing || cells.some((line) => isFilled(line[place])));
  return {
    rows,
    columns,
    dimension,
    shownRows: rowPlaces.map((place) => rows.terms[place]),
    shownColumns: columnPlaces.map((place) => columns.terms[place]),
    cells: rowPlaces.map((row) => columnPlaces.map((column) => cells[row][column])),
    hiddenRows: rows.terms.length - rowPlaces.length,
    hiddenColumns: columns.terms.length - columnPlaces.length,
  };
}

/**
 * Pairs without a model, those first of which both terms have most models, each with the fullest cells next to it.
 * @param {ReturnType<typeof tableOf>} table
 * @returns {Gap[]}
 */
export function gapsOf({ shownRows, shownColumns, cells }) {
  /** @type {Gap[]} */
  const gaps = [];
  /** @param {{ term: AxisTerm, cell: Cell }[]} line */
  const fullest = (line) =>
    line
      .filter(({ term, cell }) => !term.isNothing && cell.count)
      .sort((one, other) => other.cell.count - one.cell.count)
      .slice(0, 3)
      .map(({ term, cell }) => `${term.label} (${cell.count})`);
  shownRows.forEach((row, place) => {
    shownColumns.forEach((column, at) => {
      const cell = cells[place][at];
      if (cell.isNothing || cell.count || !row.total || !column.total) return;
      gaps.push({
        row,
        column,
        may: cell.may,
        inRow: fullest(shownColumns.map((term, one) => ({ term, cell: cells[place][one] }))),
        inColumn: fullest(shownRows.map((term, one) => ({ term, cell: cells[one][at] }))),
      });
    });
  });
  return gaps.sort((one, other) => other.row.total * other.column.total - one.row.total * one.column.total);
}
