// What the reader's browser remembers of the snapshots that it saw.

import assert from "node:assert/strict";
import test from "node:test";
import { see } from "../../docs/scripts/news.js";

test("a first visit remembers the day of the snapshot, and hides nothing", () => {
  assert.deepEqual(see({}, "2026-11-24"), { seen: "2026-11-24" });
});
test("the snapshot seen before stays until the next one comes", () => {
  const later = see({ seen: "2026-11-24" }, "2026-11-27");
  assert.deepEqual(later, { seen: "2026-11-27", previous: "2026-11-24" });
  assert.deepEqual(see(later, "2026-11-27"), later);
});
