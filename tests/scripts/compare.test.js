// How cells of a comparison stand to each other, and how a comparison is cut out of what the atlas has written.

import assert from "node:assert/strict";
import test from "node:test";
import { writeCsv, writeLatex } from "../../docs/scripts/compare/download.js";
import { mergeKeys, standing, tally } from "../../docs/scripts/compare/lines.js";
import { named } from "../../docs/scripts/compare/named.js";

/** @type {import("../../docs/scripts/compare/download.js").Cells} */
const CELLS = {
  keys: ["tasks", "licence"],
  head: [
    ["Tasks", "Tasks"],
    ["Licence", "Licence"],
  ],
  cells: [
    ['"a, b"', "a, b"],
    ["100 %", "100 {\\%}"],
  ],
  rows: { elm: [0, 0, 1, 1], oak: [1, 1] },
  names: { elm: ["Elm", "Elm~\\cite{elm}"], oak: ["Oak", "Oak~\\cite{oak}"] },
  snapshot: ['"snapshot, of a day"', "snapshot, of a day"],
  not_asked: ["not applicable", "–"],
};
const ELM = { id: "elm", address: "https://example.org/models/elm/" };
const OAK = { id: "oak", address: "https://example.org/base/oak/" };
const TASKS = { key: "tasks" };
const LICENCE = { key: "licence" };

test("what nobody has checked is no difference", () => {
  assert.equal(standing([{ state: "known", same: "1" }, { state: "unchecked" }]), "unknown");
  assert.equal(
    standing([{ state: "known", same: "1" }, { state: "known", same: "2" }, { state: "unchecked" }]),
    "differs",
  );
});

test("keys stand in the order of their pages", () => {
  const [one, other] = [
    new Map([
      ["a", 1],
      ["c", 1],
    ]),
    new Map([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]),
  ];
  assert.deepEqual(mergeKeys([one, other]), ["a", "b", "c"]);
});

test("a file holds the keys that are shown, and leaves empty what nobody has checked", () => {
  assert.equal(
    writeCsv(CELLS, [ELM, OAK], [LICENCE, TASKS]),
    [
      ",Elm,Oak",
      "id,elm,oak",
      "address,https://example.org/models/elm/,https://example.org/base/oak/",
      "Licence,100 %,100 %",
      'Tasks,"a, b",',
      'snapshot,"snapshot, of a day","snapshot, of a day"',
      "",
    ].join("\r\n"),
  );
  assert.match(writeLatex(CELLS, [ELM], [LICENCE], "https://example.org"), /Licence & 100 {\\%} \\\\/);
});

test("a file says where an entry has no such fact", () => {
  const lines = [{ key: "tasks", notAsked: [false, true] }];
  assert.match(writeCsv(CELLS, [ELM, OAK], lines), /^Tasks,"a, b",not applicable\r$/m);
  assert.match(writeLatex(CELLS, [ELM, OAK], lines, "https://example.org"), /^Tasks & a, b & – \\\\$/m);
});

test("comments of a LaTeX file are not quoted as cells of CSV are", () => {
  const comments = writeLatex(CELLS, [ELM], [LICENCE], "https://example.org").match(/^%.*$/gm);
  assert.deepEqual(comments?.slice(0, 2), ["% snapshot, of a day", "% https://example.org"]);
});

test("a tally speaks of one fact as of one", () => {
  assert.equal(
    tally([{ stands: "differs" }, { stands: "equal" }]),
    "Of 2 facts, 1 differs, 1 is the same, and 0 cannot be compared because a cell is unknown",
  );
  assert.equal(
    tally([{ stands: "unknown" }]),
    "Of 1 fact, 0 differ, 0 are the same, and 1 cannot be compared because a cell is unknown",
  );
});

test("an entry is meant by its name, or by how it alone begins; else those like it are offered", () => {
  const rows = ["CLMBR-T-base", "Med-PaLM", "Med-PaLM 2", "BioGPT", "Bio-GPT"].map((name) => ({
    id: name.toLowerCase(),
    name,
  }));
  /** @param {string} wanted */
  const found = (wanted) => named(rows, wanted, (row) => row.name);
  assert.equal(found("CLMBR").row?.name, "CLMBR-T-base");
  assert.equal(found("med-palm").row?.name, "Med-PaLM");
  assert.equal(found("medpa").row, undefined);
  assert.match(found("medpa").problem ?? "", /Like it: Med-PaLM, Med-PaLM 2$/);
  assert.equal(found("Bio-GPT").row?.name, "Bio-GPT");
  assert.match(found("gpt").problem ?? "", /Like it: BioGPT, Bio-GPT$/);
  assert.equal(found("fir").problem, "No entry has this name");
  assert.deepEqual(found(" "), {});
});
