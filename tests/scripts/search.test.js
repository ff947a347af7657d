import assert from "node:assert/strict";
import test from "node:test";
import { Engine, grouped, isMadeOf } from "../../docs/scripts/search/engine.js";
import { forms, identifierIn, meant, words } from "../../docs/scripts/search/words.js";
import { compact } from "../../docs/scripts/shared/names.js";

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
    ["models/oakbert/", "OakBERT", 0, ["Oak encoder"], "Summarises notes, trained like ElmBERT.", [2], ["2401.12345"]],
    [
      "models/elmbert/",
      "ElmBERT",
      0,
      ["ELM"],
      "Answers questions.",
      [],
      ["10.1000/elm.(2024)", "2402.00001"],
      "glaucoma",
    ],
    ["tasks/summarisation/", "Summarisation", 1, ["SUM", "making briefs"], "Shortening a text.", [], []],
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
  ["arXiv:2401.12345v2", "models/oakbert/"],
  ["https://arxiv.org/pdf/2401.12345", "models/oakbert/"],
  ["10.48550/arXiv.2402.00001", "models/elmbert/"],
  ["https://doi.org/10.1000/ELM.(2024)", "models/elmbert/"],
]) {
  test(`“${query}” finds ${url} first`, () => assert.equal(first(query), url));
}

test("of two things with the same name, the one that is spelt as asked comes first", () => {
  const alike = new Engine({
    kinds: [["Dataset", "Datasets"]],
    records: [
      ["datasets/elm/", "ELM", 0, [], "Elm scans.", [], []],
      ["pages/trees/", "Trees", 0, ["elm"], "Of trees.", [], []],
    ],
  });
  assert.deepEqual(
    ["elm", "ELM"].map((query) => alike.find(query)[0].record.url),
    ["pages/trees/", "datasets/elm/"],
  );
});

test("a name in a question, written as names are, comes first", () => {
  assert.equal(first("who summarises notes like ElmBERT"), "models/elmbert/");
});

test("what is filed under a term is found by the term's name", () => {
  assert.ok(engine.find("summarisation").some(({ record }) => record.url === "models/oakbert/"));
});

test("all records that hold the words are told, in any form, and apart from them those that hold others like them", () => {
  assert.deepEqual([...engine.holding("summarise")].sort(), ["models/oakbert/", "tasks/summarisation/"]);
  assert.deepEqual([...engine.holding("elmbert notes")], ["models/oakbert/"]);
  assert.deepEqual([...engine.holding("elmbret")], []);
  assert.deepEqual([...engine.alike("elmbret")].includes("models/elmbert/"), true);
});

test("what else a term is called counts as a whole", () => {
  assert.deepEqual([...engine.holding("making briefs")].sort(), ["models/oakbert/", "tasks/summarisation/"]);
  assert.deepEqual([...engine.holding("briefs")], ["tasks/summarisation/"]);
});

test("a short word does not stand for all that begin with it", () => {
  assert.deepEqual([...engine.holding("enco")], ["models/oakbert/"]);
  assert.deepEqual([...engine.holding("enc")], []);
});

test("a number that no entry has finds nothing like it", () => {
  assert.equal(identifierIn("10.1000/oak"), "10.1000/oak");
  assert.deepEqual(engine.find("10.1000/oak"), []);
  assert.deepEqual(engine.find("2401.12346"), []);
});

test("a word is like another where one letter in five differs, and only where it is written nowhere itself", () => {
  const trees = new Engine({
    kinds: [["Model", "Models"]],
    records: [
      ["models/tomography/", "Tomography", 0, [], "Of trunks.", [], []],
      ["models/sonography/", "Sonography", 0, [], "Of roots, with emblems.", [], []],
    ],
  });
  /** @param {string} query */
  const found = (query) => trees.find(query).map(({ record }) => record.url);
  assert.deepEqual(found("sonography"), ["models/sonography/"]);
  assert.deepEqual(found("sonogrophi"), ["models/sonography/"]);
  for (const query of ["rots", "embolism", "topology"]) assert.deepEqual(found(query), [], query);
});

test("a name is told in the singular and the plural", () => {
  for (const query of ["elm BERTs", "making brief", "Summarisation"]) assert.equal(engine.isName(query), true, query);
  for (const query of ["elm", "making"]) assert.equal(engine.isName(query), query === "elm", query);
});

test("words that stand nowhere are told from those that do", () => {
  for (const query of ["ElmBERT", "oak enc", "answering", "summarises notes", "2401.12345"])
    assert.equal(engine.isSaid(query), true, query);
  for (const query of ["ElmBRET", "sepsis", "summarises forests"]) assert.equal(engine.isSaid(query), false, query);
});

test("a word with one slip is read as the word that is meant, where that stands anywhere", () => {
  assert.equal(engine.corrected("ElmBRET forests"), "");
  assert.equal(engine.corrected("ElmBRET questions"), "elmbert questions");
  assert.equal(engine.corrected("sumarises notes"), "summarises notes");
  assert.equal(first("sumarises notes"), "models/oakbert/");
  for (const query of ["ElmBERT", "sepsis", "summarises forests", "", "10.1000/oak"])
    assert.equal(engine.corrected(query), "", query);
});

test("single letters around an ampersand are one word", () => {
  assert.deepEqual(words("H&E slides"), ["h+e", "slides"]);
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

test("what an entry says in a note is filtered by, and not ranked by", () => {
  assert.deepEqual([...engine.holding("glaucoma")], ["models/elmbert/"]);
  assert.equal(engine.isSaid("glaucoma"), false);
});
