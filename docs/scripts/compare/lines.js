// What stands side by side: the lines of a comparison, and how their cells stand to each other.

import { plural } from "../shared/wording.js";

/**
 * @typedef {import("./entry.js").Entry} Entry
 * @typedef {"known" | "unknown" | "unchecked" | "unasked"} State
 * @typedef {"differs" | "equal" | "unknown"} Standing
 */

/**
 * Two known cells that differ do so whatever the others say; to be equal, all that apply must be known. What nobody has
 * checked neither differs nor is equal.
 * @param {{ state: State, same?: string }[]} cells
 * @returns {Standing}
 */
export function standing(cells) {
  const asked = cells.filter((cell) => cell.state !== "unasked");
  const known = asked.filter((cell) => cell.state === "known");
  if (new Set(known.map((cell) => cell.same)).size > 1) return "differs";
  return known.length === asked.length && known.length > 1 ? "equal" : "unknown";
}

/**
 * Keys of several maps in the order of their pages.
 * @template Value
 * @param {Map<string, Value>[]} maps
 */
export function mergeKeys(maps) {
  /** @type {string[]} */
  const merged = [];
  for (const map of maps) {
    let at = -1;
    for (const key of map.keys()) {
      if (!merged.includes(key)) merged.splice(at + 1, 0, key);
      at = merged.indexOf(key);
    }
  }
  return merged;
}

/**
 * The facts that any of the entries states.
 * @param {Entry[]} entries
 */
export function factLines(entries) {
  return mergeKeys(entries.map((entry) => entry.facts)).map((key) => {
    const cells = entries.map((entry) => {
      const fact = entry.facts.get(key);
      /** @type {State} */
      const state = fact ? (fact.isUnknown ? "unknown" : "known") : entry.unknown.has(key) ? "unchecked" : "unasked";
      return { state, same: fact?.same, fact };
    });
    const label = entries.map((entry) => entry.facts.get(key)?.label).find(Boolean) ?? key;
    return { key, label, cells, stands: standing(cells) };
  });
}

/**
 * How many facts differ, are the same, or cannot be compared.
 * @param {{ stands: Standing }[]} lines
 */
export function tally(lines) {
  /** @param {Standing} stands */
  const number = (stands) => lines.filter((line) => line.stands === stands).length;
  return (
    `Of ${plural(lines.length, "fact")}, ${plural(number("differs"), "differs", "differ")}, ` +
    `${plural(number("equal"), "is the same", "are the same")}, ` +
    `and ${number("unknown")} cannot be compared because a cell is unknown`
  );
}

/**
 * Results that at least two of the entries have of the same benchmark, task, metric and setting.
 * @param {Entry[]} entries
 */
export function resultLines(entries) {
  return mergeKeys(entries.map((entry) => entry.results))
    .map((key) => ({ key, cells: entries.map((entry) => entry.results.get(key) ?? []) }))
    .filter(({ cells }) => cells.filter((found) => found.length).length > 1)
    .map((line) => {
      const all = line.cells.flat();
      const best = all[0].better === "lower" ? Math.min : Math.max;
      return { ...line, first: all[0], best: all[0].better ? best(...all.map((one) => one.number)) : null };
    });
}

/**
 * Benchmarks on which several of the entries were measured, but never in one setting.
 * @param {Entry[]} entries
 */
export function unlikeBenchmarks(entries) {
  const alike = new Set(resultLines(entries).map((line) => line.first.benchmark));
  const of = entries.map((entry) => new Set([...entry.results.values()].flat().map((one) => one.benchmark)));
  const names = new Map(
    entries.flatMap((entry) => [...entry.results.values()].flat()).map((one) => [one.benchmark, one.name]),
  );
  return [...names].filter(([id]) => !alike.has(id) && of.filter((ids) => ids.has(id)).length > 1);
}

/**
 * Challenges and opportunities that any of the entries says something of.
 * @param {Entry[]} entries
 */
export function statementLines(entries) {
  return mergeKeys(entries.map((entry) => entry.statements)).map((key) => {
    const cells = entries.map((entry) => entry.statements.get(key) ?? []);
    return { key, term: cells.flat()[0].term, cells };
  });
}
