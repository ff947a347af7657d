import assert from "node:assert/strict";
import test from "node:test";
import { filterOf, isFiltered, readState, toggle, writeState } from "../../docs/scripts/explore/state.js";
import { data } from "./data.js";

const ADDRESSES = [
  "",
  "?text=oak+doe",
  "?tasks=imaging,segmentation&tasks.all=1",
  "?tasks=imaging&tasks.not=segmentation&kind.not=model",
  "?first_year=2020-2022&year=-2023",
  "?parameters=100M-1.5B",
  "?parameters=not-checked",
  "?place=Letters,Notes,+Letters+(NL)",
  "?tasks=imaging&may_match=1",
  "?sort=parameters",
  "?cols=year,kind,parameters,venue",
  "?ids=elm,oak",
  "?page=3",
];

for (const address of ADDRESSES) {
  test(`the address ${address || "without a question"} is read and written again`, () => {
    const { state, problems } = readState(address, data);
    assert.deepEqual(problems, []);
    assert.equal(writeState(state), address);
  });
}

test("former names of facets and years are understood", () => {
  const { state, problems } = readState("?task=imaging&published=2020-&sort=published", data);
  assert.deepEqual(problems, []);
  assert.equal(writeState(state), "?tasks=imaging&year=2020-&sort=year");
});

test("a year or an amount alone is both ends of its range", () => {
  const { state, problems } = readState("?year=2023&parameters=7B", data);
  assert.deepEqual(problems, []);
  assert.equal(writeState(state), "?year=2023-2023&parameters=7B-7B");
});

const FILTERS = [
  ["?tasks=imaging,segmentation", "tasks=imaging,segmentation"],
  ["?tasks=imaging,segmentation&tasks.all=1", "tasks=imaging and tasks=segmentation"],
  ["?kind=model&tasks.not=not-checked", 'kind=model and not tasks="not checked"'],
  ["?parameters=100M-&first_year=2020-2022", "first_year>=2020 and first_year<=2022 and parameters>=100M"],
  ["?text=oak", ""],
  ["?parameters=not-checked", 'parameters="not checked"'],
  ["?place=Letters,Notes%2C+Letters+(NL)", 'place=Letters,"Notes, Letters (NL)"'],
];

for (const [address, filter] of FILTERS) {
  test(`${address} is a filter of the command line`, () => {
    assert.equal(filterOf(readState(address, data).state), filter);
  });
}

test("a term is asked for or left out, never both", () => {
  const { state } = readState("?tasks=imaging", data);
  toggle(state.leftOut, state.chosen, "tasks", "imaging");
  assert.equal(writeState(state), "?tasks.not=imaging");
  toggle(state.leftOut, state.chosen, "tasks", "imaging");
  assert.equal(writeState(state), "");
});

test("what is looked for with the search is no filter", () => {
  const { state, problems } = readState("?q=oak", data);
  assert.deepEqual([problems, isFiltered(state)], [[], false]);
});

const MISTAKES = [
  ["?tasks=nothing", "Task “nothing” is not in the atlas"],
  ["?tasks.not=nothing", "Task “nothing” is not in the atlas"],
  ["?year=soon", "“soon” is not a range of years such as 2019-2024"],
  ["?parameters=big-", "“big-” is not a range such as 100M-7B"],
  ["?ids=nobody", "there is no entry “nobody”"],
  ["?nonsense=1", "“nonsense=1” is not a filter"],
  ["?__proto__=1", "“__proto__=1” is not a filter"],
];

for (const [address, said] of MISTAKES) {
  test(`${address} is left out and said`, () => {
    const { state, problems } = readState(address, data);
    assert.deepEqual(problems, [said]);
    assert.equal(isFiltered(state), false);
  });
}
