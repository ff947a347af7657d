// Exactly this view as a file: cut out of the atlas's own exports, or written from the rows.

export const FORMATS = {
  bibtex: { label: "BibTeX", file: "hfm-atlas-selection.bib", make: (view) => cutBibtex(view) },
  ris: { label: "RIS", file: "hfm-atlas-selection.ris", make: (view) => cutRis(view) },
  csv: { label: "CSV", file: "hfm-atlas-selection.csv", make: (view) => writeCsv(view) },
  latex: { label: "LaTeX table", file: "hfm-atlas-selection.tex", make: (view) => writeLatex(view) },
};

// `view`: data, rows, columns, columnText(row, column), root, address
export async function download(format, view) {
  const { file, make } = FORMATS[format];
  const text = await make(view);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
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
  return `${origin(view).map((line) => `% ${line}`).join("\n")}\n\n${found.join("\n\n")}\n`;
}

async function cutRis(view) {
  const records = new Map();
  for (const record of (await fetchText(`${view.root}atlas.ris`)).split(/^ER {2}-.*$/m)) {
    const id = /^ID {2}- (.+?)\s*$/m.exec(record);
    if (id) records.set(id[1], record.replace(/^\s+/, "").trimEnd());
  }
  return view.rows.map((row) => records.get(row.id)).filter(Boolean).map((record) => `${record}\nER  - \n`).join("\n");
}

function csvCell(text) {
  // A cell that a spreadsheet would take for a formula gets a quote in front.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function writeCsv(view) {
  const head = ["id", "name", ...view.columns.map((column) => column.label), "snapshot"];
  const lines = view.rows.map((row) => [row.id, row.name, ...view.columns.map((column) => view.columnText(row, column, "; ")), view.data.snapshot]);
  return [head, ...lines].map((cells) => cells.map((cell) => csvCell(String(cell))).join(",")).join("\r\n") + "\r\n";
}

const LATEX = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", $: "\\$", "&": "\\&", "%": "\\%", "#": "\\#", _: "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

function latexText(text) {
  return String(text).replace(/[\\{}$&%#_~^]/g, (character) => LATEX[character]);
}

function writeLatex(view) {
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

