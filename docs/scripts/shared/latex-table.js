// A table for LaTeX whose columns share the line, so that it fits any paper.

// Letters that a page takes in a line, about: wider tables have smaller letters, and the widest lie on their side.
const MAX_LARGE = 85;
const MAX_UPRIGHT = 125;
const BEGIN = [
  // Behind the empty space, the first word of a cell can be hyphenated, too.
  "\\newcolumntype{P}[1]{>{\\raggedright\\arraybackslash\\leavevmode\\nobreak\\hspace{0pt}}" +
    "p{\\dimexpr#1\\linewidth-2\\tabcolsep\\relax}}",
];

/**
 * @param {string[]} comments
 * @param {string[]} head
 * @param {string[][]} rows finished cells
 * @param {number[]} weights how wide each column is next to the others
 */
export function latexTable(comments, head, rows, weights) {
  const sum = weights.reduce((one, other) => one + other, 0);
  const isWide = sum > MAX_UPRIGHT;
  const columns = weights.map((weight) => `P{${Math.floor((1000 * weight) / sum) / 1000}}`);
  return [
    ...comments.map((line) => `% ${line}`),
    `% Needs \\usepackage{array,booktabs,longtable${isWide ? ",pdflscape" : ""}} and \\usepackage[T1]{fontenc};`,
    "% the references are in atlas.bib.",
    "% An empty cell means not checked yet; a dash that the column does not apply to entries of the kind.",
    ...(isWide ? ["\\begin{landscape}"] : []),
    `\\begingroup\\${sum > MAX_LARGE ? "scriptsize" : "footnotesize"}\\setlength{\\tabcolsep}{2pt}`,
    ...BEGIN,
    `\\begin{longtable}{${columns.join("")}}`,
    "\\toprule",
    `${head.map((text) => `\\textbf{${text}}`).join(" & ")} \\\\`,
    "\\midrule\\endhead",
    ...rows.map((cells) => `${cells.join(" & ")} \\\\`),
    "\\bottomrule",
    "\\end{longtable}",
    "\\endgroup",
    ...(isWide ? ["\\end{landscape}"] : []),
    "",
  ].join("\n");
}
