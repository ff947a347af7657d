// What entries say, and how words read as filters: the data of the site's search, loaded when a reader first types.

import { make } from "../shared/dom.js";

/** @typedef {import("../search/reading.js").Reading} Reading */

export class Saying {
  /**
   * @param {() => void} changed called when more is known of the text
   * @param {(reading: Reading) => void} apply
   */
  constructor(changed, apply) {
    this.changed = changed;
    this.apply = apply;
    this.text = "";
    /** @type {Set<string> | null} */
    this.said = null;
    /** @type {Reading | null} */
    this.reading = null;
    this.element = make("p", { class: "explorer__read", role: "status" });
  }

  /**
   * The addresses of entries that say what a text asks for; null until that is known.
   * @param {string} text
   */
  saidBy(text) {
    if (text === this.text) return this.said;
    this.text = text;
    this.said = this.reading = null;
    this.element.replaceChildren();
    if (text.trim())
      import("../search/knowledge.js")
        .then(({ loadKnowledge }) => loadKnowledge())
        .then((known) => this.learn(text, known))
        .catch(() => {}); // without the search, names, titles and authors are still looked through
    return this.said;
  }

  // What Enter does: the filters take the place of the words, where they say all of them.
  applyWhole() {
    if (this.reading?.conditions.length && !this.reading.unread.length) this.apply(this.reading);
  }

  /**
   * @param {string} text
   * @param {import("../search/knowledge.js").Knowledge} known
   */
  learn(text, { engine, read }) {
    if (text !== this.text) return;
    this.said = engine.holding(text);
    const reading = read(text);
    this.reading = reading;
    if (reading.conditions.length) {
      const unread = reading.unread.length ? ` (not read: ${reading.unread.join(", ")})` : "";
      this.element.replaceChildren(
        "Read as filters: ",
        make("button", {
          type: "button",
          class: "quiet",
          "data-focus": "reading",
          text: reading.labels.join(" · "),
          onclick: () => this.apply(reading),
        }),
        unread,
      );
    }
    this.changed();
  }
}
