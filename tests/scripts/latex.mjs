// Writes the LaTeX table that a reader would download: `node latex.mjs cells.json job.json`, where the job names the ids,
// and the columns of Explore or the keys of a comparison.
import fs from "node:fs";
import { writeLatex } from "../../docs/scripts/compare/download.js";
import { cutLatex } from "../../docs/scripts/explore/download.js";

const [cells, job] = process.argv.slice(2).map((file) => fs.readFileSync(file, "utf8"));
const { ids, columns, keys } = JSON.parse(job);
const view = {
  data: { snapshot: "snapshot" },
  rows: ids?.map((id) => ({ id })),
  columns: columns?.map((id) => ({ id })),
  root: "",
  address: "https://example.org/explore/",
  open: null,
  count: "",
};
const comparison = () =>
  writeLatex(
    JSON.parse(cells),
    ids.map((id) => ({ id, address: `https://example.org/models/${id}/` })),
    keys.map((key) => ({ key })),
    view.address,
  );
process.stdout.write(columns ? cutLatex(cells, view) : comparison());
