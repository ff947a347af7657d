import assert from "node:assert/strict";
import test from "node:test";
import { cutBibtex, cutCsv, cutLatex, cutRis } from "../../docs/scripts/explore/download.js";

const view = {
  data: { snapshot: "snapshot of a day" },
  rows: [{ id: "oak" }, { id: "elm" }],
  columns: [{ id: "parameters" }],
  root: "../",
  address: "https://example.org/explore/",
  open: null,
  count: "2 of 4 entries match",
};
const table = JSON.stringify({
  columns: ["name", "tasks", "parameters"],
  weights: [12, 20, 8],
  head: [
    ["Name", "Name"],
    ["Task", "Task"],
    ["Parameters", "Parameters"],
  ],
  cells: [
    ["Elm", "Elm~\\cite{elm}"],
    ['"Oak, β"', "Oak, $\\beta$~\\cite{oak}"],
    ["'=1", "=1"],
    ["3 B", "3 B"],
  ],
  rows: { elm: [0, 2, 3], oak: [1, 3, 2] },
  snapshot: ["snapshot of a day", "snapshot of a day"],
});

test("CSV holds the rows of the view in its order, its columns, and each cell as it was written", () => {
  const lines = ["id,Name,Parameters,snapshot", `oak,"Oak, β",'=1,snapshot of a day`, "elm,Elm,3 B,snapshot of a day"];
  assert.equal(cutCsv(table, view), lines.map((line) => `${line}\r\n`).join(""));
});

test("where rows only may match, a column says which", () => {
  const [head, first, second] = cutCsv(table, { ...view, open: new Set(["oak"]) }).split("\r\n");
  assert.equal(head, "id,Name,Parameters,match,snapshot");
  assert.match(first, /^oak,.*,may,/);
  assert.match(second, /^elm,.*,yes,/);
});

test("LaTeX holds the same cells, with their citations", () => {
  const text = cutLatex(table, view);
  assert.match(text, /^Oak, \$\\beta\$~\\cite\{oak\} & =1 \\\\$/m);
  assert.match(text, /^Elm~\\cite\{elm\} & 3 B \\\\$/m);
  assert.match(text, /^\\begin\{longtable\}\{P\{0\.6\}P\{0\.4\}\}$/m);
  assert.match(text, /^% 2 entries of https:\/\/example\.org\/explore\/$/m);
});

test("BibTeX and RIS are cut by key, and what the file lacks is left out", () => {
  const bib = "% head\n@article{elm,\n  title = {Elm}\n}\n\n@misc{fir,\n}\n";
  assert.equal(cutBibtex(bib, view).split("\n\n")[1], "@article{elm,\n  title = {Elm}\n}\n");
  const ris = "TY  - JOUR\nID  - fir\nER  - \n\nTY  - JOUR\nID  - elm\nER  - \n";
  assert.equal(cutRis(ris, view), "TY  - JOUR\nID  - elm\nER  - \n");
});

test("in LaTeX a column that says what matches has its share of the line", () => {
  assert.match(cutLatex(table, { ...view, open: new Set() }), /\{P\{0\.444\}P\{0\.296\}P\{0\.259\}\}$/m);
});

test("a LaTeX table names what it needs, and has smaller letters where a line could not take them", () => {
  const text = cutLatex(table, view);
  assert.match(text, /^% Needs \\usepackage\{array,booktabs,longtable\} and \\usepackage\[T1\]\{fontenc\};$/m);
  assert.match(text, /^\\begingroup\\footnotesize/m);
  const wide = JSON.stringify({ ...JSON.parse(table), weights: [60, 20, 40] });
  assert.match(cutLatex(wide, view), /^\\begingroup\\scriptsize/m);
});
