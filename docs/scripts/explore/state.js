// What the reader has chosen, in the address of the page: shareable, and the back button works. (`q` would open the
// search of every page, so the text is `text`.)

import { YEARS } from "./data.js";

/**
 * @typedef {{ from: number | null, to: number | null }} Range
 * @typedef {{
 *   text: string, chosen: Map<string, Set<string>>, all: Set<string>, years: Record<string, Range>, sort: string,
 *   descending: boolean, columns: Set<string>, page: number, selected: Set<string>,
 * }} State
 * @typedef {import("./data.js").Data} Data
 */

export const PAGE_SIZE = 50;
const SORTS = ["name", ...Object.keys(YEARS), "parameters"];
// What older addresses say, and what it is called now; facets bring their own former names.
/** @type {Record<string, string>} */
const FORMER = { year: "first_year" };

/** @returns {Record<string, Range>} */
export function emptyYears() {
  return Object.fromEntries(Object.keys(YEARS).map((key) => [key, { from: null, to: null }]));
}

/** @param {string} name */
function current(name) {
  return Object.hasOwn(FORMER, name) ? FORMER[name] : name;
}

/**
 * @param {string[]} columns
 * @returns {State}
 */
export function emptyState(columns) {
  return {
    text: "",
    chosen: new Map(),
    all: new Set(),
    years: emptyYears(),
    sort: "first_year",
    descending: true,
    columns: new Set(columns),
    page: 1,
    selected: new Set(),
  };
}

/**
 * Reads a state; what makes no sense is left out and said in `problems`, and nothing breaks.
 * @param {string} search
 * @param {Data} data
 * @param {string[]} columns
 */
export function readState(search, data, columns) {
  const state = emptyState(columns);
  /** @type {string[]} */
  const problems = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const isAll = name.endsWith(".all");
    const key = current(name.replace(/\.all$/, ""));
    const facet = data.facetById.get(key);
    if (facet && isAll) state.all.add(facet.id);
    else if (facet) readTerms(state, facet, value, problems);
    else readOther(state, key, value, data, problems);
  }
  return { state, problems };
}

/**
 * @param {State} state
 * @param {import("./data.js").Facet} facet
 * @param {string} value
 * @param {string[]} problems
 */
function readTerms(state, facet, value, problems) {
  const ids = value.split(",").filter(Boolean);
  const known = ids.filter((id) => facet.byId.has(id));
  problems.push(...ids.filter((id) => !facet.byId.has(id)).map((id) => `${facet.label} “${id}” is not in the atlas`));
  if (known.length) state.chosen.set(facet.id, new Set(known));
}

/**
 * @param {State} state
 * @param {string} key
 * @param {string} value
 * @param {Data} data
 * @param {string[]} problems
 */
function readOther(state, key, value, data, problems) {
  // The search of every page keeps its words in `q`.
  if (key === "q") return;
  if (key === "text") state.text = value.slice(0, 200);
  else if (Object.hasOwn(YEARS, key)) readYears(state.years[key], value, problems);
  else if (key === "sort" && SORTS.includes(current(value.replace(/^-/, "")))) {
    state.sort = current(value.replace(/^-/, ""));
    state.descending = value.startsWith("-");
  } else if (key === "cols")
    state.columns = new Set(
      value
        .split(",")
        .map((id) => data.facetById.get(id)?.id ?? current(id))
        .filter((id) => Object.hasOwn(YEARS, id) || id === "parameters" || data.facetById.get(id)?.isColumn),
    );
  else if (key === "page" && /^\d{1,6}$/.test(value)) state.page = Math.max(1, Number(value));
  else if (key === "ids") readSelection(state, value, data, problems);
  else problems.push(`“${key}=${value.slice(0, 40)}” is not a filter`);
}

/**
 * @param {Range} range
 * @param {string} value
 * @param {string[]} problems
 */
function readYears(range, value, problems) {
  const found = /^(\d{4})?-(\d{4})?$/.exec(value);
  if (!found) problems.push(`“${value.slice(0, 40)}” is not a range of years such as 2019-2024`);
  else [range.from, range.to] = [found[1], found[2]].map((year) => (year ? Number(year) : null));
}

/**
 * @param {State} state
 * @param {string} value
 * @param {Data} data
 * @param {string[]} problems
 */
function readSelection(state, value, data, problems) {
  for (const id of value.split(",").filter(Boolean)) {
    if (data.rowById.has(id)) state.selected.add(id);
    else problems.push(`there is no entry “${id.slice(0, 60)}”`);
  }
}

/**
 * The ranges of years that are not open on both sides.
 * @param {State} state
 */
export function chosenYears(state) {
  return Object.entries(state.years).filter(([, { from, to }]) => from !== null || to !== null);
}

/**
 * The address of a state: only what differs from the beginning.
 * @param {State} state
 * @param {string[]} columns
 */
export function writeState(state, columns) {
  /** @type {string[]} */
  const parts = [];
  /** @param {string} key @param {string | number} value */
  const put = (key, value) =>
    parts.push(`${key}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%20/g, "+")}`);
  if (state.text) put("text", state.text);
  for (const [facet, ids] of state.chosen) {
    if (ids.size) put(facet, [...ids].join(","));
    if (ids.size > 1 && state.all.has(facet)) put(`${facet}.all`, "1");
  }
  for (const [key, { from, to }] of chosenYears(state)) put(key, `${from ?? ""}-${to ?? ""}`);
  const sort = (state.descending ? "-" : "") + state.sort;
  if (sort !== "-first_year") put("sort", sort);
  const chosen = [...state.columns];
  if (chosen.length !== columns.length || chosen.some((id) => !columns.includes(id))) put("cols", chosen.join(","));
  if (state.selected.size) put("ids", [...state.selected].join(","));
  if (state.page > 1) put("page", state.page);
  return parts.length ? `?${parts.join("&")}` : "";
}

/** @param {State} state */
export function isFiltered(state) {
  return Boolean(state.text) || chosenYears(state).length > 0 || [...state.chosen.values()].some((ids) => ids.size);
}
