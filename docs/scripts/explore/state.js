// What the reader has chosen, in the address of the page: shareable, and the back button works. (`q` would open the
// search of every page, so the text is `text`.)

import { quoted } from "../shared/wording.js";
import { NOT_CHECKED, NOTHING, RANGES } from "./data.js";

/**
 * Numbers from one to another; or, where it is open, rows of which nobody has checked the number.
 * @typedef {{ from: number | null, to: number | null, isOpen: boolean }} Range
 * @typedef {{
 *   text: string, chosen: Map<string, Set<string>>, leftOut: Map<string, Set<string>>, all: Set<string>,
 *   ranges: Record<string, Range>, sort: string, descending: boolean, columns: Set<string> | null, page: number,
 *   selected: Set<string>, mayMatch: boolean,
 * }} State
 * Of each facet, the terms that rows shall have, and those that they shall not have.
 * @typedef {import("./data.js").Data} Data
 */

// Columns that are shown as long as the reader chooses none, by the kind that is asked for alone.
/** @type {Record<string, string[]>} */
const STANDARD = {
  "": ["first_year", "subfields", "pretraining", "tasks", "parameters", "weights", "review"],
  dataset: ["first_year", "modalities", "tasks", "size", "access", "licence", "review"],
  survey: ["first_year", "subfields", "modalities", "tasks", "venue", "review"],
};

export const PAGE_SIZE = 50;
export const SORTS = ["name", ...Object.keys(RANGES)];
// What older addresses say, and what it is called now; facets bring their own former names.
/** @type {Record<string, string>} */
const FORMER = { published: "year" };
/** @type {Record<string, number>} */
const UNITS = { "": 1, k: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** @returns {Record<string, Range>} */
function emptyRanges() {
  return Object.fromEntries(Object.keys(RANGES).map((key) => [key, { from: null, to: null, isOpen: false }]));
}

/** @param {string} name */
function current(name) {
  return Object.hasOwn(FORMER, name) ? FORMER[name] : name;
}

/** @returns {State} */
export function emptyState() {
  return {
    text: "",
    chosen: new Map(),
    leftOut: new Map(),
    all: new Set(),
    ranges: emptyRanges(),
    sort: "first_year",
    descending: true,
    columns: null,
    page: 1,
    selected: new Set(),
    mayMatch: false,
  };
}

/**
 * Reads a state; what makes no sense is left out and said in `problems`, and nothing breaks.
 * @param {string} search
 * @param {Data} data
 */
export function readState(search, data) {
  const state = emptyState();
  /** @type {string[]} */
  const problems = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const [, field, part] = /** @type {RegExpExecArray} */ (/^(.*?)(\.all|\.not)?$/s.exec(name));
    const key = current(field);
    const facet = data.facetById.get(key);
    if (facet && part === ".all") state.all.add(facet.id);
    else if (facet) readTerms(part ? state.leftOut : state.chosen, facet, value, problems);
    else readOther(state, key, value, data, problems);
  }
  return { state, problems };
}

/**
 * @param {Map<string, Set<string>>} into
 * @param {import("./data.js").Facet} facet
 * @param {string} value
 * @param {string[]} problems
 */
function readTerms(into, facet, value, problems) {
  const ids = termsIn(value, facet);
  const known = ids.filter((id) => facet.byId.has(id));
  problems.push(...ids.filter((id) => !facet.byId.has(id)).map((id) => `${facet.label} “${id}” is not in the atlas`));
  if (known.length) into.set(facet.id, new Set(known));
}

/**
 * The terms that a value names, with commas between them; some names have commas themselves.
 * @param {string} value
 * @param {import("./data.js").Facet} facet
 */
function termsIn(value, facet) {
  const parts = value.split(",");
  const ids = [];
  for (let at = 0; at < parts.length; ) {
    let end = parts.length;
    while (end > at + 1 && !facet.byId.has(parts.slice(at, end).join(","))) end--;
    ids.push(parts.slice(at, end).join(","));
    at = end;
  }
  return ids.filter(Boolean);
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
  else if (Object.hasOwn(RANGES, key)) readRange(state.ranges[key], key, value, problems);
  else if (key === "sort" && SORTS.includes(current(value.replace(/^-/, "")))) {
    state.sort = current(value.replace(/^-/, ""));
    state.descending = value.startsWith("-");
  } else if (key === "cols") state.columns = new Set(value.split(",").flatMap((id) => columnCalled(id, data) ?? []));
  else if (key === "page" && /^\d{1,6}$/.test(value)) state.page = Math.max(1, Number(value));
  else if (key === "ids") readSelection(state, value, data, problems);
  else if (key === "may_match") state.mayMatch = value !== "0";
  else problems.push(`“${key}=${value.slice(0, 40)}” is not a filter`);
}

/**
 * The column of a name or a former name; columns of texts have their own names before facets' former ones.
 * @param {string} name
 * @param {Data} data
 */
function columnCalled(name, data) {
  const id = current(name);
  if (Object.hasOwn(RANGES, id) || Object.hasOwn(data.textColumns, id)) return id;
  return data.facetById.get(id)?.id;
}

/**
 * @param {Range} range
 * @param {string} key
 * @param {string} value
 * @param {string[]} problems
 */
function readRange(range, key, value, problems) {
  if (value === NOT_CHECKED) {
    range.isOpen = true;
    return;
  }
  // A number alone is both ends.
  const [from, to, ...more] = value.includes("-") ? value.split("-") : [value, value];
  const ends = [from, to].map((end) => (end ? readNumber(key, end) : null));
  const isRange = value && !more.length && ends.every((end) => end !== undefined);
  const example = RANGES[key].isYear ? "range of years such as 2019-2024" : "range such as 100M-7B";
  if (isRange) [range.from, range.to] = /** @type {(number | null)[]} */ (ends);
  else problems.push(`“${value.slice(0, 40)}” is not a ${example}`);
}

/**
 * A year, or an amount with a unit such as 100M; undefined where it is neither.
 * @param {string} key
 * @param {string} text
 */
export function readNumber(key, text) {
  if (RANGES[key].isYear) return /^\d{4}$/.test(text) ? Number(text) : undefined;
  const found = /^(\d{1,15}(?:\.\d{1,6})?)\s*([kmbt]?)$/i.exec(text.trim().replaceAll(",", ""));
  if (!found) return undefined;
  const unit = found[2].toLowerCase() === "k" ? "k" : found[2].toUpperCase();
  return Math.round(Number(found[1]) * UNITS[unit] * 1e6) / 1e6;
}

/**
 * A number as it stands in addresses and fields.
 * @param {string} key
 * @param {number | null} number
 */
export function writeNumber(key, number) {
  if (number === null) return "";
  if (RANGES[key].isYear) return String(number);
  const [unit, size] = Object.entries(UNITS).findLast(([, one]) => number >= one) ?? ["", 1];
  return String(number / size) + unit;
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
 * The ranges that ask for something.
 * @param {State} state
 */
export function chosenRanges(state) {
  return Object.entries(state.ranges).filter(([, one]) => one.isOpen || one.from !== null || one.to !== null);
}

/**
 * The address of a state: only what differs from the beginning.
 * @param {State} state
 */
export function writeState(state) {
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
  for (const [facet, ids] of state.leftOut) if (ids.size) put(`${facet}.not`, [...ids].join(","));
  for (const [key, { from, to, isOpen }] of chosenRanges(state))
    put(key, isOpen ? NOT_CHECKED : `${writeNumber(key, from)}-${writeNumber(key, to)}`);
  if (state.mayMatch) put("may_match", 1);
  const sort = (state.descending ? "-" : "") + state.sort;
  if (sort !== "-first_year") put("sort", sort);
  if (state.columns) put("cols", [...state.columns].join(","));
  if (state.selected.size) put("ids", [...state.selected].join(","));
  if (state.page > 1) put("page", state.page);
  return parts.length ? `?${parts.join("&")}` : "";
}

/**
 * The filter as `hfm-atlas query` takes it, which knows no words that entries say.
 * @param {State} state
 */
export function filterOf(state) {
  /** @param {Iterable<string>} ids */
  const written = (ids) => [...ids].map((id) => quoted(NOTHING.has(id) ? id.replace("-", " ") : id));
  const chosen = [...state.chosen].flatMap(([facet, ids]) =>
    state.all.has(facet) ? written(ids).map((id) => `${facet}=${id}`) : `${facet}=${written(ids).join(",")}`,
  );
  const leftOut = [...state.leftOut].map(([facet, ids]) => `not ${facet}=${written(ids).join(",")}`);
  const ranges = chosenRanges(state).flatMap(([key, { from, to, isOpen }]) => [
    ...(isOpen ? [`${key}="not checked"`] : []),
    ...(from === null ? [] : [`${key}>=${writeNumber(key, from)}`]),
    ...(to === null ? [] : [`${key}<=${writeNumber(key, to)}`]),
  ]);
  return [...chosen, ...leftOut, ...ranges].join(" and ");
}

/**
 * The ids of the columns to show.
 * @param {State} state
 */
export function columnsOf(state) {
  const kinds = [...(state.chosen.get("kind") ?? [])];
  return state.columns ?? new Set(STANDARD[kinds.length === 1 ? kinds[0] : ""] ?? STANDARD[""]);
}

/**
 * Takes a term out of those of its facet.
 * @param {Map<string, Set<string>>} terms by facet
 * @param {string} facet
 * @param {string} id
 * @returns {boolean} whether it was there
 */
export function takeOut(terms, facet, id) {
  const wasThere = terms.get(facet)?.delete(id) ?? false;
  if (!terms.get(facet)?.size) terms.delete(facet);
  return wasThere;
}

/**
 * Puts a term of a facet into one of two sets of terms and takes it out of the other; out of both, where it was in.
 * @param {Map<string, Set<string>>} into by facet
 * @param {Map<string, Set<string>>} other by facet
 * @param {string} facet
 * @param {string} id
 */
export function toggle(into, other, facet, id) {
  takeOut(other, facet, id);
  if (!takeOut(into, facet, id)) into.set(facet, (into.get(facet) ?? new Set()).add(id));
}

/** @param {State} state */
export function isFiltered(state) {
  const terms = [...state.chosen.values(), ...state.leftOut.values()];
  return Boolean(state.text) || chosenRanges(state).length > 0 || terms.some((ids) => ids.size);
}
