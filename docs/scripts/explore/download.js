// Exactly this view as a file: rows chosen here, each cut out of what the atlas has written itself.

import { saveFile } from "../shared/files.js";
import { latexTable } from "../shared/latex-table.js";
import { plural } from "../shared/wording.js";

/**
 * @typedef {[csv: string, latex: string]} Cell
 * @typedef {{
 *   columns: string[], weights: number[], head: Cell[], cells: Cell[], rows: Record<string, number[]>, snapshot: Cell,
 * }} Cells
 * @typedef {{
 *   data: { snapshot: string }, rows: { id: string }[], columns: { id: string }[], root: string, address: string,
 *   open: Set<string> | null, count: string,
 * }} View
 * `open` has the rows that only may match; null where the reader did not ask for them
 */

const [CSV, LATEX] = [0, 1];
const MATCH = { head: "match", weight: 7 };

/**
 * @typedef {{ label: string, file: string, source: string, cut: (text: string, view: View) => string }} Format
 * @type {Record<string, Format>}
 */
export const FORMATS = {
  bibtex: { label: "BibTeX", file: "hfm-atlas-selection.bib", source: "atlas.bib", cut: cutBibtex },
  ris: { label: "RIS", file: "hfm-atlas-selection.ris", source: "atlas.ris", cut: cutRis },
  csv: { label: "CSV", file: "hfm-atlas-selection.csv", source: "explore/cells.json", cut: cutCsv },
  latex: { label: "LaTeX table", file: "hfm-atlas-selection.tex", source: "explore/cells.json", cut: cutLatex },
};

/**
 * @param {string} format
 * @param {View} view
 */
export async function download(format, view) {
  const { file, source, cut } = FORMATS[format];
  const address = view.root + source;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  saveFile(file, cut(await answer.text(), view));
}

/** @param {View} view */
function origin(view) {
  return [view.data.snapshot, `${plural(view.rows.length, "entry", "entries")} of ${view.address}`, view.count];
}

/**
 * The entries of a BibTeX file that the view holds, in its order.
 * @param {string} text
 * @param {View} view
 */
export function cutBibtex(text, view) {
  const blocks = new Map();
  for (const block of text.split(/^(?=@)/m)) {
    const key = /^@\w+\{([^,\s]+),/.exec(block);
    if (key) blocks.set(key[1], block.trimEnd());
  }
  const found = view.rows.map((row) => blocks.get(row.id)).filter(Boolean);
  const comments = origin(view).map((line) => `% ${line}\n`);
  return `${comments.join("")}\n${found.join("\n\n")}\n`;
}

/**
 * The records of a RIS file that the view holds, in its order.
 * @param {string} text
 * @param {View} view
 */
export function cutRis(text, view) {
  const records = new Map();
  for (const record of text.split(/^ER {2}-.*$/m)) {
    const id = /^ID {2}- (.+?)\s*$/m.exec(record);
    if (id) records.set(id[1], record.replace(/^\s+/, "").trimEnd());
  }
  const found = view.rows.map((row) => records.get(row.id)).filter(Boolean);
  return found.map((record) => `${record}\nER  - \n`).join("\n");
}

/**
 * The head and the rows of a view, cell by cell as the atlas wrote them, and how wide the columns are.
 * @param {Cells} table
 * @param {View} view
 * @param {number} form
 */
function cut(table, view, form) {
  const places = ["name", ...view.columns.map((column) => column.id)].map((id) => table.columns.indexOf(id));
  const head = places.map((place) => table.head[place][form]);
  const rows = view.rows.map((row) => places.map((place) => table.cells[table.rows[row.id][place]][form]));
  const weights = places.map((place) => table.weights[place]);
  if (!view.open) return { head, rows, weights };
  return {
    head: [...head, MATCH.head],
    weights: [...weights, MATCH.weight],
    rows: rows.map((cells, place) => [...cells, view.open?.has(view.rows[place].id) ? "may" : "yes"]),
  };
}

/**
 * @param {string} text
 * @param {View} view
 */
export function cutCsv(text, view) {
  /** @type {Cells} */
  const table = JSON.parse(text);
  const { head, rows } = cut(table, view, CSV);
  const lines = rows.map((cells, place) => [view.rows[place].id, ...cells, table.snapshot[CSV]]);
  return [["id", ...head, "snapshot"], ...lines].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/**
 * @param {string} text
 * @param {View} view
 */
export function cutLatex(text, view) {
  const { head, rows, weights } = cut(JSON.parse(text), view, LATEX);
  return latexTable(origin(view), head, rows, weights);
}
