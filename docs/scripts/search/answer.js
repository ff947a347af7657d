// What the search answers to words: how they read as filters, and what is found by them.

import { IS_MADE_OF } from "./engine.js";
import { meant } from "./words.js";

/**
 * @typedef {{
 *   query: string, corrected: string, reading: import("./reading.js").Reading, isSaid: boolean, isQuestion: boolean,
 *   hits: import("./engine.js").Hit[],
 * }} Answer
 */

/**
 * What words ask for. Several filters, or one in several words that nothing is called by, are a question to Explore;
 * a filter of one word is more often the name of a page. Words that are read as filters rank no pages by themselves.
 * @param {string} query
 * @param {import("./knowledge.js").Knowledge} known
 * @param {number} most how many hits
 * @returns {Answer}
 */
export function answerTo(query, { engine, read }, most) {
  const corrected = engine.corrected(query);
  const isSaid = corrected !== "" || engine.isSaid(query);
  const reading = read(query);
  const filters = reading.conditions.length;
  const isWord = filters === 1 && isSaid && !meant(query).includes(" ");
  const unread = filters && !isWord ? new Set(read(corrected || query).unread) : null;
  const hits = engine.find(query, most, corrected, unread);
  const isWhole = filters === 1 && !isWord && !reading.unread.length && !(hits[0]?.score >= IS_MADE_OF);
  const isQuestion = (filters > 1 || isWhole) && !engine.isName(query);
  return { query, corrected, reading, isSaid, isQuestion, hits };
}
