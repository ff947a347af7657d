// How complete the atlas is, next to the terms of one facet and in the cells of a pair.

import * as bits from "../explore/bits.js";

/**
 * @typedef {import("../explore/data.js").Data} Data
 * @typedef {import("./table.js").AxisTerm} AxisTerm
 * @typedef {{
 *   facet: string, labels: string[], shares: Record<string, string[]>, sentences: Record<string, string>,
 *   briefs: Record<string, string>, found: Record<string, number>, entries: Record<string, string[]>, note: string,
 * }} Margins what the page brings: by term, texts for the margin, a sentence for its cells, how many models a search
 *   found where they are counted, and the ids of the entries that these have
 */

export const UNKNOWN = "How complete the atlas is here is not known: what a search found is counted by modality alone.";
const HERE = "{here}";

export class Found {
  /**
   * @param {Data} data
   * @param {Margins} margins
   */
  constructor(data, margins) {
    this.margins = margins;
    const places = new Map(data.rows.map((row) => [row.id, row.index]));
    /** @type {Map<string, Uint32Array>} */
    this.entries = new Map();
    for (const [term, ids] of Object.entries(margins.entries)) {
      const set = bits.emptySet(data.rows.length);
      for (const id of ids) {
        const place = places.get(id);
        if (place !== undefined) bits.add(set, place);
      }
      this.entries.set(term, set);
    }
  }

  /**
   * Whether anything is known of an axis.
   * @param {{ id: string }} facet
   */
  knows(facet) {
    return facet.id === this.margins.facet;
  }

  /**
   * Texts for the margin next to a term, those of the broadest term above it.
   * @param {AxisTerm} term
   */
  shares(term) {
    return this.margins.shares[rootOf(term).id] ?? this.margins.labels.map(() => "–");
  }

  /**
   * What is known in one cell; nothing where a term says nothing.
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   */
  words(row, column) {
    if (row.isNothing || column.isNothing) return "";
    const root = this.rootOfPair(row, column);
    if (!root) return UNKNOWN;
    const here = bits.intersect(row.models.slice(), column.models);
    const count = bits.countBoth(here, this.entries.get(root.id) ?? bits.emptySet(0));
    return (this.margins.sentences[root.id] ?? "").replace(HERE, String(count || "none"));
  }

  /**
   * What is known in a blank cell, in a few words; nothing where no axis has it.
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   */
  brief(row, column) {
    const root = this.rootOfPair(row, column);
    if (!root) return "";
    const isOwn = [row, column].some(({ number }) => number === root.number);
    return `${isOwn ? "" : `${root.label}: `}${this.margins.briefs[root.id]}`;
  }

  /**
   * Of which term of a pair something is known, how many models a search found for it, and how many have an entry; null
   * where these were not counted.
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   */
  countsOf(row, column) {
    const root = this.rootOfPair(row, column);
    if (!root) return null;
    const models = this.margins.found[root.id] ?? null;
    return { root, models, entries: models === null ? null : (this.margins.entries[root.id]?.length ?? 0) };
  }

  /**
   * @param {AxisTerm} row
   * @param {AxisTerm} column
   */
  rootOfPair(row, column) {
    const term = [column, row].find((one) => this.knows(one.facet));
    return term && rootOf(term);
  }
}

/**
 * The broadest term above one.
 * @param {AxisTerm} term
 * @returns {import("../explore/data.js").Term}
 */
function rootOf(term) {
  const { terms } = term.facet;
  /** @type {import("../explore/data.js").Term} */
  let root = term;
  while (root.parent >= 0) root = terms[root.parent - terms[0].number];
  return root;
}
