// Exactly this view as a file: cut out of the atlas's own exports, or written from the rows.

import { latexText, saveFile, writeCsv } from "../shared/files.js";

export const FORMATS = {
  bibtex: { label: "BibTeX", file: "hfm-atlas-selection.bib", make: (view) => cutBibtex(view) },
  ris: { label: "RIS", file: "hfm-atlas-selection.ris", make: (view) => cutRis(view) },
  csv: { label: "CSV", file: "hfm-atlas-selection.csv", make: (view) => csvOf(view) },
  latex: { label: "LaTeX table", file: "hfm-atlas-selection.tex", make: (view) => latexOf(view) },
};

// `view`: data, rows, columns, columnText(row, column), root, address
export async function download(format, view) {
  const { file, make } = FORMATS[format];
  saveFile(file, await make(view));
}

async function fetchText(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
  return answer.text();
}

function origin(view) {
  return [view.data.snapshot, `${view.rows.length} entries of ${view.address}`];
}

async function cutBibtex(view) {
  const blocks = new Map();
  for (const block of (await fetchText(`${view.root}atlas.bib`)).split(/^(?=@)/m)) {
    const key = /^@\w+\{([^,\s]+),/.exec(block);
    if (key) blocks.set(key[1], block.trimEnd());
  }
  const found = view.rows.map((row) => blocks.get(row.id)).filter(Boolean);
  return `${origin(view)
    .map((line) => `% ${line}`)
    .join("\n")}\n\n${found.join("\n\n")}\n`;
}

async function cutRis(view) {
  const records = new Map();
  for (const record of (await fetchText(`${view.root}atlas.ris`)).split(/^ER {2}-.*$/m)) {
    const id = /^ID {2}- (.+?)\s*$/m.exec(record);
    if (id) records.set(id[1], record.replace(/^\s+/, "").trimEnd());
  }
  return view.rows
    .map((row) => records.get(row.id))
    .filter(Boolean)
    .map((record) => `${record}\nER  - \n`)
    .join("\n");
}

function csvOf(view) {
  const head = ["id", "name", ...view.columns.map((column) => column.label), "snapshot"];
  const lines = view.rows.map((row) => [
    row.id,
    row.name,
    ...view.columns.map((column) => view.columnText(row, column, "; ")),
    view.data.snapshot,
  ]);
  return writeCsv([head, ...lines]);
}

function latexOf(view) {
  const head = ["Name", ...view.columns.map((column) => column.label)].map(latexText).join(" & ");
  const lines = view.rows.map((row) => {
    const cells = view.columns.map((column) => latexText(view.columnText(row, column, ", ")));
    return `${[`${latexText(row.name)}~\\cite{${row.id}}`, ...cells].join(" & ")} \\\\`;
  });
  return [
    ...origin(view).map((line) => `% ${line}`),
    "% needs \\usepackage{longtable,booktabs}; the keys are those of atlas.bib",
    `\\begin{longtable}{l${"l".repeat(view.columns.length)}}`,
    "\\toprule",
    `${head} \\\\`,
    "\\midrule\\endhead",
    ...lines,
    "\\bottomrule",
    "\\end{longtable}",
    "",
  ].join("\n");
}
