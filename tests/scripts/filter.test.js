import assert from "node:assert/strict";
import test from "node:test";
import { applyFilter, countTerms, sortedRows } from "../../docs/scripts/explore/filter.js";
import { readState } from "../../docs/scripts/explore/state.js";
import { COLUMNS, data } from "./data.js";

/** @param {string} search */
const found = (search) => {
  const { state } = readState(search, data, COLUMNS);
  return sortedRows(data, state, applyFilter(data, state).passed).map((row) => row.id);
};

test("without a filter all rows are there, the newest first", () => assert.deepEqual(found(""), ["oak", "fir", "elm"]));
test("a wider term holds what is filed under a narrower one", () => {
  assert.deepEqual(found("?tasks=imaging"), ["oak", "elm"]);
});
test("any of two terms is enough", () => assert.deepEqual(found("?tasks=segmentation,not-checked"), ["oak", "fir"]));
test("all of two terms are asked for", () => {
  assert.deepEqual(found("?tasks=imaging,segmentation&tasks.all=1"), ["oak"]);
});
test("every word is asked for, whatever its case", () => assert.deepEqual(found("?text=OAK+doe"), ["fir"]));
test("years are a range that may be open", () => assert.deepEqual(found("?first_year=-2022"), ["fir", "elm"]));
test("names are sorted as numbers are read", () => assert.deepEqual(found("?sort=name"), ["elm", "fir", "oak"]));
test("what says nothing comes last, whichever way", () => {
  assert.deepEqual(found("?sort=parameters"), ["elm", "fir", "oak"]);
  assert.deepEqual(found("?sort=-parameters"), ["fir", "elm", "oak"]);
});

test("counts tell what a further choice would leave", () => {
  const { state } = readState("?text=oak&tasks=segmentation", data, COLUMNS);
  const [tasks] = data.facets;
  assert.deepEqual(countTerms(state, applyFilter(data, state), tasks), [1, 1, 1]);
});
