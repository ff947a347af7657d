// Words as the search compares them: without case, accents and punctuation, and reduced to their stems.

import { compact } from "../shared/names.js";
import { stemmer } from "../vendor/stemmer.js";

// What questions are made of and names are not.
const EMPTY = new Set(
  (
    "a an and any are as at be by can could do does for from has have how i in is it its me model models of on or " +
    "show that the there these this to use used was what when where which who why with"
  ).split(" "),
);
const MIN_STEMMED = 4;

/** @type {Map<string, string[]>} */
const split = new Map();

/**
 * The words of a text; one with hyphens or capitals inside is also its parts, and one in Chinese its pairs of signs.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return text.split(/[\s,;:!?()[\]{}"“”/]+/u).flatMap((word) => remembered(split, word, partsOf));
}

/**
 * What is made of a word, once a word: the same few thousand words come again and again.
 * @template Made
 * @param {Map<string, Made>} made
 * @param {string} word
 * @param {(word: string) => Made} make
 * @returns {Made}
 */
function remembered(made, word, make) {
  const found = made.get(word);
  if (found !== undefined) return found;
  const fresh = make(word);
  made.set(word, fresh);
  return fresh;
}

/** @param {string} word */
function partsOf(word) {
  const whole = compact(word);
  if (!whole) return [];
  // Single letters around an ampersand are one word, such as H&E.
  if (/^\p{L}(?:&\p{L})+$/u.test(word)) return [compact(word.replaceAll("&", "+"))];
  const parts = word
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}+]+/u)
    .map(compact)
    .filter(Boolean);
  const signs = [...(whole.match(/\p{Script=Han}/gu) ?? [])];
  const pairs = signs.flatMap((sign, place) => (signs[place + 1] ? [sign, sign + signs[place + 1]] : [sign]));
  return [whole, ...(parts.length > 1 ? parts : []), ...pairs];
}

/** @type {Map<string, string>} */
const stemmed = new Map();

/**
 * A word and its stem, which "hallucinate", "hallucinating" and "hallucination" share.
 * @param {string} word
 * @returns {string | string[]}
 */
export function forms(word) {
  if (word.length < MIN_STEMMED || !/^[a-z]+$/.test(word)) return word;
  const stem = remembered(stemmed, word, stemmer);
  return stem === word ? word : [word, stem];
}

/**
 * The form of a word that its other forms share.
 * @param {string} word
 */
export function stemOf(word) {
  return [forms(word)].flat().at(-1);
}

/**
 * A DOI or an arXiv number without what is put before and behind it; empty where a text is neither.
 * @param {string} text
 */
export function identifierIn(text) {
  const [, doi] = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,}\/\S+)$/i.exec(text.trim()) ?? [];
  const [, arxiv] =
    /^(?:https?:\/\/arxiv\.org\/(?:abs|pdf)\/|arxiv:?\s*)?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/i.exec(text.trim()) ??
    [];
  return (doi ?? arxiv ?? "").toLowerCase().replace("10.48550/arxiv.", "");
}

/**
 * What a reader asks for, without what only makes it a sentence.
 * @param {string} query
 */
export function meant(query) {
  const all = query.trim().split(/\s+/);
  const kept = all.filter((word) => !EMPTY.has(compact(word)));
  return (kept.length ? kept : all).join(" ");
}
