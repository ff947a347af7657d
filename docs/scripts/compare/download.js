// A comparison as a file, cut out of what the atlas has written itself.

import { saveFile } from "../shared/files.js";
import { latexTable } from "../shared/latex-table.js";

/**
 * @typedef {[csv: string, latex: string]} Cell
 * @typedef {{
 *   keys: string[], head: Cell[], cells: Cell[], rows: Record<string, number[]>, names: Record<string, Cell>,
 *   snapshot: Cell, not_asked: Cell,
 * }} Cells
 * @typedef {{ key: string, notAsked?: boolean[] }} Line what is shown of each entry; whether one has no such fact
 * @typedef {{ id: string, address: string }} Compared an entry, and where its page is
 * @typedef {"csv" | "latex"} Format
 */

const FORMS = { csv: 0, latex: 1 };
const WEIGHTS = { label: 6, entry: 7 };
const FILES = { csv: "hfm-atlas-comparison.csv", latex: "hfm-atlas-comparison.tex" };

/**
 * @param {Format} format
 * @param {string} root
 * @param {Compared[]} compared
 * @param {Line[]} lines in the order in which they are shown
 */
export async function download(format, root, compared, lines) {
  const address = `${root}compare/cells.json`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  const write = format === "csv" ? writeCsv : writeLatex;
  saveFile(FILES[format], write(await answer.json(), compared, lines, location.href));
}

/**
 * Head and lines of a comparison; a cell is empty where nobody has checked.
 * @param {Cells} table
 * @param {string[]} ids
 * @param {Line[]} shown
 * @param {number} form
 */
function cut(table, ids, shown, form) {
  const found = ids.map((id) => {
    const numbers = table.rows[id];
    /** @type {Map<number, string>} */
    const cells = new Map();
    for (let at = 0; at < numbers.length; at += 2) cells.set(numbers[at], table.cells[numbers[at + 1]][form]);
    return cells;
  });
  const lines = shown
    .map(({ key, notAsked }) => ({ place: table.keys.indexOf(key), notAsked }))
    .filter(({ place }) => place >= 0)
    .map(({ place, notAsked }) => [
      table.head[place][form],
      ...found.map((cells, column) => cells.get(place) ?? (notAsked?.[column] ? table.not_asked[form] : "")),
    ]);
  return { head: ["", ...ids.map((id) => table.names[id][form])], lines };
}

/**
 * A line for each thing that is compared, and every line with a cell for each entry: also ids, addresses and snapshot.
 * @param {Cells} table
 * @param {Compared[]} compared
 * @param {Line[]} shown
 */
export function writeCsv(table, compared, shown) {
  const ids = compared.map(({ id }) => id);
  const { head, lines } = cut(table, ids, shown, FORMS.csv);
  const all = [
    head,
    ["id", ...ids],
    ["address", ...compared.map(({ address }) => address)],
    ...lines,
    ["snapshot", ...ids.map(() => table.snapshot[FORMS.csv])],
  ];
  return all.map((cells) => `${cells.join(",")}\r\n`).join("");
}

/**
 * @param {Cells} table
 * @param {Compared[]} compared
 * @param {Line[]} shown
 * @param {string} address
 */
export function writeLatex(table, compared, shown, address) {
  const ids = compared.map(({ id }) => id);
  const { head, lines } = cut(table, ids, shown, FORMS.latex);
  const weights = [WEIGHTS.label, ...ids.map(() => WEIGHTS.entry)];
  return latexTable([table.snapshot[FORMS.latex], address], head, lines, weights);
}
