import assert from "node:assert/strict";
import test from "node:test";
import { answerTo } from "../../docs/scripts/search/answer.js";
import { Engine } from "../../docs/scripts/search/engine.js";
import { matchesIn } from "../../docs/scripts/search/matches.js";
import { prepareVocabulary, readWords } from "../../docs/scripts/search/reading.js";
import { data } from "./data.js";

const engine = new Engine({
  kinds: [
    ["Vision model", "Models"],
    ["Task", "Tasks"],
  ],
  records: [
    ["models/openelm/", "OpenElm", 0, [], "Finds trees on CT.", [], []],
    ["models/oak/", "Oak", 0, [], "Open weights; segmentation of CT scans of lungs.", [2], []],
    ["tasks/segmentation/", "Segmentation", 1, ["finding outlines"], "Outlines of things.", [], []],
  ],
});
const vocabulary = prepareVocabulary({
  meanings: [
    ["weights", "=", ["open"], [], "Weights open to download", ""],
    ["modalities", "=", ["ct"], [], "CT", "Modality"],
    ["tasks", "=", ["segmentation"], [], "Segmentation", "Task"],
  ],
  keys: { open: 0, openweight: 0, ct: 1, segmentation: 2, findingoutline: 2 },
  words: {
    skipped: ["with", "of"],
    negations: ["not"],
    or: ["or"],
    more: [],
    fewer: [],
    over: [],
    under: [],
    beyond: [],
    to: [],
    published: [],
    ofSize: [],
    units: [],
  },
});
/** @param {string} query */
const answer = (query) =>
  answerTo(query, { engine, read: (/** @type {string} */ text) => readWords(text, vocabulary) }, 10);
/** @param {string} query */
const urls = (query) => answer(query).hits.map(({ record }) => record.url);

for (const [query, isQuestion] of /** @type {const} */ ([
  ["CT segmentation with open weights", true],
  ["open weights", true],
  ["open CT of lungs", true],
  ["segmentation", false],
  ["finding outlines", false],
  ["CT of lungs", false],
  ["lungs", false],
  ["", false],
])) {
  test(`“${query}” is ${isQuestion ? "a question" : "none"}`, () => assert.equal(answer(query).isQuestion, isQuestion));
}

test("words that are read as filters rank no page by themselves, nor as the beginning of a name", () => {
  assert.deepEqual(urls("CT segmentation with open weights"), ["models/oak/"]);
  assert.deepEqual(urls("open lungs"), ["models/oak/"]);
  assert.deepEqual(urls("CT forests"), []);
});

test("what begins with a single word is found by it, filter or not", () => {
  assert.ok(urls("open").includes("models/openelm/"));
});

test("what matches the filters that were read comes in Explore's order", () => {
  const reading = {
    conditions: /** @type {import("../../docs/scripts/search/reading.js").Condition[]} */ ([
      ["tasks", "=", ["imaging"], false],
    ]),
    labels: [],
    unread: [],
    facets: new Map([["tasks", ["imaging"]]]),
    leftOut: new Map(),
  };
  assert.deepEqual(matchesIn(data, reading), { urls: ["models/oak/", "models/elm/"], mayMatch: 1 });
});
