import assert from "node:assert/strict";
import test from "node:test";
import {
  applyFilter,
  countTerms,
  namedFirst,
  openCells,
  openFields,
  sortedRows,
} from "../../docs/scripts/explore/filter.js";
import { readState } from "../../docs/scripts/explore/state.js";
import { data } from "./data.js";

/** @param {string} search */
const applied = (search) => {
  const { state } = readState(search, data);
  return { state, result: applyFilter(data, state) };
};
/** @param {string} search */
const found = (search) => {
  const { state, result } = applied(search);
  return sortedRows(data, state, result.passed).map((row) => row.id);
};
/** @param {string} search */
const told = (search) => {
  const { state, result } = applied(search);
  const rows = [result.passed, result.mayMatch, result.untold];
  return rows.map((one) => sortedRows(data, state, one).map((row) => row.id));
};

test("without a filter all rows are there, the newest first", () =>
  assert.deepEqual(found(""), ["oak", "fir", "elm", "ash"]));
test("a wider term holds what is filed under a narrower one", () => {
  assert.deepEqual(found("?tasks=imaging"), ["oak", "elm"]);
});
test("any of two terms is enough", () => assert.deepEqual(found("?tasks=segmentation,not-checked"), ["oak", "fir"]));
test("all of two terms are asked for", () => {
  assert.deepEqual(found("?tasks=imaging,segmentation&tasks.all=1"), ["oak"]);
});
test("rows of which nobody has checked a number are asked for", () => {
  assert.deepEqual(told("?parameters=not-checked"), [["oak"], [], []]);
});
test("every word is asked for, whatever its case", () => assert.deepEqual(found("?text=OAK+doe"), ["fir"]));
test("years are a range that may be open", () => assert.deepEqual(found("?first_year=-2022"), ["fir", "elm", "ash"]));
test("amounts are a range with units", () => assert.deepEqual(found("?parameters=1B-"), ["fir"]));
test("one of several sizes is enough", () => assert.deepEqual(found("?parameters=-1M"), ["fir", "elm"]));
test("names are sorted as numbers are read", () => assert.deepEqual(found("?sort=name"), ["ash", "elm", "fir", "oak"]));
test("what says nothing comes last, whichever way", () => {
  assert.deepEqual(found("?sort=parameters"), ["elm", "fir", "ash", "oak"]);
  assert.deepEqual(found("?sort=-parameters"), ["fir", "elm", "ash", "oak"]);
});

test("what nobody has checked may match, and what is not reported stays unknown", () => {
  assert.deepEqual(told("?tasks=segmentation"), [["oak"], ["fir"], ["ash"]]);
  assert.deepEqual(told("?parameters=1B-"), [["fir"], ["oak"], ["ash"]]);
});
test("another condition rules out, and a cell that is unknown stays so", () => {
  assert.deepEqual(told("?tasks=segmentation&first_year=2023-"), [["oak"], [], []]);
  assert.deepEqual(told("?tasks=imaging&parameters=-1B"), [["elm"], ["oak", "fir"], ["ash"]]);
});
test("what is left out is gone, and what may have it stays open", () => {
  assert.deepEqual(told("?tasks.not=segmentation"), [["elm"], ["fir"], ["ash"]]);
  assert.deepEqual(told("?tasks.not=imaging"), [[], ["fir"], ["ash"]]);
  assert.deepEqual(told("?tasks=imaging&tasks.not=segmentation"), [["elm"], ["fir"], ["ash"]]);
  assert.deepEqual(told("?tasks.not=not-checked"), [["oak", "elm", "ash"], [], []]);
});
test("a state that is asked for is no open question", () => {
  assert.deepEqual(told("?tasks=not-checked"), [["fir"], [], []]);
  assert.deepEqual(told("?tasks=not-reported"), [["ash"], ["fir"], []]);
});
test("open cells are named with the form's field", () => {
  const { result } = applied("?parameters=1B-&tasks=imaging");
  const row = data.rowById.get("oak");
  assert.ok(row);
  assert.deepEqual(openCells(data, result, row), [
    { entry: "oak", path: "architecture.parameters", label: "parameters" },
  ]);
  assert.deepEqual(openFields(data, result, "unchecked"), ["parameters", "task"]);
});

test("a cell that two conditions ask is named once", () => {
  const { result } = applied("?tasks=imaging&tasks.not=segmentation");
  const row = data.rowById.get("fir");
  assert.ok(row);
  assert.deepEqual(openCells(data, result, row), [{ entry: "fir", path: "tasks", label: "task" }]);
  assert.deepEqual(openFields(data, result, "unchecked"), ["task"]);
});

test("counts tell what a further choice would leave", () => {
  const { state } = readState("?text=oak&tasks=segmentation", data);
  const [tasks] = data.facets;
  assert.deepEqual(countTerms(applyFilter(data, state), tasks), [1, 1, 0, 1]);
});
test("counts tell what is left without the terms that are left out", () => {
  const { state } = readState("?tasks=imaging&tasks.not=segmentation", data);
  const [tasks] = data.facets;
  assert.deepEqual(countTerms(applyFilter(data, state), tasks), [1, 0, 0, 0]);
});

test("who is called as the text comes first, whatever the order", () => {
  const rows = ["oak", "fir", "elm"].map(
    (id) => /** @type {import("../../docs/scripts/explore/data.js").Row} */ (data.rowById.get(id)),
  );
  assert.deepEqual(
    namedFirst(rows, "oak 9").map((row) => row.id),
    ["fir", "oak", "elm"],
  );
  assert.deepEqual(
    namedFirst(rows, "").map((row) => row.id),
    ["oak", "fir", "elm"],
  );
});

test("a short word is no part of a longer one, but may begin a name", () => {
  const row = { ...data.rows[0], text: "oakling predicting trees oak doe" };
  const one = { ...data, rows: [row] };
  const matching = (/** @type {string} */ text) => applyFilter(one, readState(`?text=${text}`, data).state).total === 1;
  assert.deepEqual(["oa", "oak", "ct", "tree", "ting", "tre"].map(matching), [true, true, false, true, true, false]);
});

test("where nothing says a text, what is like it is shown and told so", () => {
  const { state } = readState("?text=halucinates", data);
  const like = applyFilter(data, state, { said: new Set(), alike: new Set(["models/elm/"]) });
  assert.deepEqual([like.isAlike, like.total], [true, 1]);
  const none = applyFilter(data, state, { said: new Set(), alike: new Set(["tasks/imaging/"]) });
  assert.deepEqual([none.isAlike, none.total], [false, 0]);
  const said = applyFilter(data, state, { said: new Set(["models/fir/"]), alike: new Set(["models/elm/"]) });
  assert.deepEqual([said.isAlike, sortedRows(data, state, said.passed).map((row) => row.id)], [false, ["fir"]]);
});

test("what an entry says is found next to names", () => {
  const { state } = readState("?text=hallucinates", data);
  const { passed } = applyFilter(data, state, { said: new Set(["models/fir/"]), alike: new Set(["models/elm/"]) });
  assert.deepEqual(
    sortedRows(data, state, passed).map((row) => row.id),
    ["fir"],
  );
});
