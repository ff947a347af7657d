// A table for LaTeX whose columns share the line, so that it fits any paper.

const BEGIN = [
  "\\begingroup\\footnotesize\\setlength{\\tabcolsep}{2pt}",
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
  const columns = weights.map((weight) => `P{${Math.floor((1000 * weight) / sum) / 1000}}`);
  return [
    ...comments.map((line) => `% ${line}`),
    "% needs \\usepackage{array,booktabs,longtable}; the keys are those of atlas.bib",
    "% An empty cell means not checked yet; a dash that the column does not apply to entries of the kind.",
    ...BEGIN,
    `\\begin{longtable}{${columns.join("")}}`,
    "\\toprule",
    `${head.join(" & ")} \\\\`,
    "\\midrule\\endhead",
    ...rows.map((cells) => `${cells.join(" & ")} \\\\`),
    "\\bottomrule",
    "\\end{longtable}",
    "\\endgroup",
    "",
  ].join("\n");
}
