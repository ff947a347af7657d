// What the search knows: the records with their index, and the words that stand for filters; loaded when first asked
// for.

import { Engine } from "./engine.js";
import { prepareVocabulary, readWords } from "./reading.js";

/** @typedef {{ engine: Engine, read: (text: string) => import("./reading.js").Reading }} Knowledge */

const FOLDER = new URL("../../search/", import.meta.url);

/** @type {Promise<Knowledge> | null} */
let loading = null;

/** @returns {Promise<Knowledge>} */
export function loadKnowledge() {
  loading ??= Promise.all([load("records.json"), load("vocabulary.json")])
    .then(([records, raw]) => {
      const vocabulary = prepareVocabulary(raw);
      return { engine: new Engine(records), read: (/** @type {string} */ text) => readWords(text, vocabulary) };
    })
    .catch((problem) => {
      loading = null;
      throw problem;
    });
  return loading;
}

/** Whether somebody has asked for it. */
export function isAskedFor() {
  return loading !== null;
}

/** @param {string} file */
async function load(file) {
  const answer = await fetch(new URL(file, FOLDER));
  if (!answer.ok) throw new Error(`${file}: HTTP ${answer.status}`);
  return answer.json();
}
