// Figures: names on focus and touch, colours to choose, the reader's filter, zoom, and files of what is shown.

import * as bits from "./explore/bits.js";
import { loadData } from "./explore/data.js";
import { applyFilter } from "./explore/filter.js";
import { activeFilters } from "./explore/head.js";
import { filterOf, readState, writeState } from "./explore/state.js";
import { filterChips } from "./shared/chips.js";
import { make } from "./shared/dom.js";
import { saveBlob, saveFile, writeCsv } from "./shared/files.js";
import { byKey } from "./shared/grouping.js";

/**
 * @typedef {import("./explore/data.js").Data} Data
 * @typedef {import("./explore/state.js").State} State
 * @typedef {{ element: SVGAElement, x: number, y: number, home: { x: number, y: number }, ids: string[] }} Mark
 * Where a mark is, and where it was drawn.
 * @typedef {{ element: SVGPathElement, id: string, parent: Mark, ends: number[] }} Branch
 * A line of a tree: the id of what it leads to, the mark it comes from, and the numbers of its path.
 */

const XLINK = "http://www.w3.org/1999/xlink";
// A finger or pointer that is so near to a mark, in pixels of the screen, means it.
const REACH = 24;
const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3, 4];
const PNG_WIDTH = 1920;
const DEPTHS = 6;
const DARK = 4;
// Narrower figures may shrink a little; the type of the others would become too small.
const LARGE = 900;
// What so many models have in common is shared.
const SHARED = 2;
// Lines of a tree, and the column of its table that says what an entry is built on.
const BRANCHES = "path[class*='f-to-']";
const UPSTREAM = 3;
const FILES_ONLY = '[data-format="pdf"], [data-format="poster"]';
// How far a figure is made smaller to fit: a large one only where that is all it takes.
const SMALLEST = 0.8;
const SMALL = 0.84;

class Figure {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.svg = /** @type {SVGSVGElement} */ (host.querySelector("svg.fig__svg"));
    this.stage = /** @type {HTMLElement} */ (host.querySelector(".fig__stage"));
    this.read = /** @type {HTMLElement} */ (host.querySelector(".fig__read"));
    this.width = this.svg.viewBox.baseVal.width;
    this.zoom = 1;
    // Pixels of the drawing's head that stand above the stage instead.
    this.cut = 0;
    this.scheme = this.svg.dataset.scheme ?? "";
    this.standard = this.scheme;
    /** @type {State | null} */
    this.state = null;
    /** @type {Data | null} */
    this.data = null;
    /** @type {Mark | undefined} */
    this.shown = undefined;
    this.touched = false;
    /** @type {Mark | undefined} */
    this.readBefore = undefined;
    this.height = this.svg.viewBox.baseVal.height;
    this.marks = [...this.svg.querySelectorAll("a.mark-of")].map(toMark);
    this.years = [...this.svg.querySelectorAll("path.f-hair")].map((line) => ({
      line,
      path: line.getAttribute("d") ?? "",
    }));
    this.branches = [...this.svg.querySelectorAll(BRANCHES)].map((element) => toBranch(element, this.marks));
    /** @type {NodeListOf<SVGGElement>} */
    this.keys = this.svg.querySelectorAll("g.key");
    /** @type {SVGGElement | null} */
    this.axis = this.svg.querySelector("g.axis");
    this.ticks = [...this.svg.querySelectorAll("text.f-tick")];
    this.wholeScale = this.ticks.map((tick) => tick.textContent);
    this.key = make("ul", { class: "fig__key", "aria-hidden": "true", hidden: true });
    this.strip = make("div", { class: "fig__axis", "aria-hidden": "true", hidden: true });
    this.stage.before(this.key);
    this.stage.prepend(this.strip);
    this.source = this.host.querySelector(".fig__source")?.textContent ?? "";
    const note = /** @type {HTMLElement | null} */ (this.host.querySelector(".fig__note"));
    this.note = note?.textContent ?? "";
    this.filteredNote = note?.dataset.filtered ?? "";
    this.isMain = document.querySelector(".fig") === host;
    this.listen();
    this.rove(this.marks[0]);
    this.fit();
    if ("opensAtEnd" in this.host.dataset) this.openAtEnd();
    addEventListener("resize", () => this.fit());
    this.begin();
  }

  async begin() {
    if (this.isMain) await this.restore();
    this.host.dataset.ready = "true";
  }

  get visible() {
    return this.marks.filter((mark) => !isHidden(mark));
  }

  // One mark is in the order of Tab; arrow keys move on from it.
  /** @param {Mark | undefined} current */
  rove(current) {
    for (const mark of this.marks) mark.element.setAttribute("tabindex", mark === current ? "0" : "-1");
  }

  listen() {
    this.svg.addEventListener("focusin", (event) => {
      const mark = this.marks.find((one) => one.element === event.target);
      if (mark) {
        this.rove(mark);
        this.show(mark);
      }
    });
    this.svg.addEventListener("keydown", (event) => this.onKey(event));
    this.svg.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") this.show(this.near(event));
    });
    this.svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch" && !this.svg.contains(document.activeElement)) this.show(undefined);
    });
    // What was tapped first is read; a second tap on the same mark opens it.
    this.svg.addEventListener("pointerdown", (event) => {
      this.touched = event.pointerType === "touch";
      // The focus that a tap gives a link is later.
      this.readBefore = this.shown;
    });
    this.svg.addEventListener("click", (event) => this.onClick(event));
    for (const button of this.host.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => this.zoomBy(button.getAttribute("data-zoom") === "in" ? 1 : -1));
    const colour = /** @type {HTMLSelectElement | null} */ (this.host.querySelector(".fig__colour"));
    colour?.addEventListener("change", () => {
      this.colourBy(colour.value);
      this.remember();
    });
    for (const link of this.host.querySelectorAll("[data-format]"))
      link.addEventListener("click", (event) => this.save(event, link.getAttribute("data-format") ?? ""));
    const filter = /** @type {HTMLDetailsElement | null} */ (this.host.querySelector(".fig__filter"));
    filter?.addEventListener("toggle", () => filter.open && this.offerFilters());
    for (const field of this.host.querySelectorAll(".fig__embed input, .fig__embed textarea"))
      field.addEventListener("focus", () => /** @type {HTMLInputElement} */ (field).select());
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const step = /** @type {Record<string, number[]>} */ (steps)[event.key];
    const current = this.marks.find((one) => one.element === event.target);
    if (!current || (!step && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    const visible = this.visible;
    const next = step ? nearestTo(visible, current, step) : event.key === "Home" ? visible[0] : visible.at(-1);
    next?.element.focus({ preventScroll: true });
    next?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    if (event.detail === 0) return;
    const near = this.near(event);
    if (!near) return;
    if (this.touched && near !== this.readBefore) {
      event.preventDefault();
      this.shown = undefined;
      this.show(near);
    } else if (!near.element.contains(/** @type {Node} */ (event.target))) {
      // The link itself decides what a click with a key held down does.
      event.preventDefault();
      near.element.dispatchEvent(new MouseEvent("click", event));
    }
  }

  /**
   * The mark under a pointer, or the nearest one within reach.
   * @param {MouseEvent} event
   */
  near(event) {
    const under = /** @type {Element} */ (event.target).closest("a.mark-of");
    if (under) return this.marks.find((mark) => mark.element === under);
    const scale = this.scale;
    const box = this.svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / scale;
    const y = (event.clientY - box.top) / scale;
    let best;
    let least = REACH / scale;
    for (const mark of this.visible) {
      const distance = Math.hypot(mark.x - x, mark.y - y);
      if (distance < least) [best, least] = [mark, distance];
    }
    return best;
  }

  /** @param {Mark | undefined} mark */
  show(mark) {
    if (mark === this.shown) return;
    this.shown?.element.classList.remove("is-read");
    mark?.element.classList.add("is-read");
    this.shown = mark;
    this.read.textContent = "";
    if (!mark) return;
    const address = /** @type {string} */ (mark.element.getAttribute("href"));
    const words = mark.element.getAttribute("aria-label") ?? "";
    if (this.touched) this.read.append(make("a", { href: address, text: words }));
    else this.read.textContent = words;
  }

  // The latest works first.
  openAtEnd() {
    this.stage.scrollLeft = this.stage.scrollWidth;
  }

  // A key that is wider than the stage stands above it, in lines of its own; the drawing begins below it then.
  placeKey() {
    const isOutside = this.stage.scrollWidth > this.stage.clientWidth + 1;
    const keys = [...this.keys].filter((key) => key.style.display !== "none");
    this.key.hidden = !isOutside || !keys.length;
    this.key.replaceChildren(...(this.key.hidden ? [] : keys.flatMap(keyItems)));
    const foot = Math.max(0, ...keys.map((key) => key.getBBox()).map(({ y, height }) => y + height));
    this.cut = this.key.hidden ? 0 : foot * this.scale;
    this.svg.style.marginTop = `${-this.cut}px`;
  }

  // Labels of an axis stay at the border of the stage where they would scroll out of it.
  placeAxis() {
    this.strip.hidden = !this.axis || this.stage.scrollHeight <= this.stage.clientHeight + 1;
    if (!this.axis || this.strip.hidden) return;
    const [top, height] = (this.axis.dataset.band ?? "").split(" ").map(Number);
    const labels = svgElement("svg", { viewBox: `0 ${top} ${this.width} ${height}` });
    labels.append(this.axis.cloneNode(true));
    this.strip.replaceChildren(labels);
    this.strip.style.width = this.svg.style.width;
    this.strip.style.height = `${height * this.scale}px`;
    // A margin never leaves the stage, so it may only stand at the end that the strip does not move to.
    const below = this.svg.viewBox.baseVal.height - top - height;
    const isAtFoot = below < top;
    this.strip.style.alignSelf = isAtFoot ? "end" : "start";
    this.strip.style.marginTop = isAtFoot ? "" : `${top * this.scale - this.cut}px`;
    this.strip.style.marginBottom = isAtFoot ? `${below * this.scale}px` : "";
  }

  /** Pixels of a unit of the frame. */
  get scale() {
    return this.svg.getBoundingClientRect().width / this.width;
  }

  // A figure is as wide as its place where its type stays legible; else it scrolls in its box.
  fit() {
    const room = this.stage.clientWidth;
    const least = this.width * (this.width < LARGE ? SMALLEST : room >= this.width * SMALL ? SMALL : 1);
    const width = Math.max(room, least) * this.zoom;
    this.svg.style.width = `${Math.min(width, this.zoom === 1 ? Math.max(this.width * 1.15, least) : width)}px`;
    this.svg.style.height = "auto";
    this.placeKey();
    this.placeAxis();
    const hint = /** @type {HTMLElement | null} */ (this.host.querySelector(".fig__hint"));
    if (hint) hint.hidden = this.stage.scrollWidth <= this.stage.clientWidth + 1;
  }

  /** @param {number} direction */
  zoomBy(direction) {
    const place = ZOOMS.indexOf(this.zoom) + direction;
    const next = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, place))];
    const share = next / this.zoom;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.stage;
    this.zoom = next;
    this.fit();
    this.stage.scrollTo(
      (scrollLeft + clientWidth / 2) * share - clientWidth / 2,
      (scrollTop + clientHeight / 2) * share - clientHeight / 2,
    );
  }

  /** @param {string} scheme */
  colourBy(scheme) {
    this.scheme = scheme;
    this.svg.dataset.scheme = scheme;
    const prefix = this.svg.dataset.prefix ?? "";
    for (const { element } of this.marks) {
      const shape = (element.dataset.as ?? "").split(" ").find((one) => one.startsWith(`${scheme}-`));
      const use = element.querySelector("use");
      if (shape && use) use.setAttribute("href", `#${prefix}${shape}`);
    }
    for (const key of this.keys)
      if (key.dataset.scheme) key.style.display = key.dataset.scheme === scheme ? "" : "none";
    const choice = /** @type {HTMLSelectElement | null} */ (this.host.querySelector(".fig__colour"));
    if (choice) choice.value = scheme;
    this.fit();
  }

  async restore() {
    const parameters = new URLSearchParams(location.search);
    const colour = parameters.get("colour");
    const choice = /** @type {HTMLSelectElement | null} */ (this.host.querySelector(".fig__colour"));
    if (colour && [...(choice?.options ?? [])].some((one) => one.value === colour)) this.colourBy(colour);
    parameters.delete("colour");
    parameters.delete("q");
    if (![...parameters].length) {
      this.tellAddress();
      return;
    }
    const data = await this.load();
    if (!data) return;
    const { state, problems } = readState(`?${parameters}`, data);
    this.state = state;
    this.filter();
    if (problems.length) this.read.textContent = `${problems.join("; ")}; left out.`;
  }

  async load() {
    try {
      this.data ??= await loadData(/** @type {string} */ (this.host.dataset.source));
    } catch (problem) {
      this.read.textContent = `The filter could not be loaded (${/** @type {Error} */ (problem).message}).`;
    }
    return this.data;
  }

  // What is left of everything: marks of single models go, numbers and columns are counted again.
  filter() {
    if (!this.data || !this.state) return;
    const { passed, mayMatch } = applyFilter(this.data, this.state);
    const kept = new Set(this.data.rows.filter((row) => bits.has(passed, row.index)).map((row) => row.id));
    const numbers = this.marks.map((mark) => mark.ids.filter((id) => kept.has(id)).length);
    const isFiltered = this.filterWords() !== "";
    const onLines = this.countOnLines(numbers);
    const upstream = this.upstreamOf(kept);
    this.marks.forEach((mark, place) => {
      const { element, ids } = mark;
      if (element.dataset.stack || element.dataset.cell) {
        const words = element.getAttribute("aria-label") ?? "";
        const count = `${numbers[place] || "no"} ${numbers[place] === 1 ? "model" : "models"}`;
        element.setAttribute("aria-label", words.replace(/: (?:no|[\d,]+) models?(?: in the atlas)?$/, `: ${count}`));
      } else if (ids.length) {
        const isUpstream = !numbers[place] && ids.some((id) => upstream.has(id));
        const isShown = (numbers[place] || isUpstream) && !this.isLeftOut(mark, onLines);
        element.style.display = isShown ? "" : "none";
        element.setAttribute("opacity", isUpstream ? "0.65" : "1");
      }
      // What stands for no entries says something of the whole atlas.
      else element.style.display = isFiltered ? "none" : "";
    });
    this.shade(numbers);
    this.stack(numbers);
    this.drawLines(onLines);
    this.drawBranches();
    this.drawBest();
    this.drawKeys();
    this.count(new Set([...kept, ...upstream]), numbers);
    const all = new Set(this.marks.flatMap((mark) => mark.ids));
    const shown = new Set(this.visible.flatMap((mark) => mark.ids));
    const may = this.data.rows.filter((row) => all.has(row.id) && bits.has(mayMatch, row.index)).length;
    this.describe([...shown].filter((id) => kept.has(id)).length, all.size, may);
    const note = this.host.querySelector(".fig__note");
    if (note && isFiltered && upstream.size) note.textContent += " Paler: what these are built on, outside the filter.";
    this.rove(this.visible[0]);
  }

  // How many marks are left on each line, where a figure has lines.
  /**
   * @param {number[]} numbers
   * @returns {Map<string, number>}
   */
  countOnLines(numbers) {
    const counts = new Map();
    this.marks.forEach(({ element }, place) => {
      const { line } = element.dataset;
      if (line) counts.set(line, (counts.get(line) ?? 0) + numbers[place]);
    });
    return counts;
  }

  // A line is of what several models share.
  /**
   * @param {Mark} mark
   * @param {Map<string, number>} onLines
   */
  isLeftOut(mark, onLines) {
    const { line } = mark.element.dataset;
    return line !== undefined && (onLines.get(line) ?? 0) < SHARED;
  }

  // What the kept ones go back to, where the figure is of what is built on what; its table has every link.
  /**
   * @param {Set<string>} kept
   * @returns {Set<string>}
   */
  upstreamOf(kept) {
    /** @type {Set<string>} */
    const found = new Set();
    if (!this.branches.length) return found;
    /** @type {NodeListOf<HTMLTableRowElement>} */
    const rows = this.host.querySelectorAll(".fig__numbers tbody tr");
    const links = byKey([...rows].map((row) => [row.dataset.ids ?? "", row.cells[UPSTREAM].dataset.value ?? ""]));
    const waiting = [...links.keys()].filter((id) => kept.has(id));
    for (const id of waiting)
      for (const upstream of links.get(id) ?? [])
        if (upstream && !kept.has(upstream) && !found.has(upstream)) {
          found.add(upstream);
          waiting.push(upstream);
        }
    return found;
  }

  // A branch leads to a mark, and goes with it.
  drawBranches() {
    const shown = new Set(this.visible.flatMap((mark) => mark.ids));
    for (const { element, id } of this.branches) element.style.display = shown.has(id) ? "" : "none";
    this.closeUp();
  }

  // Each mark of a tree has a row of a column to itself. Rows and columns of which nothing is left close up, and lines
  // follow the marks at their ends.
  closeUp() {
    if (!this.branches.length) return;
    const columns = columnsOf(this.marks).map((column) => column.filter((mark) => !isHidden(mark)));
    const rows = this.marks.map(({ home }) => home.y).sort((one, other) => one - other);
    const places = [...new Set(rows)];
    const width = this.width / columns.length;
    columns
      .filter((column) => column.length)
      .forEach((column, place) => {
        const aside = (place - columns.indexOf(column)) * width;
        for (const [row, mark] of column.entries()) moveTo(mark, mark.home.x + aside, places[row]);
      });
    const byId = new Map(this.marks.flatMap((mark) => mark.ids.map((id) => [id, mark])));
    for (const branch of this.branches) drawBranch(branch, /** @type {Mark} */ (byId.get(branch.id)));
    const tallest = Math.max(1, ...columns.map((column) => column.length));
    const closed = places[places.length - 1] - places[tallest - 1];
    for (const { line, path } of this.years)
      line.setAttribute(
        "d",
        path.replace(/(?<=V)[\d.]+$/, (foot) => String(rounded(Number(foot) - closed))),
      );
    const height = rounded(this.height - closed);
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.setAttribute("height", String(height));
    this.fit();
  }

  // The best so far of what is left in a setting, in steps.
  drawBest() {
    for (const line of this.svg.querySelectorAll("path.f-best")) {
      const shape = [...line.classList].find((name) => name.startsWith("f-of-"))?.slice("f-of-".length);
      const href = `#${this.svg.dataset.prefix ?? ""}${shape}`;
      const marks = this.visible.filter((mark) => mark.element.querySelector("use")?.getAttribute("href") === href);
      const better = line.classList.contains("f-falls") ? Math.max : Math.min;
      let path = "";
      let best = 0;
      for (const { x, y } of marks.sort((one, other) => one.x - other.x)) {
        const next = path ? better(best, y) : y;
        path += path ? `L${x} ${best}L${x} ${next}` : `M${x} ${y}`;
        best = next;
      }
      line.setAttribute("d", path);
    }
  }

  // A key explains what is shown.
  drawKeys() {
    const prefix = this.svg.dataset.prefix ?? "";
    const shapes = new Set(
      this.visible.flatMap(({ element }) => {
        const classes = (element.dataset.as ?? "").split(" ").map((shape) => `#${prefix}${shape}`);
        return [...classes, element.querySelector("use")?.getAttribute("href") ?? ""];
      }),
    );
    for (const key of this.keys)
      for (const use of key.querySelectorAll("use")) {
        const display = shapes.has(use.getAttribute("href") ?? "") ? "" : "none";
        use.style.display = display;
        /** @type {SVGElement} */ (use.nextElementSibling).style.display = display;
      }
    this.placeKey();
  }

  /** @param {Map<string, number>} onLines */
  drawLines(onLines) {
    for (const [line, count] of onLines) {
      for (const node of this.svg.querySelectorAll(`.f-line-${line}`)) {
        /** @type {SVGElement} */ (node).style.display = count < SHARED ? "none" : "";
        if (node.matches(".f-number")) node.textContent = String(count);
        if (!node.matches("path") || count < SHARED) continue;
        const xs = this.visible.filter((mark) => mark.element.dataset.line === line).map((mark) => mark.x);
        const y = /** @type {SVGPathElement} */ (node).getAttribute("d")?.match(/M\S+ ([\d.]+)/)?.[1];
        node.setAttribute("d", `M${Math.min(...xs)} ${y}H${Math.max(...xs)}`);
      }
    }
  }

  /** @param {number[]} numbers */
  shade(numbers) {
    const largest = Math.max(0, ...numbers.filter((_, place) => "shaded" in this.marks[place].element.dataset));
    this.marks.forEach(({ element }, place) => {
      if (!element.dataset.cell || element.dataset.stack) return;
      const count = numbers[place];
      const shaded = "shaded" in element.dataset;
      const depth = shaded && count ? Math.min(DEPTHS, 1 + Math.trunc(DEPTHS * Math.sqrt(count / largest) * 0.999)) : 0;
      element.querySelector("rect")?.setAttribute("class", depth ? `f-r-${depth}` : "f-paper");
      const text = element.querySelector("text");
      text?.setAttribute("class", depth >= DARK ? "f-on-dark" : depth ? "f-on-light" : "f-soft");
      if (text) text.textContent = count ? String(count) : "";
    });
  }

  /** @param {number[]} numbers */
  stack(numbers) {
    /** @type {Map<string, number[]>} */
    const columns = new Map();
    this.marks.forEach(({ element }, place) => {
      const column = element.dataset.column;
      if (column) columns.set(column, [...(columns.get(column) ?? []), place]);
    });
    const totals = [...columns.values()].map((places) => places.reduce((sum, place) => sum + numbers[place], 0));
    const most = this.rescale(Math.max(0, ...totals));
    for (const [column, places] of columns) {
      const total = places.reduce((sum, place) => sum + numbers[place], 0);
      let top = 0;
      for (const place of places) {
        const [base, full] = (this.marks[place].element.dataset.stack ?? "").split(" ").map(Number);
        if (place === places[0]) top = base;
        const tall = (numbers[place] * full) / (most || total || 1);
        top -= tall;
        const rect = this.marks[place].element.querySelector("rect");
        rect?.setAttribute("y", String(top));
        rect?.setAttribute("height", String(tall));
        this.marks[place].y = top + tall / 2;
      }
      const text = this.svg.querySelector(`.f-total-${column}`);
      if (!text) continue;
      text.textContent = total ? String(total) : "";
      text.setAttribute("y", String(top - Number(text.getAttribute("font-size")) * 0.4));
    }
  }

  // The number at the top of the scale, after its ticks are written anew for the largest number; 0 of one of shares.
  /** @param {number} largest */
  rescale(largest) {
    const steps = this.ticks.length - 1;
    if (steps < 1) return 0;
    const isFiltered = this.filterWords() !== "";
    const own = Number(this.wholeScale[1]);
    const step = isFiltered ? Math.min(own, roundStep(largest / steps)) : own;
    this.ticks.forEach((tick, place) => {
      tick.textContent = String(place * step);
    });
    return steps * step;
  }

  // The table behind the figure says the same.
  /**
   * @param {Set<string>} kept
   * @param {number[]} numbers
   */
  count(kept, numbers) {
    const body = this.host.querySelector(".fig__numbers tbody");
    if (!(body instanceof HTMLTableSectionElement)) return;
    for (const row of body.rows) {
      const ids = row.dataset.ids?.split(" ").filter((id) => kept.has(id));
      if (ids) row.hidden = ids.length < (row.dataset.id ? SHARED : 1);
      if (ids && row.dataset.id) this.countShared(row, ids);
    }
    const counted = new Set();
    this.marks.forEach(({ element }, place) => {
      if (!element.dataset.cell) return;
      const [row, column] = element.dataset.cell.split(" ").map(Number);
      body.rows[row].cells[column].textContent = String(numbers[place]);
      counted.add(body.rows[row]);
    });
    // A row of which nothing is drawn cannot be counted anew; where it says 0, it says so of any part as well.
    for (const row of counted.size ? body.rows : []) {
      const isZero = [...row.cells].slice(1).every((cell) => ["0", ""].includes(cell.textContent.trim()));
      row.hidden = !counted.has(row) && !isZero && this.filterWords() !== "";
    }
    if (!this.svg.querySelector("[data-stack]")) return;
    for (const row of body.rows) {
      const cells = [...row.cells].slice(1);
      const sum = cells.slice(0, -1).reduce((all, cell) => all + Number(cell.textContent), 0);
      /** @type {HTMLElement} */ (cells.at(-1)).textContent = String(sum);
    }
  }

  // A row of something that models share: how many, and which.
  /**
   * @param {HTMLTableRowElement} row
   * @param {string[]} ids
   */
  countShared(row, ids) {
    const names = new Map(this.data?.rows.map((one) => [one.id, one.name]));
    row.cells[1].textContent = String(ids.length);
    row.cells[2].textContent = ids.map((id) => names.get(id) ?? id).join(", ");
    row.cells[2].dataset.value = ids.join("; ");
  }

  /**
   * @param {number} number
   * @param {number} all
   * @param {number} may how many more may match, since somebody has yet to check them
   */
  describe(number, all, may) {
    const source = this.host.querySelector(".fig__source");
    const note = this.host.querySelector(".fig__note");
    const filter = this.filterWords();
    // Other numbers of the caption were counted for the whole atlas.
    if (note)
      note.textContent = filter ? `${this.countWords(number, all, may)} ${this.filteredNote}`.trim() : this.note;
    // Files bear the caption, and with it the filter as the command takes it.
    if (source)
      source.textContent = filter ? this.source.replace(/ (https?:\S+)/, ` Filter: ${filter}. $1`) : this.source;
    const said = this.filters.map(({ text }) => text).join("; ");
    this.read.textContent = said ? `${number} of ${all} entries: ${said}${may ? `; ${may} more may match` : ""}` : "";
    this.drawChips();
    this.tellAddress();
  }

  /**
   * @param {number} number
   * @param {number} all
   * @param {number} may
   */
  countWords(number, all, may) {
    const more = may ? `; ${may} more may` : "";
    const fit = `${number} of the ${all} entries of this figure fit the filter${more}.`;
    if (this.branches.length) return `${fit} Rows of which it leaves nothing are closed up.`;
    return `${fit} ${this.ticks.length ? "Years" : "Scales and places"} are those without it.`;
  }

  // The filter as its chips say it.
  get filters() {
    return this.data && this.state ? activeFilters(this.data, this.state) : [];
  }

  filterWords() {
    return this.state ? filterOf(this.state) : "";
  }

  drawChips() {
    const host = this.host.querySelector(".fig__chips");
    const { state } = this;
    if (!host || !state) return;
    const chips = filterChips(this.filters, (remove) => {
      remove(state);
      this.filter();
      this.remember();
    });
    host.replaceChildren(...chips);
  }

  async offerFilters() {
    const host = /** @type {HTMLElement | null} */ (this.host.querySelector(".fig__choices"));
    if (!host || host.childElementCount) return;
    const data = await this.load();
    if (!data) return;
    this.state ??= readState("", data).state;
    for (const facet of data.facets.filter((one) => one.terms.length && one.id !== "kind")) {
      const options = facet.terms.map((term) =>
        make("option", { value: term.id, text: `${"\u00a0".repeat(2 * term.depth)}${term.label}` }),
      );
      const select = make("select", {}, make("option", { value: "", text: "any" }), ...options);
      select.addEventListener("change", () => {
        const { chosen } = /** @type {State} */ (this.state);
        if (select.value) chosen.set(facet.id, new Set([select.value]));
        else chosen.delete(facet.id);
        this.filter();
        this.remember();
      });
      select.value = [...(this.state.chosen.get(facet.id) ?? [])][0] ?? "";
      host.append(make("label", {}, make("span", { text: facet.label }), select));
    }
  }

  get query() {
    const filter = this.state ? writeState(this.state).slice(1) : "";
    const colour = this.scheme === this.standard ? "" : `colour=${this.scheme}`;
    const parts = [filter, colour].filter(Boolean);
    return parts.length ? `?${parts.join("&")}` : "";
  }

  remember() {
    if (this.isMain) history.replaceState(null, "", `${location.pathname}${this.query}`);
    this.tellAddress();
  }

  // The page, the embedded page and the command that give this view.
  tellAddress() {
    const link = /** @type {HTMLInputElement | null} */ (this.host.querySelector(".fig__link"));
    const base = (this.host.dataset.address ?? "").split("?")[0];
    if (link) link.value = `${base}${this.query}`;
    const code = /** @type {HTMLTextAreaElement | null} */ (this.host.querySelector(".fig__code"));
    if (code) code.value = code.value.replace(/(embed\/[\w.-]+\/)[^"]*/, `$1${this.query.replace(/&/g, "&amp;")}`);
    // A PDF of this view is not among the files of the site; the command makes it.
    for (const file of /** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll(FILES_ONLY)))
      file.hidden = this.query !== "";
    const how = this.host.querySelector(".fig__how code");
    const where = this.filterWords();
    const colour = this.scheme === this.standard ? "" : ` --colour ${this.scheme}`;
    const filter = where ? ` --where '${where.replaceAll("'", "'\\''")}'` : "";
    if (how) how.textContent = `${this.host.dataset.command}${filter}${colour} -o FILE.pdf`;
  }

  /**
   * The site has files of the whole figure; anything else is made here from what is shown.
   * @param {Event} event
   * @param {string} format
   */
  save(event, format) {
    const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
    const isWhole = link.hasAttribute("download") && !this.query;
    if (isWhole) return;
    event.preventDefault();
    const name = `hfm-atlas-${this.host.dataset.slug}`;
    if (format === "csv") saveFile(`${name}.csv`, writeCsv(this.tableRows()));
    else if (format === "svg") saveBlob(`${name}.svg`, new Blob([this.standalone()], { type: "image/svg+xml" }));
    else if (format === "png") this.savePng(`${name}.png`);
  }

  tableRows() {
    const table = this.host.querySelector(".fig__numbers table");
    if (!(table instanceof HTMLTableElement)) return [];
    const source = this.host.querySelector(".fig__source")?.textContent ?? "";
    return [...table.rows]
      .filter((row) => !row.hidden)
      .map((row, place) => [
        place ? (row.dataset.id ?? row.dataset.ids ?? "") : "id",
        ...[...row.cells].map(fileCell),
        place ? source : "source",
      ]);
  }

  // The drawing on paper, with its title above and its caption below.
  standalone() {
    const copy = /** @type {SVGSVGElement} */ (this.svg.cloneNode(true));
    const size = 12;
    const { width, height } = this.svg.viewBox.baseVal;
    const lines = wrap(
      `${this.host.querySelector(".fig__note")?.textContent} ${this.host.querySelector(".fig__source")?.textContent}`,
      width / (size * 0.42),
    );
    const [above, below] = [size * 2.4, (lines.length + 1) * size];
    copy.setAttribute("viewBox", `${-size} ${-above - size} ${width + 2 * size} ${height + above + below + 2 * size}`);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", String(width + 2 * size));
    copy.setAttribute("height", String(height + above + below + 2 * size));
    copy.removeAttribute("style");
    for (const link of copy.querySelectorAll("a"))
      link.setAttribute("href", new URL(link.getAttribute("href") ?? "", location.href).href);
    // Some programs that read the file know only how SVG 1.1 refers to something.
    for (const one of copy.querySelectorAll("[href]")) {
      one.setAttributeNS(XLINK, "xlink:href", one.getAttribute("href") ?? "");
      one.removeAttribute("href");
    }
    for (const hidden of copy.querySelectorAll('[style*="display: none"], [style*="display:none"]')) hidden.remove();
    const style = copy.querySelector("style");
    if (style) style.textContent = (style.textContent ?? "").replace(/var\(--[\w-]+,([^)]*)\)/g, "$1");
    const paper = svgElement("rect", {
      x: -size,
      y: -above - size,
      width: width + 2 * size,
      height: height + above + below + 2 * size,
      fill: "#fff",
    });
    const title = svgElement("text", { class: "f-t", x: 0, y: -size, "font-size": size * 1.3, "font-weight": 700 });
    title.textContent = this.host.dataset.title ?? "";
    copy.prepend(paper);
    copy.append(title);
    lines.forEach((line, place) => {
      const text = svgElement("text", {
        class: "f-soft",
        x: 0,
        y: height + size * (place + 1.5),
        "font-size": size * 0.8,
      });
      text.textContent = line;
      copy.append(text);
    });
    return new XMLSerializer().serializeToString(copy);
  }

  /** @param {string} name */
  async savePng(name) {
    const image = new Image();
    const address = URL.createObjectURL(new Blob([this.standalone()], { type: "image/svg+xml" }));
    image.src = address;
    await image.decode();
    const scale = PNG_WIDTH / image.width;
    const canvas = make("canvas", { width: PNG_WIDTH, height: Math.round(image.height * scale) });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => blob && saveBlob(name, blob), "image/png");
  }
}

/**
 * A cell as files have it: an amount as a number, a name that stands for an id as the id.
 * @param {HTMLTableCellElement} cell
 */
function fileCell(cell) {
  const text = cell.dataset.value ?? cell.textContent ?? "";
  return cell.classList.contains("num") ? Number(text) : text;
}

/**
 * A round whole number, at least so large.
 * @param {number} least
 */
function roundStep(least) {
  for (let power = 1; ; power *= 10) for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
}

/**
 * @param {Element} element
 * @returns {Mark}
 */
function toMark(element) {
  const link = /** @type {SVGAElement} */ (element);
  const [x, y] = (link.dataset.at ?? "0 0").split(" ").map(Number);
  return { element: link, x, y, home: { x, y }, ids: (link.dataset.ids ?? "").split(" ").filter(Boolean) };
}

/** @param {Mark} mark */
function isHidden({ element }) {
  return element.style.display === "none";
}

/**
 * @param {Mark} mark
 * @param {number} x
 * @param {number} y
 */
function moveTo(mark, x, y) {
  const { element, home } = mark;
  Object.assign(mark, { x, y });
  element.setAttribute("transform", `translate(${rounded(x - home.x)} ${rounded(y - home.y)})`);
}

/**
 * Marks by the column that they were drawn in, one below the other.
 * @param {Mark[]} marks
 */
function columnsOf(marks) {
  /** @type {Mark[][]} */
  const columns = [];
  marks.forEach((mark, place) => {
    if (!place || mark.home.y <= marks[place - 1].home.y) columns.push([]);
    columns[columns.length - 1].push(mark);
  });
  return columns;
}

/**
 * A branch leaves the lower rim of the mark right above its beginning.
 * @param {Element} element
 * @param {Mark[]} marks
 * @returns {Branch}
 */
function toBranch(element, marks) {
  const path = /** @type {SVGPathElement} */ (element);
  const id = [...path.classList].find((name) => name.startsWith("f-to-"))?.slice("f-to-".length) ?? "";
  const ends = (path.getAttribute("d") ?? "")
    .split(/[A-Z ]/)
    .filter(Boolean)
    .map(Number);
  const above = marks.filter(({ home }) => home.x === ends[0] && home.y < ends[1]);
  return { element: path, id, parent: above.reduce((one, other) => (other.home.y > one.home.y ? other : one)), ends };
}

/**
 * Down from the parent, round the bend, and across to the child.
 * @param {Branch} branch
 * @param {Mark} child
 */
function drawBranch({ element, parent, ends }, child) {
  const aside = child.x - child.home.x;
  const down = child.y - child.home.y;
  const [x, bent, to] = [ends[0], ends[5], ends[7]].map((end) => rounded(end + aside));
  const [bend, y] = [ends[2], ends[4]].map((end) => rounded(end + down));
  const from = rounded(ends[1] + parent.y - parent.home.y);
  element.setAttribute("d", `M${x} ${from}V${bend}Q${x} ${y} ${bent} ${y}H${to}`);
}

/**
 * To hundredths of a unit of the frame, as figures are written.
 * @param {number} place
 */
function rounded(place) {
  return Math.round(place * 100) / 100;
}

/**
 * What a key says, as items of a list: each shape with its words.
 * @param {SVGGElement} key
 */
function keyItems(key) {
  const words = [...key.querySelectorAll("text")].filter((text) => text.style.display !== "none");
  return words.map((text) => {
    const shape = /** @type {SVGGraphicsElement} */ (text.previousElementSibling);
    const { x, y, width, height } = shape.getBBox();
    const sign = svgElement("svg", {
      viewBox: `${x - 1} ${y - 1} ${width + 2} ${height + 2}`,
      width: width + 2,
      height: height + 2,
    });
    const copy = /** @type {SVGGraphicsElement} */ (shape.cloneNode(true));
    copy.removeAttribute("transform");
    sign.append(copy);
    return make("li", {}, sign, make("span", { text: text.textContent ?? "" }));
  });
}

/**
 * The next mark in a direction: near ahead, and little aside.
 * @param {Mark[]} marks
 * @param {Mark} from
 * @param {number[]} step
 */
function nearestTo(marks, from, [across, down]) {
  let best;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const [x, y] = [mark.x - from.x, mark.y - from.y];
    const ahead = x * across + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * across);
    if (mark !== from && ahead > 0.5 && ahead + 3 * aside < least) [best, least] = [mark, ahead + 3 * aside];
  }
  return best;
}

/**
 * @param {string} text
 * @param {number} letters
 */
function wrap(text, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svgElement(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

document.documentElement.classList.remove("no-js");
// A page without the theme takes the reader's colours itself.
if (document.body.classList.contains("embed")) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => document.body.setAttribute("data-md-color-scheme", dark.matches ? "slate" : "default");
  dark.addEventListener("change", colour);
  colour();
}
for (const host of document.querySelectorAll(".fig")) new Figure(/** @type {HTMLElement} */ (host));
