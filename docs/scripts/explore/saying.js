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
    /** @type {import("./filter.js").Told | null} */
    this.told = null;
    /** @type {Reading | null} */
    this.reading = null;
    this.element = make("p", { class: "explorer__read", role: "status" });
  }

  /**
   * Which entries say what a text asks for, or something like it; null until that is known.
   * @param {string} text
   */
  toldOf(text) {
    if (text === this.text) return this.told;
    this.text = text;
    this.told = this.reading = null;
    this.element.replaceChildren();
    if (text.trim())
      import("../search/knowledge.js")
        .then(({ loadKnowledge }) => loadKnowledge())
        .then((known) => this.learn(text, known))
        .catch(() => {}); // without the search, names, titles and authors are still looked through
    return this.told;
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
    this.told = { said: engine.holding(text), alike: engine.alike(text) };
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
