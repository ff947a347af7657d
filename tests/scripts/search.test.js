import assert from "node:assert/strict";
import test from "node:test";
import { Engine, grouped, isMadeOf } from "../../docs/scripts/search/engine.js";
import { compact, forms, meant, words } from "../../docs/scripts/search/words.js";

test("a name is the same without case, accents, spaces and hyphens", () => {
  for (const name of ["Med-PaLM 2", "medpalm2", "MED PALM 2"]) assert.equal(compact(name), "medpalm2");
  assert.equal(compact("Café-Net"), "cafenet");
});

test("a word is itself and its parts", () => {
  assert.deepEqual(words("Chest X-ray"), ["chest", "xray", "x", "ray"]);
  assert.deepEqual(words("BioBERT"), ["biobert", "bio", "bert"]);
  assert.deepEqual(words("华佗"), ["华佗", "华", "华佗", "佗"]);
});

test("forms of a verb and its noun share a stem", () => {
  const stems = ["hallucinate", "hallucinating", "hallucination"].map((word) => [forms(word)].flat().at(-1));
  assert.equal(new Set(stems).size, 1);
});

test("a question is what it asks for; a question of nothing else stays", () => {
  assert.equal(meant("which models hallucinate"), "hallucinate");
  assert.equal(meant("what is it"), "what is it");
});

test("a name can be made of the beginnings of all words, in any order", () => {
  assert.equal(isMadeOf("medsam", ["sam", "medical"]), true);
  assert.equal(isMadeOf("medsam", ["sam", "dental"]), false);
  assert.equal(isMadeOf("medsam", ["medical"]), false);
});

const engine = new Engine({
  kinds: [
    ["Language model", "Models"],
    ["Task", "Tasks"],
  ],
  records: [
    ["models/oakbert/", "OakBERT", 0, ["Oak encoder"], "Summarises notes, trained like ElmBERT.", [2]],
    ["models/elmbert/", "ElmBERT", 0, ["ELM"], "Answers questions.", []],
    ["tasks/summarisation/", "Summarisation", 1, ["SUM"], "Shortening a text.", []],
  ],
});
/** @param {string} query */
const first = (query) => engine.find(query)[0]?.record.url;

for (const [query, url] of [
  ["ElmBERT", "models/elmbert/"],
  ["elm bert", "models/elmbert/"],
  ["elm", "models/elmbert/"],
  ["ElmBRET", "models/elmbert/"],
  ["oak encoder", "models/oakbert/"],
  ["summarising", "tasks/summarisation/"],
  ["SUM", "tasks/summarisation/"],
]) {
  test(`“${query}” finds ${url} first`, () => assert.equal(first(query), url));
}

test("what is filed under a term is found by the term's name", () => {
  assert.ok(engine.find("summarisation").some(({ record }) => record.url === "models/oakbert/"));
});

test("all records that hold the words are told, in any form, and with errors only where none does", () => {
  assert.deepEqual([...engine.holding("summarise")].sort(), ["models/oakbert/", "tasks/summarisation/"]);
  assert.deepEqual([...engine.holding("elmbert notes")], ["models/oakbert/"]);
  assert.deepEqual([...engine.holding("elmbret")].includes("models/elmbert/"), true);
});

for (const query of ["", "   ", "-", "zzzzzzzz"]) {
  test(`“${query}” finds nothing`, () => assert.deepEqual(engine.find(query), []));
}

test("hits stand under what they are, the best heading first", () => {
  const groups = grouped(engine.find("summarisation"), 1);
  assert.deepEqual(
    groups.map(({ group, records }) => [group, records.length]),
    [
      ["Tasks", 1],
      ["Models", 1],
    ],
  );
});
