// The tools of Explore: columns, downloads, the link, and small menus to hold them.

import { make } from "../shared/dom.js";
import { FORMATS } from "./download.js";

/** @typedef {import("./columns.js").Column} Column */

/**
 * @param {string} title
 * @param {(Node | string)[]} children
 */
function menu(title, children) {
  const summary = make("summary", { class: "button", text: title });
  const details = make("details", { class: "menu" }, summary, make("div", { class: "menu__body" }, ...children));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  addEventListener("click", (event) => {
    if (!details.contains(/** @type {Node} */ (event.target))) details.open = false;
  });
  return { element: details, summary };
}

/**
 * @param {Column[]} columns
 * @param {(id: string) => void} toggle
 */
export function columnMenu(columns, toggle) {
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  const labels = columns.map(({ id, label }) => {
    const box = make("input", { type: "checkbox", onchange: () => toggle(id) });
    boxes.set(id, box);
    return make("label", {}, box, make("span", { text: label }));
  });
  const { element } = menu("Columns", labels);
  element.classList.add("menu--long");
  return { element, boxes };
}

/**
 * The menu of downloads, and its title, which says what will be saved.
 * @param {(format: string) => Promise<string>} save what has become of it, in words
 */
export function downloadMenu(save) {
  const note = make("p", { class: "menu__note", role: "status" });
  const buttons = Object.entries(FORMATS).map(([format, { label }]) =>
    make("button", {
      type: "button",
      text: label,
      "data-format": format,
      onclick: async () => {
        note.textContent = await save(format);
      },
    }),
  );
  return menu("Download this view", [...buttons, note]);
}

export function copyButton() {
  const button = make("button", {
    type: "button",
    class: "button",
    text: "Copy link",
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copy it from the address bar";
      }
      setTimeout(() => {
        button.textContent = "Copy link";
      }, 2000);
    },
  });
  return button;
}

/**
 * The choice of an order, for a phone, where the heads of columns are not shown.
 * @param {Column[]} columns
 * @param {(order: string) => void} choose
 */
export function orderChoice(columns, choose) {
  const options = [
    ["name", "Name"],
    ...columns
      .filter((one) => one.isSortable)
      .map(({ id, label }) => [`-${id}`, `${label}, ${id.endsWith("year") ? "newest" : "largest"} first`]),
  ];
  const select = make(
    "select",
    { "aria-label": "Order", onchange: () => choose(select.value) },
    ...options.map(([value, text]) => make("option", { value, text })),
  );
  const element = make("label", { class: "explorer__order" }, make("span", { text: "Order" }), select);
  return { element, select };
}
