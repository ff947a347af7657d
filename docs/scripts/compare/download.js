// A comparison as a file, cut out of what the atlas has written itself.

import { saveFile } from "../shared/files.js";
import { latexTable } from "../shared/latex-table.js";

/**
 * @typedef {[csv: string, latex: string]} Cell
 * @typedef {{
 *   keys: string[], head: Cell[], cells: Cell[], rows: Record<string, number[]>, names: Record<string, Cell>,
 *   snapshot: Cell,
 * }} Cells
 * @typedef {"csv" | "latex"} Format
 */

const FORMS = { csv: 0, latex: 1 };
const WEIGHTS = { label: 6, entry: 7 };
const FILES = { csv: "hfm-atlas-comparison.csv", latex: "hfm-atlas-comparison.tex" };

/**
 * @param {Format} format
 * @param {string} root
 * @param {string[]} ids
 * @param {string[]} keys what is shown, in its order
 */
export async function download(format, root, ids, keys) {
  const address = `${root}compare/cells.json`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  const write = format === "csv" ? writeCsv : writeLatex;
  saveFile(FILES[format], write(await answer.json(), ids, keys, location.href));
}

/**
 * Head and lines of a comparison; a cell is empty where nobody has checked.
 * @param {Cells} table
 * @param {string[]} ids
 * @param {string[]} keys
 * @param {number} form
 */
function cut(table, ids, keys, form) {
  const found = ids.map((id) => {
    const numbers = table.rows[id];
    /** @type {Map<number, string>} */
    const cells = new Map();
    for (let at = 0; at < numbers.length; at += 2) cells.set(numbers[at], table.cells[numbers[at + 1]][form]);
    return cells;
  });
  const lines = keys
    .map((key) => table.keys.indexOf(key))
    .filter((place) => place >= 0)
    .map((place) => [table.head[place][form], ...found.map((cells) => cells.get(place) ?? "")]);
  return { head: ["", ...ids.map((id) => table.names[id][form])], lines };
}

/**
 * @param {Cells} table
 * @param {string[]} ids
 * @param {string[]} keys
 */
export function writeCsv(table, ids, keys) {
  const { head, lines } = cut(table, ids, keys, FORMS.csv);
  return [head, ...lines, [table.snapshot[FORMS.csv]]].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/**
 * @param {Cells} table
 * @param {string[]} ids
 * @param {string[]} keys
 * @param {string} address
 */
export function writeLatex(table, ids, keys, address) {
  const { head, lines } = cut(table, ids, keys, FORMS.latex);
  const weights = [WEIGHTS.label, ...ids.map(() => WEIGHTS.entry)];
  return latexTable([table.snapshot[FORMS.latex], address], head, lines, weights);
}
