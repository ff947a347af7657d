// What stands above the table of Explore, without a page.

import assert from "node:assert/strict";
import test from "node:test";
import { caveat } from "../../docs/scripts/explore/head.js";

/** @param {string[]} ids of facets */
const chosen = (...ids) => ({ chosen: new Map(ids.map((id) => [id, new Set(["any"])])) });

test("evidence of a model is not said to be of the modality that is asked for with it", () => {
  assert.match(caveat(chosen("modalities", "clinical_evidence")), /^Clinical evidence and clearances are the model’s/);
  assert.match(caveat(chosen("clearances", "tasks")), /may concern another/);
  for (const ids of [["modalities", "tasks"], ["clinical_evidence"], ["clinical_evidence", "weights"], []])
    assert.equal(caveat(chosen(...ids)), "");
});
