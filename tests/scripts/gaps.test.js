// The gap map in numbers: cells, what may belong to them, and the list of what is empty.

import assert from "node:assert/strict";
import test from "node:test";
import { prepare } from "../../docs/scripts/explore/data.js";
import { Found, UNKNOWN } from "../../docs/scripts/gaps/found.js";
import { readState, standardState, writeState } from "../../docs/scripts/gaps/state.js";
import { dimensionOf, gapsOf, tableOf } from "../../docs/scripts/gaps/table.js";
import { RAW } from "./data.js";

/**
 * The little atlas with a second axis: what three of its models read. The task of fir is unchecked, that of ash unknown.
 */
function atlas() {
  const raw = structuredClone(RAW);
  const next = 7;
  raw.facets.push(
    {
      ...raw.facets[0],
      id: "modalities",
      aliases: [],
      label: "Modality",
      first: next,
      terms: [
        ["text", "Text", -1],
        ["scans", "Scans", -1],
        ["sound", "Sound", -1],
      ],
    },
    { ...raw.facets[1], id: "weights", label: "Weights", first: next + 3, terms: [["open", "open", -1]] },
  );
  const filed = { elm: [next, next + 3], oak: [next + 1], fir: [next + 1, next + 2], ash: [] };
  for (const row of raw.rows) row[8] = [...row[8], ...filed[/** @type {keyof typeof filed} */ (row[0])]];
  return prepare(raw);
}

const data = atlas();
/** @param {Partial<import("../../docs/scripts/gaps/state.js").State>} changes */
const table = (changes = {}) => tableOf(data, { ...standardState(), ...changes });

test("a cell counts the models of both terms", () => {
  const { shownRows, shownColumns, cells } = table();
  assert.deepEqual(
    shownRows.map((row) => row.id),
    ["imaging", "not-reported", "not-checked"],
  );
  assert.deepEqual(
    shownColumns.map((column) => [column.id, column.total]),
    [
      ["scans", 2],
      ["text", 1],
      ["sound", 1],
    ],
  );
  assert.deepEqual(
    cells[0].map((cell) => cell.count),
    [1, 1, 0],
  );
});

test("a model whose task nobody has checked may belong to each cell of its modality", () => {
  assert.deepEqual(
    table().cells[0].map((cell) => cell.may),
    [1, 0, 1],
  );
});

test("each axis has its own level", () => {
  assert.equal(table({ rowLevel: "all" }).shownRows.length, 4);
  assert.equal(table({ columnLevel: "all" }).shownRows.length, 3);
});

test("rows and columns without a model are hidden on demand", () => {
  const hidden = table({ hide: true });
  assert.deepEqual(
    hidden.shownColumns.map((column) => column.id),
    ["scans", "text"],
  );
  assert.equal(hidden.hiddenColumns, 1);
});

test("a third thing divides each cell", () => {
  const dimension = dimensionOf(data, "weights");
  assert.deepEqual(
    dimension?.parts.map(([words]) => words),
    ["open weights", "weights not open", "weights not known"],
  );
  assert.deepEqual(table({ by: "weights" }).cells[0][1].parts, [1, 0, 0]);
  assert.deepEqual(table({ by: "weights" }).cells[0][0].parts, [0, 0, 1]);
});

test("a gap names the fullest cells next to it", () => {
  const [gap, ...more] = gapsOf(table());
  assert.deepEqual(more, []);
  assert.deepEqual([gap.row.id, gap.column.id, gap.may], ["imaging", "sound", 1]);
  assert.deepEqual(gap.inRow, ["Scans (1)", "Text (1)"]);
});

/** What a search found: three models that read scans, of which fir and one that is gone have an entry. */
const found = new Found(data, {
  facet: "modalities",
  labels: ["Found", "With an entry"],
  shares: { scans: ["3", "2"] },
  sentences: { scans: "3 found, {here} here", text: "not known" },
  briefs: { scans: "3 found", text: "not known" },
  found: { scans: 3 },
  entries: { scans: ["fir", "gone", "oak"], text: [] },
  note: "",
});

test("a cell tells how many of the models that a search found are there", () => {
  const { shownRows, shownColumns } = table();
  const [imaging, silent] = shownRows;
  assert.deepEqual(
    shownColumns.slice(0, 2).map((column) => found.words(imaging, column)),
    ["3 found, 1 here", "not known"],
  );
  assert.equal(found.words(shownColumns[0], imaging), "3 found, 1 here");
  assert.equal(found.words(silent, shownColumns[0]), "");
  assert.equal(found.words(imaging, imaging), UNKNOWN);
});

test("what a search found is told of the one term of a pair that it is known of", () => {
  const [imaging] = table().shownRows;
  const [scans, text] = table().shownColumns;
  assert.deepEqual(found.shares(scans), ["3", "2"]);
  assert.deepEqual(found.shares(text), ["–", "–"]);
  assert.equal(found.brief(imaging, scans), "3 found");
  assert.equal(found.brief(imaging, imaging), "");
  assert.equal(found.countsOf(imaging, scans)?.models, 3);
  assert.deepEqual(found.countsOf(imaging, text), {
    root: found.rootOfPair(imaging, text),
    models: null,
    entries: null,
  });
  assert.equal(found.countsOf(imaging, imaging), null);
});

test("a narrower term tells of the broadest above it", () => {
  const narrow = new Found(data, { ...found.margins, facet: "tasks", briefs: { imaging: "5 found" } });
  const [scans] = table().shownColumns;
  const term = table({ rowLevel: "all" }).shownRows.find((row) => row.depth > 0 && !row.isNothing);
  assert.ok(term);
  assert.equal(narrow.rootOfPair(term, scans)?.id, "imaging");
  assert.match(narrow.brief(term, scans), /: 5 found$/);
});

test("the address keeps what is chosen, and says what it cannot", () => {
  const axes = ["tasks", "modalities"];
  const nameOf = (/** @type {string} */ id) => data.facetById.get(id)?.id;
  const address = "?rows=modalities&cols=tasks&rowlevel=all&hide=empty&by=weights";
  assert.equal(writeState(readState(address, axes, nameOf).state), address);
  const older = readState("?rows=task&detail=all", axes, nameOf).state;
  assert.deepEqual([older.rows, older.rowLevel, older.columnLevel], ["tasks", "all", "all"]);
  assert.equal(readState("?rows=nonsense&by=nonsense", axes, nameOf).problems.length, 2);
});
