import assert from "node:assert/strict";
import test from "node:test";
import * as bits from "../../docs/scripts/explore/bits.js";

for (const size of [0, 1, 31, 32, 33, 64, 100]) {
  test(`a full set of ${size} holds as many`, () => assert.equal(bits.count(bits.fullSet(size)), size));
}

test("a set holds what was added, and nothing else", () => {
  const set = bits.emptySet(70);
  for (const index of [0, 31, 32, 69]) bits.add(set, index);
  const found = Array.from({ length: 70 }, (_, index) => index).filter((index) => bits.has(set, index));
  assert.deepEqual(found, [0, 31, 32, 69]);
});

test("two sets are cut, joined and counted", () => {
  const [one, other] = [bits.emptySet(40), bits.emptySet(40)];
  for (const index of [1, 2, 33]) bits.add(one, index);
  for (const index of [2, 33, 34]) bits.add(other, index);
  assert.equal(bits.countBoth(one, other), 2);
  assert.equal(bits.count(bits.unite(one.slice(), other)), 4);
  assert.equal(bits.count(bits.intersect(one, other)), 2);
});
