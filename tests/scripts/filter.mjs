// Applies filters of Explore: `node filter.mjs entries.json addresses.json` writes, for each address, the ids that match,
// that may match, and that stay unknown.
import fs from "node:fs";
import { prepare } from "../../docs/scripts/explore/data.js";
import { applyFilter, openCells, sortedRows } from "../../docs/scripts/explore/filter.js";
import { readState } from "../../docs/scripts/explore/state.js";

const [raw, addresses] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const data = prepare(raw);
const found = addresses.map((address) => {
  const { state, problems } = readState(address, data);
  const result = applyFilter(data, state);
  const ids = [result.passed, result.mayMatch, result.untold].map((rows) =>
    sortedRows(data, state, rows)
      .map((row) => row.id)
      .sort(),
  );
  const cells = sortedRows(data, state, result.mayMatch).map((row) => [
    row.id,
    openCells(data, result, row).map(({ entry, path }) => [entry, path]),
  ]);
  return [...ids, cells, problems];
});
process.stdout.write(JSON.stringify(found));
