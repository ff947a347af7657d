// Heads of a table that sort it. A cell sorts by its `data-sort`, else by its text; cells that say nothing come last.

import { make } from "./dom.js";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * @typedef {{ key: string, descending: boolean }} Order
 * @param {HTMLTableCellElement} cell
 */
function sortValue(cell) {
  return cell.dataset.sort ?? cell.textContent.trim();
}

/**
 * Turns the heads of a table into buttons. The order that it comes in is its own; a third press brings it back.
 * @param {HTMLTableElement} table
 * @param {(order: Order | null) => void} tell what to do when the reader has sorted
 */
export function sortable(table, tell) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [.../** @type {NodeListOf<HTMLTableCellElement>} */ (table.querySelectorAll("thead th[data-key]"))];
  /** @param {Order | null} order */
  const sort = (order) => {
    const head = heads.find((one) => one.dataset.key === order?.key);
    for (const one of heads) one.removeAttribute("aria-sort");
    const sorted = [...rows];
    if (order && head) {
      head.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      const sign = order.descending ? -1 : 1;
      const place = head.cellIndex;
      const values = new Map(rows.map((row) => [row, sortValue(row.cells[place])]));
      sorted.sort((one, other) => {
        const [first, second] = [values.get(one) ?? "", values.get(other) ?? ""];
        if (!first || !second) return Number(!first) - Number(!second);
        const [number, rival] = [Number(first), Number(second)];
        const isNumber = !Number.isNaN(number) && !Number.isNaN(rival);
        return sign * (isNumber ? number - rival : collator.compare(first, second));
      });
    }
    body.append(...sorted);
  };
  for (const head of heads) {
    const key = /** @type {string} */ (head.dataset.key);
    const startsDescending = head.classList.contains("num");
    const press = () => {
      const now = head.getAttribute("aria-sort");
      const first = startsDescending ? "descending" : "ascending";
      /** @type {Order | null} */
      const order = !now
        ? { key, descending: startsDescending }
        : now === first
          ? { key, descending: !startsDescending }
          : null;
      sort(order);
      tell(order);
    };
    head.replaceChildren(make("button", { type: "button", class: "sort", onclick: press, text: head.textContent }));
  }
  return { sort, keys: heads.map((head) => /** @type {string} */ (head.dataset.key)) };
}
