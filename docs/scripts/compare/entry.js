// What an entry's own page says, so that a comparison shows the same facts with the same evidence.

import { byKey } from "../shared/grouping.js";

/**
 * @typedef {{ label: string, cell: HTMLElement, same: string, isUnknown: boolean }} Fact
 * @typedef {{
 *   head: HTMLElement, metric: string, setting: string, value: HTMLElement, asides: Element[], number: number,
 *   better: string | undefined, benchmark: string, name: string,
 * }} Result
 * @typedef {{ term: HTMLElement, stance: HTMLElement, said: HTMLElement }} Statement
 * @typedef {Awaited<ReturnType<typeof loadEntry>>} Entry
 * @typedef {import("../explore/data.js").Row} Row
 */

/**
 * @param {string} root
 * @param {Row} row
 */
export async function loadEntry(root, row) {
  const address = new URL(root + row.url, location.href);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${row.name}: HTTP ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const link of page.querySelectorAll("article a[href]"))
    link.setAttribute("href", new URL(link.getAttribute("href") ?? "", address).href);
  const main = page.querySelector("article");
  if (!main) throw new Error(`${row.name}: the page has no content`);
  const related = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (main.querySelectorAll("#related a.entry"))];
  return {
    row,
    facts: readFacts(main),
    unknown: new Set((part(main, "#facts")?.dataset.unknownFacts ?? "").split(" ").filter(Boolean)),
    results: readResults(main),
    statements: readStatements(main),
    summary: part(main, ".head .lede"),
    venue: part(main, ".work__venue"),
    builtOnIt: readBuiltOnIt(main),
    related: related.map((link) => link.href),
  };
}

/**
 * @param {ParentNode} page
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function part(page, selector) {
  return page.querySelector(selector);
}

/**
 * @param {ParentNode} page
 * @param {string} selector
 * @returns {HTMLElement}
 */
function needed(page, selector) {
  const found = part(page, selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * @param {ParentNode} page
 * @param {string} selector
 */
function parts(page, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(selector))];
}

/** @param {ParentNode} page */
function readFacts(page) {
  /** @type {Map<string, Fact>} */
  const facts = new Map();
  for (const fact of parts(page, "#facts .fact"))
    facts.set(fact.dataset.path ?? "", {
      label: needed(fact, "dt").textContent.trim(),
      cell: needed(fact, "dd"),
      same: fact.dataset.same ?? "",
      isUnknown: "unknown" in fact.dataset,
    });
  return facts;
}

/** @param {ParentNode} page */
function readResults(page) {
  const results = parts(page, "#results tbody tr").map((row) => {
    const [metric, value] = parts(row, "td");
    /** @type {Result} */
    const result = {
      head: needed(row, "th"),
      metric: metric.textContent.trim(),
      setting: needed(row, "[data-part=setting]").textContent,
      value,
      asides: [...row.querySelectorAll("[data-part=variant], [data-part=others]")],
      number: Number(row.dataset.number),
      better: row.dataset.better,
      benchmark: row.dataset.benchmark ?? "",
      name: row.dataset.name ?? "",
    };
    return /** @type {const} */ ([row.dataset.key ?? "", result]);
  });
  return byKey(results);
}

/** @param {ParentNode} page */
function readStatements(page) {
  const statements = parts(page, "#statements .statement").map((one) => {
    /** @type {Statement} */
    const said = {
      term: needed(one, ".statement__head a"),
      stance: needed(one, ".statement__verb"),
      said: needed(one, ".statement__note"),
    };
    return /** @type {const} */ ([one.dataset.key ?? "", said]);
  });
  return byKey(statements);
}

/**
 * What the picture of the lineage shows to be built on the entry.
 * @param {ParentNode} page
 */
function readBuiltOnIt(page) {
  return parts(page, "#lineage [data-below]").map((node) => ({
    href: node.getAttribute("href") ?? "",
    name: needed(node, "title").textContent,
    year: needed(node, ".node__year").textContent,
    detail: needed(node, ".node__detail").textContent,
  }));
}
