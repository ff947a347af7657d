// Two to five entries side by side. The facts, with their evidence, are taken from the entries' own pages, so that they
// are said in one place only.

import { compareNames, dotClass, loadData } from "./explore/data.js";
import { make } from "./shared/dom.js";
import { latexText, saveFile, writeCsv } from "./shared/files.js";

const MOST = 5;

export function readIds(search) {
  const ids = (new URLSearchParams(search).get("ids") ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
  return [...new Set(ids)];
}

// One entry's facts: label → the cell of its page, in the order of the page.
async function loadFacts(root, row) {
  const address = new URL(root + row.url, location.href);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${row.name}: HTTP ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const facts = new Map();
  for (const fact of page.querySelectorAll("#facts .fact")) {
    const cell = fact.querySelector("dd");
    for (const link of cell.querySelectorAll("a[href]"))
      link.setAttribute("href", new URL(link.getAttribute("href"), address).href);
    for (const element of cell.querySelectorAll("[id]")) element.removeAttribute("id");
    facts.set(fact.querySelector("dt").textContent.trim(), cell);
  }
  const unknown = page.querySelector("#facts")?.dataset.unknownFacts ?? "";
  return { row, facts, unknown: new Set(unknown.split("|").filter(Boolean)) };
}

// How cells stand to each other. What nobody has checked, and what cannot be told, neither differs nor is equal.
const STANDS = {
  differs: "differs",
  equal: "equal",
  unknown: "cannot be told",
};
const NOTHING = {
  unchecked: { sign: "○", words: "nobody has checked" },
  unasked: { sign: "", words: "does not apply to this kind of entry" },
};

// Two known cells that differ do so whatever the others say; to be equal, all that apply must be known.
export function standing(cells) {
  const asked = cells.filter((cell) => cell.state !== "unasked");
  const known = asked.filter((cell) => cell.state === "known");
  if (new Set(known.map((cell) => cell.text)).size > 1) return "differs";
  return known.length === asked.length && known.length > 1 ? "equal" : "unknown";
}

// One cell of the table: the fact as its page has it, what it says, and whether that is known.
function cellOf({ facts, unknown }, label) {
  const fact = facts.get(label);
  if (fact) return { fact, text: factText(fact), state: fact.closest("[data-unknown]") ? "unknown" : "known" };
  const state = unknown.has(label) ? "unchecked" : "unasked";
  return { text: NOTHING[state].words, state };
}

// What a fact says, without its evidence and without the reason of one that follows from others.
function factText(cell) {
  const copy = cell.cloneNode(true);
  const left = cell.closest("[data-derived]") ? ".detail, " : "";
  for (const part of copy.querySelectorAll(`${left}.mark, .evidence, .vh, details`)) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function labelsOf(entries) {
  const labels = [];
  for (const { facts } of entries) {
    let at = -1;
    for (const label of facts.keys()) {
      const known = labels.indexOf(label);
      if (known < 0) labels.splice(at + 1, 0, label);
      at = labels.indexOf(label);
    }
  }
  return labels;
}

class Comparison {
  constructor(host, data, root) {
    this.host = host;
    this.data = data;
    this.root = root;
    this.onlyDifferences = false;
    addEventListener("popstate", () => this.restore());
    this.restore();
  }

  async restore() {
    const ids = readIds(location.search);
    const unknown = ids.filter((id) => !this.data.rowById.has(id));
    const known = ids.filter((id) => this.data.rowById.has(id));
    this.problems = unknown.map((id) => `There is no entry “${id.slice(0, 60)}”.`);
    if (known.length > MOST) this.problems.push(`Only the first ${MOST} of ${known.length} entries are shown.`);
    this.rows = known.slice(0, MOST).map((id) => this.data.rowById.get(id));
    try {
      this.entries = await Promise.all(this.rows.map((row) => loadFacts(this.root, row)));
    } catch (problem) {
      this.entries = [];
      this.problems.push(`The facts could not be loaded (${problem.message}).`);
    }
    this.render();
  }

  go(ids) {
    history.pushState(null, "", ids.length ? `?ids=${ids.map(encodeURIComponent).join(",")}` : location.pathname);
    this.restore();
  }

  render() {
    const parts = [this.notice(), this.picker()];
    if (this.entries.length >= 2) parts.push(this.tools(), this.table());
    else
      parts.push(
        make("p", {
          class: "compare__hint",
          text: this.entries.length
            ? "Choose one more entry to compare with."
            : "Choose two to five entries; the explorer can hand a selection over.",
        }),
      );
    this.host.replaceChildren(...parts);
    this.host.dataset.ready = "true";
  }

  notice() {
    if (!this.problems.length) return "";
    return make(
      "div",
      { class: "explorer__notice", role: "alert" },
      make("span", { text: `${this.problems.join(" ")} ` }),
      make("a", { href: `${this.root}explore/`, text: "Choose in the explorer" }),
    );
  }

  picker() {
    const ids = this.rows.map((row) => row.id);
    const list = make(
      "datalist",
      { id: "compare-names" },
      ...[...this.data.rows]
        .sort((one, other) => compareNames(one.name, other.name))
        .filter((row) => !ids.includes(row.id))
        .map((row) => make("option", { value: row.name })),
    );
    const input = make("input", {
      type: "search",
      list: "compare-names",
      placeholder: "Add an entry by name …",
      "aria-label": "Add an entry by name",
      disabled: ids.length >= MOST,
    });
    const add = (event) => {
      event.preventDefault();
      const wanted = input.value.trim().toLocaleLowerCase();
      const row = this.data.rows.find((one) => one.name.toLocaleLowerCase() === wanted || one.id === wanted);
      if (row && !ids.includes(row.id)) this.go([...ids, row.id]);
      else if (wanted) input.setCustomValidity("No entry has this name");
      input.reportValidity();
    };
    input.addEventListener("input", () => input.setCustomValidity(""));
    return make(
      "form",
      { class: "compare__picker", onsubmit: add },
      input,
      make("button", { type: "submit", class: "button", text: "Add", disabled: ids.length >= MOST }),
      list,
    );
  }

  tools() {
    const box = make("input", {
      type: "checkbox",
      onchange: () => {
        this.onlyDifferences = box.checked;
        this.render();
      },
    });
    box.checked = this.onlyDifferences;
    return make(
      "div",
      { class: "explorer__tools" },
      make("label", { class: "compare__only" }, box, make("span", { text: "Only what differs" })),
      make("button", { type: "button", class: "button", text: "CSV", onclick: () => this.save("csv") }),
      make("button", { type: "button", class: "button", text: "LaTeX", onclick: () => this.save("tex") }),
    );
  }

  lines() {
    return labelsOf(this.entries).map((label) => {
      const cells = this.entries.map((entry) => cellOf(entry, label));
      return { label, cells, texts: cells.map((cell) => cell.text), stands: standing(cells) };
    });
  }

  table() {
    const all = this.lines();
    const lines = all.filter((line) => line.stands === "differs" || !this.onlyDifferences);
    const ids = this.rows.map((row) => row.id);
    const head = this.rows.map((row) =>
      make(
        "th",
        { scope: "col" },
        make("span", { class: dotClass(row), "aria-hidden": "true" }),
        make("a", { href: this.root + row.url, text: row.name }),
        make("span", { class: "detail", text: ` ${row.first_year}` }),
        " ",
        make("button", {
          type: "button",
          class: "quiet",
          "aria-label": `Remove ${row.name}`,
          text: "×",
          onclick: () => this.go(ids.filter((id) => id !== row.id)),
        }),
      ),
    );
    const body = lines.map((line) =>
      make(
        "tr",
        { class: `is-${line.stands}` },
        make("th", { scope: "row" }, line.label, make("span", { class: "compare__stands", text: STANDS[line.stands] })),
        ...line.cells.map((cell) => this.cell(cell)),
      ),
    );
    const caption = make("caption", {
      class: "vh",
      text: "Facts of the chosen entries; each row says whether they differ, are equal, or that it cannot be told",
    });
    return make(
      "div",
      { class: "explorer__table", tabindex: "0", role: "region", "aria-label": "Comparison" },
      this.tally(all),
      make(
        "table",
        { class: "listing compare" },
        caption,
        make("thead", {}, make("tr", {}, make("td", {}), ...head)),
        make("tbody", {}, ...body),
      ),
    );
  }

  // What the filter keeps and hides, in numbers.
  tally(lines) {
    const number = (stands) => lines.filter((line) => line.stands === stands).length;
    const hidden = this.onlyDifferences ? "; only what differs is shown" : "";
    return make("p", {
      class: "hint",
      role: "status",
      text:
        `Of ${lines.length} facts, ${number("differs")} differ, ${number("equal")} are equal, ` +
        `and for ${number("unknown")} it cannot be told, since a cell is not known${hidden}.`,
    });
  }

  cell({ fact, state }) {
    if (!fact)
      return make(
        "td",
        { class: "nothing", title: NOTHING[state].words },
        make("span", { "aria-hidden": "true", text: NOTHING[state].sign }),
        make("span", { class: "vh", text: NOTHING[state].words }),
      );
    const cell = make("td");
    cell.append(...[...fact.cloneNode(true).childNodes]);
    return cell;
  }

  save(format) {
    saveFile(`hfm-atlas-comparison.${format}`, format === "csv" ? this.csv() : this.latex());
  }

  csv() {
    const lines = this.lines().map((line) => [line.label, ...line.texts]);
    return writeCsv([["", ...this.rows.map((row) => row.name)], ...lines, [this.data.snapshot]]);
  }

  latex() {
    const head = this.rows.map((row) => `${latexText(row.name)}~\\cite{${row.id}}`);
    const lines = this.lines().map((line) => `${[line.label, ...line.texts].map(latexText).join(" & ")} \\\\`);
    return [
      `% ${this.data.snapshot}`,
      `% ${location.href}`,
      `\\begin{tabular}{l${"p{3.5cm}".repeat(this.rows.length)}}`,
      "\\hline",
      ` & ${head.join(" & ")} \\\\`,
      "\\hline",
      ...lines,
      "\\hline",
      "\\end{tabular}",
      "",
    ].join("\n");
  }
}

const host = document.getElementById("compare");
if (host) {
  loadData(host.dataset.source)
    .then((data) => new Comparison(host, data, host.dataset.root))
    .catch((problem) =>
      host.replaceChildren(
        make("p", { class: "explorer__notice", text: `The comparison could not be loaded (${problem.message}).` }),
      ),
    );
}
