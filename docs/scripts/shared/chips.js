// Filters as buttons that take them away again.

import { make } from "./dom.js";

/**
 * One button a filter.
 * @template State
 * @param {{ text: string, remove: (state: State) => void }[]} filters
 * @param {(remove: (state: State) => void) => void} change what changes the state and shows it
 */
export function filterChips(filters, change) {
  return filters.map(({ text, remove }, place) =>
    make(
      "button",
      {
        type: "button",
        class: "chip",
        "data-focus": `chip-${place}`,
        "aria-label": `Remove filter ${text}`,
        onclick: () => change(remove),
      },
      make("span", { text }),
      make("span", { "aria-hidden": "true", text: "×" }),
    ),
  );
}
