// The entry that a reader means by a name, or by how it begins.

import { compact } from "../shared/names.js";

const MAX_OFFERED = 5;

/**
 * The only entry with this name or id, else the only one whose name begins so; else what there is to say of it.
 * @template {{ id: string, name: string }} One
 * @param {One[]} rows those to choose from
 * @param {string} wanted
 * @param {(row: One) => string} nameOf its name, with the id where another has the same
 * @returns {{ row?: One, problem?: string }}
 */
export function named(rows, wanted, nameOf) {
  const asked = compact(wanted);
  if (!asked) return {};
  /** @param {(name: string) => boolean} isIt */
  const first = (isIt) => rows.find((one) => [nameOf(one), one.name, one.id].some(isIt));
  // Names of two entries may differ in what `compact` leaves out.
  const exact = first((name) => name === wanted.trim()) ?? first((name) => compact(name) === asked);
  if (exact) return { row: exact };
  const begun = rows.filter((one) => compact(one.name).startsWith(asked));
  const like = begun.length ? begun : rows.filter((one) => compact(one.name).includes(asked));
  if (begun.length === 1) return { row: begun[0] };
  if (!like.length) return { problem: "No entry has this name" };
  const offered = like.slice(0, MAX_OFFERED).map(nameOf).join(", ");
  const more = like.length > MAX_OFFERED ? ` and ${like.length - MAX_OFFERED} more` : "";
  return { problem: `No entry has just this name. Like it: ${offered}${more}` };
}
