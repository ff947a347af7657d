// What the reader has chosen of the gap map, in the address of the page.

/**
 * @typedef {"groups" | "all"} Level
 * @typedef {{
 *   rows: string, columns: string, rowLevel: Level, columnLevel: Level, hide: boolean, by: string,
 * }} State
 */

// A third thing to look at: which models of a pair have it, which do not, and of which it is not known.
export const DIMENSIONS = ["weights", "evidence", "years"];

/** @returns {State} */
export function standardState() {
  return { rows: "tasks", columns: "modalities", rowLevel: "groups", columnLevel: "groups", hide: false, by: "" };
}

/**
 * @param {string} search
 * @param {string[]} axes
 * @param {(id: string) => string | undefined} nameOf what a facet is called now, by any of its names
 */
export function readState(search, axes, nameOf) {
  const asked = new URLSearchParams(search);
  const state = standardState();
  /** @type {string[]} */
  const problems = [];
  /** @param {string} key @param {"rows" | "columns"} side */
  const readAxis = (key, side) => {
    const given = asked.get(key);
    if (given === null) return;
    const wanted = nameOf(given) ?? given;
    if (axes.includes(wanted)) state[side] = wanted;
    else problems.push(`“${given.slice(0, 40)}” is not an axis`);
  };
  readAxis("rows", "rows");
  readAxis("cols", "columns");
  // Older addresses had one level for both axes.
  const both = asked.get("detail") === "all";
  if (both || asked.get("rowlevel") === "all") state.rowLevel = "all";
  if (both || asked.get("collevel") === "all") state.columnLevel = "all";
  state.hide = asked.get("hide") === "empty";
  const by = asked.get("by") ?? "";
  if (!by || DIMENSIONS.includes(by)) state.by = by;
  else problems.push(`“${by.slice(0, 40)}” cannot be shown in the cells`);
  return { state, problems };
}

/** @param {State} state */
export function writeState(state) {
  const parts = [`rows=${state.rows}`, `cols=${state.columns}`];
  if (state.rowLevel === "all") parts.push("rowlevel=all");
  if (state.columnLevel === "all") parts.push("collevel=all");
  if (state.hide) parts.push("hide=empty");
  if (state.by) parts.push(`by=${state.by}`);
  return `?${parts.join("&")}`;
}
