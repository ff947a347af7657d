// A question in words, read as a filter of Explore. The rules are those of query/reading.py, the words come from there;
// tests/scripts/readings.csv holds both to them.

import { quoted } from "../shared/wording.js";

/**
 * @typedef {[field: string, operator: string, values: string[], isTurned: boolean]} Condition
 * @typedef {[
 *   field: string, operator: string, values: string[], facetValues: string[], label: string, title: string,
 * ]} Meaning
 * @typedef {{ meanings: Meaning[], keys: Record<string, number>, words: Record<string, string[]> }} RawVocabulary
 * @typedef {ReturnType<typeof prepareVocabulary>} Vocabulary
 * What Explore's facets call the values, by field: those asked for, and those to leave out.
 * @typedef {{
 *   conditions: Condition[], labels: string[], unread: string[], facets: Map<string, string[]>,
 *   leftOut: Map<string, string[]>,
 * }} Reading
 * What a phrase means, and whether a word before it turns that round.
 * @typedef {[meaning: Meaning, isTurned: boolean]} Found
 * @typedef {{ cost: number[], steps: { at: number, end: number, meaning: Meaning | null }[] }} Way
 */

const MOST_LETTERS = 200;
const LONGEST = 8;
const FORGIVING = 6;
const WORD = /[<>≤≥]=?|\p{Nd}+(?:\.\p{Nd}+)?\p{L}*|[\p{L}\p{N}]+/gu;
const HAN = /[㐀-鿿]|[^㐀-鿿]+/g;
const ENDING = /(?<=[\p{L}\p{N}]{3})(?:(?<=[^aeiousi])s|(?<=[aeo])s)$/u;
const YEAR = /^(?:19|20)\d\d$/;
const SIZE = /^(\d+(?:\.\d+)?)(k|m|b|t|million|billion|trillion)?$/;

/**
 * The words of a text without case, accents, punctuation and the s of a plural; each Chinese sign is a word.
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (plain.match(WORD) ?? []).flatMap((word) => word.match(HAN) ?? []).map((word) => word.replace(ENDING, ""));
}

/** @param {RawVocabulary} raw */
export function prepareVocabulary(raw) {
  const { units, ...lists } = raw.words;
  /** @type {Record<string, Set<string>>} */
  const sets = Object.fromEntries(Object.entries(lists).map(([name, words]) => [name, new Set(words)]));
  return {
    meanings: raw.meanings,
    keys: new Map(Object.entries(raw.keys)),
    sets,
    units: /** @type {Record<string, string>} */ (/** @type {unknown} */ (units)),
    said: new Set([...sets.skipped, ...sets.negations, ...sets.published, ...sets.ofSize]),
  };
}

/**
 * @param {string} text
 * @param {Vocabulary} vocabulary
 * @returns {Reading}
 */
export function readWords(text, vocabulary) {
  const words = wordsOf(text.slice(0, MOST_LETTERS));
  /** @type {Reading} */
  const reading = { conditions: [], labels: [], unread: [], facets: new Map(), leftOut: new Map() };
  /** @type {Found[]} */
  const found = [];
  let stretch = 0;
  for (let at = 0; at < words.length; ) {
    const end = readRange(words, at, reading, vocabulary);
    if (end) {
      readPhrases(words.slice(stretch, at), vocabulary, reading, found);
      stretch = end;
    }
    at = end || at + 1;
  }
  readPhrases(words.slice(stretch), vocabulary, reading, found);
  join(found, reading);
  return reading;
}

/**
 * Reads words without numbers, divided so that the fewest are left over, in the fewest phrases.
 * @param {string[]} words
 * @param {Vocabulary} vocabulary
 * @param {Reading} reading
 * @param {Found[]} found
 */
function readPhrases(words, vocabulary, reading, found) {
  /** @type {Way[]} */
  const ways = Array(words.length + 1).fill({ cost: [0, 0, 0], steps: [] });
  for (let at = words.length - 1; at >= 0; at--) {
    /** @type {Way | undefined} */
    let best;
    for (const { end, number, isNear } of phrases(words, at, vocabulary)) {
      const [unread, near, some] = ways[end].cost;
      const way = {
        cost: [unread, near + Number(isNear), some + 1],
        steps: [{ at, end, meaning: vocabulary.meanings[number] }, ...ways[end].steps],
      };
      if (!best || isLess(way.cost, best.cost)) best = way;
    }
    const { cost, steps } = ways[at + 1];
    const left = vocabulary.said.has(words[at]) ? 0 : 1;
    const alone = { cost: [cost[0] + left, cost[1], cost[2]], steps: [{ at, end: at + 1, meaning: null }, ...steps] };
    // Of equal ways the longest phrase counts: “without weights” is more than a “without” before “weights”.
    ways[at] = !best || isLess(alone.cost, best.cost) ? alone : best;
  }
  const { negations, or } = vocabulary.sets;
  let [negation, last] = ["", ""];
  for (const { at, end, meaning } of ways[0].steps) {
    const word = words[at];
    if (!meaning) {
      if (negations.has(word)) negation = word;
      else if (or.has(word)) negation ||= last;
      else if (!vocabulary.said.has(word)) {
        reading.unread.push(word);
        negation = "";
      }
      last = "";
      continue;
    }
    // “Tasks with no model” asks for gaps and not for other kinds of entry.
    if (negation && meaning[0] === "kind") reading.unread.push([negation, ...words.slice(at, end)].join(" "));
    else found.push([meaning, negation !== ""]);
    [negation, last] = ["", negation];
  }
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function isLess(one, other) {
  const place = one.findIndex((part, at) => part !== other[at]);
  return place >= 0 && one[place] < other[place];
}

/**
 * The phrases that begin at a word, the longest first.
 * @param {string[]} words
 * @param {number} at
 * @param {Vocabulary} vocabulary
 * @returns {{ end: number, number: number, isNear: boolean }[]}
 */
function phrases(words, at, vocabulary) {
  const exact = [];
  const last = Math.min(words.length, at + LONGEST);
  for (let end = last; end > at; end--) {
    const number = vocabulary.keys.get(words.slice(at, end).join(""));
    if (number !== undefined) exact.push({ end, number, isNear: false });
  }
  if (exact.length || vocabulary.said.has(words[at])) return exact;
  for (let end = last; end > at; end--) {
    const key = words.slice(at, end).join("");
    if ([...key].length < FORGIVING || vocabulary.said.has(words[end - 1])) continue;
    for (const [one, number] of vocabulary.keys) if (isOneSlip(one, key)) return [{ end, number, isNear: true }];
  }
  return [];
}

/**
 * Whether two words differ by one letter: more, less, another, or two of them exchanged; not in the first or a digit.
 * @param {string} one
 * @param {string} other
 */
export function isOneSlip(one, other) {
  const shorter = Math.min(one.length, other.length);
  if (one[0] !== other[0] || Math.abs(one.length - other.length) > 1 || shorter < FORGIVING) return false;
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  const [rest, left] = [one.slice(start), other.slice(start)];
  if (digitsOf(one) !== digitsOf(other)) return false;
  if (rest.length !== left.length) return rest.slice(1) === left || rest === left.slice(1);
  const isTurned = rest[0] === left[1] && rest[1] === left[0] && rest.slice(2) === left.slice(2);
  return rest.slice(1) === left.slice(1) || isTurned;
}

/** @param {string} word */
function digitsOf(word) {
  return word.replace(/\D+/g, "");
}

/**
 * One condition a field; several values of it are alternatives. Of datasets “open” is what one gets them for.
 * @param {Found[]} found
 * @param {Reading} reading
 */
function join(found, reading) {
  const isOfData = found.some(([[field, , values]]) => field === "kind" && values[0] === "dataset");
  /** @type {Map<string, { group: Meaning[], isTurned: boolean }>} */
  const joined = new Map();
  const leftOut = found.flatMap(([meaning, isTurned]) => (isTurned ? [meaning] : []));
  for (const [meaning, isTurned] of found) {
    // What is asked for and left out at once, as in “weights that are not open”, is left out.
    if (!isTurned && leftOut.includes(meaning)) continue;
    const isOpen = meaning[0] === "weights_access" && meaning[2].join() === "open";
    /** @type {Meaning} */
    const one = isOfData && isOpen ? ["access", "=", ["open"], [], "Data open to download", ""] : meaning;
    const key = `${one[0]}${one[1]}${isTurned}`;
    const same = joined.get(key) ?? { group: [], isTurned };
    if (!same.group.some((other) => other.join() === one.join())) same.group.push(one);
    joined.set(key, same);
  }
  const groups = [...joined.values()];
  reading.conditions.unshift(
    ...groups.map(({ group, isTurned }) => {
      const [field, operator] = group[0];
      return /** @type {Condition} */ ([field, operator, [...new Set(group.flatMap((one) => one[2]))], isTurned]);
    }),
  );
  reading.labels.unshift(
    ...groups.map(({ group, isTurned }) => {
      const title = group[0][5] ? `${group[0][5]}: ` : "";
      const turn = isTurned ? (title ? "not " : "Not: ") : "";
      return title + turn + group.map((one) => one[4]).join(" or ");
    }),
  );
  for (const { group, isTurned } of groups) {
    const values = group.flatMap(([, , own, facetValues]) => (facetValues.length ? facetValues : own));
    (isTurned ? reading.leftOut : reading.facets).set(group[0][0], [...new Set(values)]);
  }
}

/**
 * Reads a year, a span of years or a size that begins at a word; its end, or 0 where there is none.
 * @param {string[]} words
 * @param {number} at
 * @param {Reading} reading
 * @param {Vocabulary} vocabulary
 */
function readRange(words, at, reading, vocabulary) {
  const { start, side } = sideOf(words, at, vocabulary.sets);
  if (start >= words.length) return 0;
  if (YEAR.test(words[start])) return readYears(words, at, start, side, reading, vocabulary.sets);
  const size = SIZE.exec(words[start]);
  if (!size) return 0;
  let end = start + 1;
  const unit =
    size[2] ?? (end < words.length && Object.hasOwn(vocabulary.units, words[end]) ? words[end++] : undefined);
  if (!unit) return 0;
  const operator = side === "over" ? ">=" : side === "under" ? "<=" : "=";
  const amount = size[1] + vocabulary.units[unit];
  reading.conditions.push(["parameters", operator, [amount], false]);
  const said = operator === ">=" ? "at least " : operator === "<=" ? "at most " : "";
  reading.labels.push(`Parameters: ${said}${amount}`);
  return end;
}

/**
 * Where a number may stand, and whether words before it say over or under: “more than”, “since”, “up to”, “>”.
 * @param {string[]} words
 * @param {number} at
 * @param {Record<string, Set<string>>} sets
 */
function sideOf(words, at, sets) {
  const [first, second] = words.slice(at, at + 2);
  const two = `${first} ${second}`;
  if ((sets.more.has(first) || sets.fewer.has(first)) && second === "than")
    return { start: at + 2, side: sets.more.has(first) ? "over" : "under" };
  if (["at least", "at most", "up to"].includes(two))
    return { start: at + 2, side: second === "least" ? "over" : "under" };
  if (sets.over.has(first)) return { start: at + 1, side: "over" };
  if (sets.under.has(first)) return { start: at + 1, side: "under" };
  return first === "between" ? { start: at + 1, side: "between" } : { start: at, side: "" };
}

/**
 * @param {string[]} words
 * @param {number} at
 * @param {number} start
 * @param {string} side
 * @param {Reading} reading
 * @param {Record<string, Set<string>>} sets
 */
function readYears(words, at, start, side, reading, sets) {
  const isPublished = words.some((word) => sets.published.has(word));
  const [name, said] = isPublished ? ["year", "Published"] : ["first_year", "First seen"];
  let year = Number(words[start]);
  const end = start + 1;
  const until = [end, end + 1].find((place) => place < words.length && YEAR.test(words[place])) ?? 0;
  if (until && (until === end || sets.to.has(words[end])) && side !== "under") {
    const [first, last] = [year, Number(words[until])].sort((one, other) => one - other);
    reading.conditions.push([name, ">=", [String(first)], false], [name, "<=", [String(last)], false]);
    reading.labels.push(`${said}: ${first}–${last}`);
    return until + 1;
  }
  if (sets.beyond.has(words[at])) year += side === "over" ? 1 : side === "under" ? -1 : 0;
  const operator = side === "over" ? ">=" : side === "under" ? "<=" : "=";
  reading.conditions.push([name, operator, [String(year)], false]);
  reading.labels.push(`${said}: ${year}${operator === ">=" ? " or later" : operator === "<=" ? " or earlier" : ""}`);
  return end;
}

/**
 * The filter as `hfm-atlas query` takes it.
 * @param {Reading} reading
 */
export function queryOf(reading) {
  return reading.conditions
    .map(
      ([field, operator, values, isTurned]) =>
        `${isTurned ? "not " : ""}${field}${operator}${values.map(quoted).join(",")}`,
    )
    .join(" and ");
}

/**
 * The address of Explore with the filter, below the site's root.
 * @param {Reading} reading
 */
export function addressOf(reading) {
  /** @param {Map<string, string[]>} terms @param {string} part */
  const written = (terms, part) =>
    [...terms].map(([facet, values]) => `${facet}${part}=${values.map(encodeURIComponent).join(",")}`);
  const parts = [...written(reading.facets, ""), ...written(reading.leftOut, ".not")];
  /** @type {Map<string, { from: string, to: string }>} */
  const ranges = new Map();
  for (const [field, operator, [value]] of reading.conditions) {
    if (reading.facets.has(field) || reading.leftOut.has(field)) continue;
    const range = ranges.get(field) ?? { from: "", to: "" };
    if (operator !== "<=") range.from = value;
    if (operator !== ">=") range.to = value;
    ranges.set(field, range);
  }
  for (const [field, { from, to }] of ranges) parts.push(`${field}=${from}-${to}`);
  return `explore/?${parts.join("&")}`;
}
