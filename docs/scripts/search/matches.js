// What matches the filters that words are read as, by Explore's own data and rules; loaded when words are first
// read so.

import { loadData } from "../explore/data.js";
import { applyFilter, sortedRows } from "../explore/filter.js";
import { readState } from "../explore/state.js";
import { addressOf } from "./reading.js";

/** @typedef {{ urls: string[], mayMatch: number }} Matches */

const ENTRIES = new URL("../../explore/entries.json", import.meta.url);

/** @type {ReturnType<typeof loadData> | null} */
let loading = null;

/**
 * The addresses of the entries that match, in Explore's order, and how many more may match.
 * @param {import("./reading.js").Reading} reading
 * @returns {Promise<Matches>}
 */
export async function matchesOf(reading) {
  loading ??= loadData(ENTRIES.href).catch((problem) => {
    loading = null;
    throw problem;
  });
  return matchesIn(await loading, reading);
}

/**
 * @param {import("../explore/data.js").Data} data
 * @param {import("./reading.js").Reading} reading
 * @returns {Matches}
 */
export function matchesIn(data, reading) {
  const { state } = readState(new URL(addressOf(reading), ENTRIES).search, data);
  const { passed, mayTotal } = applyFilter(data, state);
  return { urls: sortedRows(data, state, passed).map((row) => row.url), mayMatch: mayTotal };
}
