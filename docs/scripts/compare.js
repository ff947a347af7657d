// Two to five entries side by side: what their own pages say, in lines that tell what differs.

import { download } from "./compare/download.js";
import { loadEntry } from "./compare/entry.js";
import { factLines, resultLines, statementLines, tally, unlikeBenchmarks } from "./compare/lines.js";
import { named } from "./compare/named.js";
import { compareNames, dotClass, loadData } from "./explore/data.js";
import { make } from "./shared/dom.js";

/**
 * @typedef {import("./compare/entry.js").Entry} Entry
 * @typedef {import("./explore/data.js").Data} Data
 * @typedef {import("./explore/data.js").Row} Row
 */

const MOST = 5;
const STANDS = { differs: "differs", equal: "same", unknown: "unknown" };
const NOTHING = {
  unchecked: { sign: "○", words: "not checked yet" },
  unasked: { sign: "", words: "does not apply to this kind of entry" },
  unmeasured: { sign: "–", words: "no result in this setting" },
  unsaid: { sign: "–", words: "the entry says nothing of it" },
};

/** @param {string} search */
export function readIds(search) {
  const ids = (new URLSearchParams(search).get("ids") ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
  return [...new Set(ids)];
}

/** @param {string[]} names */
function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** @param {Element | null | undefined} element a copy of its content, without ids, which would stand twice */
function contentOf(element) {
  if (!element) return [];
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  return [...copy.childNodes];
}

class Comparison {
  /**
   * @param {HTMLElement} host
   * @param {Data} data
   * @param {string} root
   */
  constructor(host, data, root) {
    this.host = host;
    this.data = data;
    this.root = root;
    this.title = document.title;
    this.examples = document.getElementById("compare-examples");
    /** @type {Map<string, number>} how many entries have each name */
    this.called = new Map();
    for (const { name } of data.rows) this.called.set(name, (this.called.get(name) ?? 0) + 1);
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {string[]} */
    this.problems = [];
    this.onlyDifferences = false;
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  async restore() {
    const ids = readIds(location.search);
    const rows = ids.map((id) => this.data.rowById.get(id));
    const known = rows.filter((row) => row !== undefined);
    this.problems = ids.filter((_, place) => !rows[place]).map((id) => `There is no entry “${id.slice(0, 60)}”.`);
    if (known.length > MOST) this.problems.push(`Only the first ${MOST} of ${known.length} entries are shown.`);
    this.rows = known.slice(0, MOST);
    this.onlyDifferences = new URLSearchParams(location.search).get("only") === "differences";
    try {
      this.entries = await Promise.all(this.rows.map((row) => loadEntry(this.root, row)));
    } catch (problem) {
      this.entries = [];
      this.problems.push(`The facts could not be loaded (${/** @type {Error} */ (problem).message}).`);
    }
    this.render();
  }

  /**
   * @param {string[]} ids
   * @param {boolean} onlyDifferences
   */
  addressOf(ids, onlyDifferences = this.onlyDifferences) {
    const only = onlyDifferences ? "&only=differences" : "";
    return ids.length ? `?ids=${ids.map(encodeURIComponent).join(",")}${only}` : location.pathname;
  }

  /** @param {string[]} ids */
  async go(ids) {
    history.pushState(null, "", this.addressOf(ids));
    await this.restore();
    // What was pressed is gone; the reader goes on where the next entry is chosen.
    this.host.querySelector("input")?.focus();
  }

  render() {
    const isTable = this.entries.length > 1;
    this.host.replaceChildren(...this.notice(), this.picker(), ...(isTable ? this.comparison() : this.hint()));
    if (this.examples) this.examples.hidden = isTable;
    const names = this.rows.map((row) => row.name);
    document.title = isTable ? `${listed(names)} compared – HFM Atlas` : this.title;
    this.host.dataset.ready = "true";
  }

  notice() {
    if (!this.problems.length) return [];
    return [
      make(
        "div",
        { class: "explorer__notice", role: "alert" },
        make("span", { text: `${this.problems.join(" ")} ` }),
        make("a", { href: `${this.root}explore/`, text: "Choose in Explore" }),
      ),
    ];
  }

  hint() {
    const [entry] = this.entries;
    if (!entry)
      return [
        make("p", {
          class: "compare__hint",
          text: "Choose two to five entries by name, tick them in Explore, or press Compare on an entry’s page.",
        }),
      ];
    const byAddress = new Map(this.data.rows.map((row) => [new URL(this.root + row.url, location.href).href, row]));
    const near = entry.related.map((address) => byAddress.get(address)).filter((row) => row !== undefined);
    const links = near.map((row) => make("li", {}, this.entryLink(row, `${this.addressOf([entry.row.id, row.id])}`)));
    return [
      make("p", { class: "compare__hint", text: `Choose one more entry to compare with ${entry.row.name}.` }),
      ...(links.length
        ? [make("p", { class: "hint", text: "Related entries:" }), make("ul", { class: "compare__near" }, ...links)]
        : []),
    ];
  }

  /**
   * @param {Row} row
   * @param {string} address
   */
  entryLink(row, address) {
    const dot = make("span", { class: dotClass(row), "aria-hidden": "true" });
    return make("a", { href: address, class: "entry" }, dot, row.name);
  }

  /**
   * The name, with the id where another entry is called so too.
   * @param {Row} row
   */
  nameOf(row) {
    return (this.called.get(row.name) ?? 0) > 1 ? `${row.name} (${row.id})` : row.name;
  }

  picker() {
    const ids = this.rows.map((row) => row.id);
    const list = make(
      "datalist",
      { id: "compare-names" },
      ...[...this.data.rows]
        .sort((one, other) => compareNames(one.name, other.name))
        .filter((row) => !ids.includes(row.id))
        .map((row) => make("option", { value: this.nameOf(row) })),
    );
    const isFull = ids.length >= MOST;
    const input = make("input", {
      type: "search",
      list: "compare-names",
      placeholder: "Add an entry by name …",
      "aria-label": "Add an entry by name",
      disabled: isFull,
    });
    const add = (/** @type {Event} */ event) => {
      event.preventDefault();
      const others = this.data.rows.filter((one) => !ids.includes(one.id));
      const { row, problem } = named(others, input.value, (one) => this.nameOf(one));
      if (row) this.go([...ids, row.id]);
      else if (problem) input.setCustomValidity(problem);
      input.reportValidity();
    };
    input.addEventListener("input", () => input.setCustomValidity(""));
    return make(
      "form",
      { class: "compare__picker", onsubmit: add },
      input,
      make("button", { type: "submit", class: "button", text: "Add", disabled: isFull }),
      list,
    );
  }

  comparison() {
    const facts = factLines(this.entries);
    const shown = facts.filter((line) => line.stands === "differs" || !this.onlyDifferences);
    const results = resultLines(this.entries);
    const statements = statementLines(this.entries);
    const lines = shown.map(({ key, cells }) => ({ key, notAsked: cells.map((cell) => cell.state === "unasked") }));
    const table = make(
      "table",
      { class: "listing compare" },
      make("caption", {
        class: "vh",
        text: "The chosen entries; each fact says whether they differ, are the same, or cannot be compared",
      }),
      make("thead", {}, make("tr", {}, make("td", {}), ...this.heads())),
      this.section("About", [
        this.line("Summary", (entry) => contentOf(entry.summary)),
        this.line("Published", (entry) => [make("div", { class: "work__venue" }, ...contentOf(entry.venue))]),
      ]),
      this.section(
        "Facts",
        shown.map((line) => this.factLine(line)),
        "Nothing that is known differs.",
      ),
      this.section(
        "Results in the same setting",
        results.map((line) => this.resultLine(line)),
        this.noResults(),
        this.unlike(results.length),
      ),
      this.section(
        "Challenges and opportunities",
        statements.map((line) => this.statementLine(line)),
        "The atlas has no statement of these.",
      ),
      this.section("Lineage", [this.line("What builds on it", (entry) => this.builtOnIt(entry))]),
    );
    return [
      this.tools([{ key: "summary" }, { key: "venue" }, ...lines, ...results, ...statements]),
      this.tally(facts),
      make("div", { class: "compare__table", tabindex: "0", role: "region", "aria-label": "Comparison" }, table),
      this.citation(),
    ];
  }

  /** @param {import("./compare/download.js").Line[]} lines */
  tools(lines) {
    const box = make("input", {
      type: "checkbox",
      onchange: () => {
        this.onlyDifferences = box.checked;
        history.replaceState(null, "", this.addressOf(this.rows.map((row) => row.id)));
        this.render();
        const again = this.host.querySelector("input[type=checkbox]");
        if (again instanceof HTMLElement) again.focus();
      },
    });
    box.checked = this.onlyDifferences;
    const said = make("span", { class: "detail", role: "status" });
    /** @param {import("./compare/download.js").Format} format @param {string} text */
    const button = (format, text) =>
      make("button", {
        type: "button",
        class: "button",
        text,
        onclick: () =>
          download(
            format,
            this.root,
            this.rows.map(({ id, url }) => ({ id, address: new URL(this.root + url, location.href).href })),
            lines,
          ).catch((problem) => {
            said.textContent = `The file could not be made (${problem.message}).`;
          }),
      });
    return make(
      "div",
      { class: "compare__tools" },
      make("label", { class: "compare__only" }, box, make("span", { text: "Only facts that differ" })),
      button("csv", "CSV"),
      button("latex", "LaTeX"),
      said,
    );
  }

  heads() {
    const ids = this.rows.map((row) => row.id);
    return this.rows.map((row) =>
      make(
        "th",
        { scope: "col" },
        this.entryLink(row, this.root + row.url),
        make("span", { class: "detail", text: ` ${row.first_year}` }),
        " ",
        make("button", {
          type: "button",
          class: "compare__remove",
          "aria-label": `Remove ${row.name}`,
          text: "×",
          onclick: () => this.go(ids.filter((id) => id !== row.id)),
        }),
      ),
    );
  }

  /**
   * @param {string} title
   * @param {HTMLElement[]} lines
   * @param {string} nothing what to say where there is no line
   * @param {(Node | string)[]} more what to say below the lines
   */
  section(title, lines, nothing = "", more = []) {
    const width = this.entries.length + 1;
    const head = make("th", { scope: "rowgroup", colspan: width, text: title });
    /** @param {(Node | string)[]} words */
    const said = (words) => make("tr", { class: "compare__said" }, make("td", { colspan: width }, ...words));
    return make(
      "tbody",
      {},
      make("tr", { class: "compare__section" }, head),
      ...(lines.length ? lines : [said([nothing])]),
      ...(more.length ? [said(more)] : []),
    );
  }

  /**
   * @param {string | Node} label
   * @param {(entry: Entry, place: number) => (Node | string)[]} content
   * @param {string} kind class of the line
   * @param {string} stands how its cells stand to each other
   */
  line(label, content, kind = "", stands = "") {
    const words = stands ? make("span", { class: "compare__stands", text: stands }) : null;
    return make(
      "tr",
      { class: kind || null },
      make("th", { scope: "row" }, label, words),
      ...this.entries.map((entry, place) => make("td", { "data-name": entry.row.name }, ...content(entry, place))),
    );
  }

  /** @param {keyof typeof NOTHING} kind */
  nothing(kind) {
    const { sign, words } = NOTHING[kind];
    return [
      make(
        "span",
        { class: "nothing", title: words },
        make("span", { "aria-hidden": "true", text: sign }),
        make("span", { class: "vh", text: words }),
      ),
    ];
  }

  /** @param {ReturnType<typeof factLines>[number]} line */
  factLine({ label, cells, stands }) {
    /** @param {Entry} _ @param {number} place */
    const content = (_, place) => {
      const { fact, state } = cells[place];
      return fact ? contentOf(fact.cell) : this.nothing(state === "unchecked" ? "unchecked" : "unasked");
    };
    return this.line(label, content, `is-${stands}`, STANDS[stands]);
  }

  /** @param {ReturnType<typeof resultLines>[number]} line */
  resultLine({ first, cells, best }) {
    const head = make("span", {}, ...contentOf(first.head));
    const setting = `${first.metric}: ${first.setting}`;
    const label = make("span", {}, head, make("span", { class: "compare__setting", text: setting }));
    /** @param {Entry} _ @param {number} place */
    const content = (_, place) => {
      if (!cells[place].length) return this.nothing("unmeasured");
      return cells[place].map((one) =>
        make(
          "div",
          { class: one.number === best ? "compare__best" : null },
          make("span", { class: "num" }, ...contentOf(one.value)),
          ...one.asides.map((aside) => aside.cloneNode(true)),
        ),
      );
    };
    return this.line(label, content, "is-result");
  }

  noResults() {
    return `No two of these were measured in the same setting, as far as the atlas knows.`;
  }

  /** @param {ReturnType<typeof statementLines>[number]} line */
  statementLine({ term, cells }) {
    /** @param {Entry} _ @param {number} place */
    const content = (_, place) => {
      if (!cells[place].length) return this.nothing("unsaid");
      return cells[place].map(({ stance, said }) =>
        make("div", {}, make("b", { text: `${stance.textContent}: ` }), ...contentOf(said)),
      );
    };
    return this.line(term.cloneNode(true), content);
  }

  /**
   * As text, since a picture of five columns is too small to read. What an entry is built on is one of its facts.
   * @param {Entry} entry
   */
  builtOnIt(entry) {
    if (!entry.builtOnIt.length) return [make("span", { class: "nothing", text: "nothing in the atlas" })];
    const items = entry.builtOnIt.map(({ href, name, year, detail }) =>
      make(
        "li",
        {},
        make("a", { href, text: name }),
        " ",
        make("span", { class: "detail", text: `${year}, ${detail}` }),
      ),
    );
    const all = make("a", { href: `${this.root}${entry.row.url}#lineage`, text: "Whole lineage" });
    return [make("ul", { class: "compare__lineage" }, ...items, make("li", {}, all))];
  }

  // What the filter keeps and hides, in numbers.
  /** @param {ReturnType<typeof factLines>} lines */
  tally(lines) {
    const hidden = this.onlyDifferences ? "; only the differences are shown" : "";
    return make("p", { class: "hint", role: "status", text: `${tally(lines)}${hidden}.` });
  }

  /** @param {number} alike how many results are compared */
  unlike(alike) {
    const found = unlikeBenchmarks(this.entries);
    if (!found.length) return [];
    const links = found.flatMap(([id, name], place) => [
      place ? ", " : "",
      make("a", { href: `${this.root}leaderboards/${id}/`, text: name }),
    ]);
    const words = alike ? "Also measured, but in different settings: " : "Measured in different settings: ";
    return [words, ...links, "."];
  }

  citation() {
    const address = location.href.replace(/#.*$/, "");
    const names = listed(this.rows.map((row) => row.name));
    const text = `${names} compared. ${this.data.snapshot}. ${address}`;
    return make(
      "section",
      { class: "compare__cite", "aria-labelledby": "compare-cite" },
      make("h2", { id: "compare-cite", text: "Cite this comparison" }),
      make("p", { id: "compare-cite-text", text }),
      make("button", {
        type: "button",
        class: "button",
        "data-clipboard-target": "#compare-cite-text",
        text: "Copy",
      }),
    );
  }
}

const host = document.getElementById("compare");
if (host) {
  const { source = "", root = "" } = host.dataset;
  loadData(source)
    .then((data) => new Comparison(host, data, root))
    .catch((problem) =>
      host.replaceChildren(
        make("p", { class: "explorer__notice", text: `The comparison could not be loaded (${problem.message}).` }),
      ),
    );
}
