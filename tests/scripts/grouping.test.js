import assert from "node:assert/strict";
import test from "node:test";
import { byKey } from "../../docs/scripts/shared/grouping.js";

test("what has a key in common stays in its order, and so do the keys", () => {
  const found = byKey([
    ["elm", 1],
    ["oak", 2],
    ["elm", 3],
  ]);
  assert.deepEqual(
    [...found],
    [
      ["elm", [1, 3]],
      ["oak", [2]],
    ],
  );
});
