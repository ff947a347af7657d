// Finds what a reader means among the records that the site gives: names first, then what is said.

import { byKey } from "../shared/grouping.js";
import { compact } from "../shared/names.js";
import MiniSearch from "../vendor/minisearch.js";
import { isOneSlip, wordsOf } from "./reading.js";
import { forms, identifierIn, meant, stemOf, words } from "./words.js";

/**
 * @typedef {[
 *   url: string, title: string, kind: number, names: string[], text: string, terms: number[], identifiers: string[],
 *   facts?: string,
 * ]} RawRecord
 * @typedef {{ kinds: [kind: string, group: string][], records: RawRecord[] }} RawRecords
 * @typedef {{ url: string, title: string, kind: string, group: string, names: string[], text: string }} SearchRecord
 * @typedef {{ record: SearchRecord, score: number }} Hit
 */

const MAX_QUERY = 200;
const BOOST = { title: 8, names: 4, terms: 1.5, text: 1 };
// How far above all others a name stands that is the query itself, or begins with it.
const IS_TITLE = 1e6;
const IS_NAME = 1e5;
export const IS_MADE_OF = 5e4;
// Who has typed so much of a name means it, and none of those that go on behind it.
const NEARLY = 0.8;
const IS_NEARLY_TITLE = 1e4;
const BEGINS_TITLE = 3;
const BEGINS_NAME = 1.5;
const MIN_BEGINNING = 3;
const MIN_PREFIX = 2;
// Shorter words, such as CT and PET, begin many others that have nothing to do with them.
const MIN_WORD = 4;
// What an entry or a term says of itself, with the names of the terms that it is filed under.
const SAID = ["title", "names", "text", "filed"];
// The same with words of its notes, places of evidence and settings of results: to filter by, not to rank by.
const SAID_ANYWHERE = [...SAID, "facts"];

// One letter in five may be wrong, and never more than two; a shorter word stands as it is.
const LETTERS_TO_A_SLIP = 5;
const MAX_SLIPS = 2;

/**
 * How many letters may be wrong in a word.
 * @param {string} word
 */
function tolerance(word) {
  return /\d/.test(word) ? 0 : Math.min(MAX_SLIPS, Math.floor(word.length / LETTERS_TO_A_SLIP));
}

/** @param {string} word */
function asStem(word) {
  return stemOf(word) ?? null;
}

/** @param {string} word */
function isBeginning(word) {
  return word.length >= MIN_PREFIX;
}

/** Looks through records; made once, which takes some tens of milliseconds. */
export class Engine {
  /** @param {RawRecords} raw */
  constructor(raw) {
    /** @type {SearchRecord[]} */
    this.records = raw.records.map(([url, title, kind, names, text]) => {
      const [what, group] = raw.kinds[kind];
      return { url, title, kind: what, group, names, text };
    });
    this.byUrl = new Map(this.records.map((record) => [record.url, record]));
    this.identified = byIdentifier(raw.records);
    this.titles = this.records.map((record) => compact(record.title));
    this.names = this.records.map((record) => record.names.map(compact));
    this.called = new Set(
      this.records.flatMap(({ title, names }) => [title, ...names]).map((name) => wordsOf(name).join("")),
    );
    this.filed = filedUnder(raw.records);
    this.synonyms = synonymsOf(this.records, this.filed.keys());
    this.written = countWords(this.records);
    this.stems = new Set([...this.written.keys()].map(stemOf));
    this.index = new MiniSearch({
      fields: [...Object.keys(BOOST), "filed", "facts"],
      tokenize: words,
      processTerm: forms,
      searchOptions: {
        fields: Object.keys(BOOST),
        boost: BOOST,
        prefix: isBeginning,
        fuzzy: (word, place, all) => this.slipsIn(word, place, all),
        maxFuzzy: MAX_SLIPS,
      },
    });
    this.index.addAll(
      this.records.map(({ title, names, text }, id) => ({
        id,
        title: `${title} ${compact(title)}`,
        names: names.map((name) => (name.length > 40 ? name : `${name} ${compact(name)}`)).join("; "),
        terms: raw.records[id][5]
          .map((term) => [this.records[term].title, ...this.records[term].names].join("; "))
          .join("; "),
        filed: raw.records[id][5].map((term) => this.records[term].title).join("; "),
        text,
        facts: raw.records[id][7] ?? "",
      })),
    );
  }

  /**
   * How many letters may be wrong in a word that is looked for: none where it is written somewhere as it stands, or is
   * only the stem of another.
   * @param {string} word
   * @param {number} place
   * @param {string[]} all
   */
  slipsIn(word, place, all) {
    const isStem = place > 0 && stemOf(all[place - 1]) === word;
    return isStem || this.written.has(word) || this.stems.has(word) ? 0 : tolerance(word);
  }

  /**
   * The best hits, best first: those that hold all words, then those that hold some; of a word with a slip, those of
   * the word that is meant. Where some words are read as filters already, what holds none of the others is no hit, and
   * they do not stand for words that only begin with them.
   * @param {string} query
   * @param {number} most
   * @param {string} corrected what `corrected` gives, for those who have it
   * @param {Set<string> | null} unread words as `wordsOf` gives them that are not read as filters; null for all words
   * @returns {Hit[]}
   */
  find(query, most = 40, corrected = this.corrected(query), unread = null) {
    const asked = corrected || query.slice(0, MAX_QUERY);
    const whole = compact(asked);
    if (!whole) return [];
    // A number that no entry has is not like any other.
    const identifier = identifierIn(asked);
    if (identifier)
      return (this.identified.get(identifier) ?? []).map((id) => ({ record: this.records[id], score: 1 }));
    const text = meant(asked);
    /** @type {Map<number, number>} */
    const scores = new Map();
    const { left, read } = divided(text, unread);
    const prefix = (/** @type {string} */ word) => isBeginning(word) && !read.has(word);
    // Each word in any of its forms: asked for together, a word and its stem would both have to be there.
    const inAnyForm = { combineWith: /** @type {const} */ ("AND"), prefix, processTerm: asStem };
    for (const { id, score } of this.index.search(text, inAnyForm)) scores.set(id, score * 20);
    for (const { id, score, queryTerms } of this.index.search(text, { combineWith: "OR", prefix })) {
      if (queryTerms.some((word) => left.has(word))) scores.set(id, Math.max(scores.get(id) ?? 0, score));
    }
    for (const { id, score } of this.index.search(whole)) scores.set(id, Math.max(scores.get(id) ?? 0, score));
    for (const name of new Set([whole, compact(text)])) this.raiseNames(name, scores);
    this.raiseSpelt(asked.trim(), scores);
    for (const word of text.split(/\s+/).filter(isWrittenAsName)) this.raiseNamed(compact(word), scores);
    this.raiseMadeOf(text.split(/\s+/).map(compact), scores);
    return [...scores]
      .sort(([one, first], [other, second]) => second - first || one - other)
      .slice(0, most)
      .map(([id, score]) => ({ record: this.records[id], score }));
  }

  /**
   * The addresses of all records that hold every word of a text in any of its forms, or whose names hold it as a whole.
   * @param {string} query
   * @returns {Set<string>}
   */
  holding(query) {
    const text = meant(query.slice(0, MAX_QUERY));
    const whole = compact(text);
    const named = this.titles.flatMap((title, id) => (whole && title.includes(whole) ? [id] : []));
    return this.addresses([...this.exactly(text, MIN_WORD, SAID_ANYWHERE), ...named]);
  }

  /**
   * The addresses of all records that hold words like those of a text: for one that nothing holds as it stands.
   * @param {string} query
   * @returns {Set<string>}
   */
  alike(query) {
    const text = meant(query.slice(0, MAX_QUERY));
    const found = this.index.search(this.corrected(text) || text, { combineWith: "AND", processTerm: asStem });
    return this.addresses(found.map(({ id }) => id));
  }

  /** @param {number[]} ids */
  addresses(ids) {
    return new Set(ids.map((id) => this.records[id].url));
  }

  /**
   * Whether a record holds every word of a text in any of its forms, without a typing error.
   * @param {string} query
   */
  isSaid(query) {
    const text = meant(query.slice(0, MAX_QUERY));
    const identifier = identifierIn(text);
    if (identifier) return this.identified.has(identifier);
    const whole = compact(text);
    const isNamed = [this.titles, ...this.names].some((names) => names.some((name) => name.startsWith(whole)));
    return isNamed || this.exactly(text, MIN_PREFIX).length > 0;
  }

  /**
   * Whether a text as a whole is what something is called, in the singular or the plural.
   * @param {string} query
   */
  isName(query) {
    return this.called.has(wordsOf(query).join(""));
  }

  /**
   * What a reader means who made a slip in words of a query, where records hold that; else nothing.
   * @param {string} query
   */
  corrected(query) {
    const asked = meant(query.slice(0, MAX_QUERY));
    if (!compact(asked) || this.isSaid(asked)) return "";
    const text = asked
      .split(/\s+/)
      .map((word) => (this.exactly(word, MIN_PREFIX).length ? word : this.nearest(compact(word)) || word))
      .join(" ");
    return text !== asked && this.isSaid(text) ? text : "";
  }

  /**
   * The word with one letter otherwise that is written most often; empty where there is none.
   * @param {string} word
   */
  nearest(word) {
    const near = [...this.written].filter(([one]) => isOneSlip(one, word));
    return near.reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0])[0];
  }

  /**
   * Records that hold every word of a text in one of its forms, none of them with a typing error. What else a term is
   * called counts as a whole: "ECG" does not ask for all that is filed under "ECG classification".
   * @param {string} text
   * @param {number} minBeginning letters that a word needs to stand for all that begin with it
   * @param {string[]} fields where it is looked for
   * @returns {number[]}
   */
  exactly(text, minBeginning, fields = SAID) {
    const asked = text.split(/\s+/).filter(compact);
    const options = {
      combineWith: /** @type {const} */ ("AND"),
      fields,
      fuzzy: false,
      prefix: (/** @type {string} */ term) => term.length >= minBeginning,
      processTerm: asStem,
    };
    const holders = asked.map(
      (word) => new Set(this.index.search(word, options).map(({ id }) => /** @type {number} */ (id))),
    );
    for (const { start, length, term } of this.calledIn(asked)) {
      for (const one of holders.slice(start, start + length))
        for (const id of [term, ...(this.filed.get(term) ?? [])]) one.add(id);
    }
    const [first = new Set(), ...others] = holders;
    return [...first].filter((id) => others.every((one) => one.has(id)));
  }

  /**
   * Where words are what else a term is called.
   * @param {string[]} asked
   */
  calledIn(asked) {
    const stems = asked.map((word) => stemOf(compact(word)));
    return stems.flatMap((stem, start) =>
      (this.synonyms.get(stem ?? "") ?? [])
        .filter(({ parts }) => parts.every((part, place) => stems[start + place] === part))
        .map(({ parts, term }) => ({ start, length: parts.length, term })),
    );
  }

  /**
   * Lets records rise whose name is put together from two or three words that are asked for.
   * @param {string[]} parts
   * @param {Map<number, number>} scores
   */
  raiseMadeOf(parts, scores) {
    if (parts.length < 2 || parts.length > 3) return;
    for (const [id, score] of scores) {
      if (score < IS_MADE_OF && isMadeOf(this.titles[id], parts)) scores.set(id, score + IS_MADE_OF);
    }
  }

  /**
   * Lets records rise whose name is a word of the question.
   * @param {string} name
   * @param {Map<number, number>} scores
   */
  raiseNamed(name, scores) {
    this.titles.forEach((title, id) => {
      if (title === name) scores.set(id, (scores.get(id) ?? 0) + IS_NAME / 2);
    });
  }

  /**
   * Lets records rise above all others that have what is asked for among their names, in the same letters: "embed" is
   * what one does with a figure, "EMBED" a dataset.
   * @param {string} asked
   * @param {Map<number, number>} scores
   */
  raiseSpelt(asked, scores) {
    this.records.forEach(({ title, names }, id) => {
      if (title === asked || names.includes(asked)) scores.set(id, (scores.get(id) ?? 0) + IS_TITLE);
    });
  }

  /**
   * Lets records rise whose name is what is asked for.
   * @param {string} name
   * @param {Map<number, number>} scores
   */
  raiseNames(name, scores) {
    this.titles.forEach((title, id) => {
      const score = scores.get(id) ?? 0;
      if (title === name) scores.set(id, score + IS_TITLE);
      else if (this.names[id].includes(name)) scores.set(id, score + IS_NAME);
      else if (name.length >= MIN_BEGINNING && title.startsWith(name)) {
        const share = name.length / title.length;
        scores.set(id, score * BEGINS_TITLE + (share >= NEARLY ? IS_NEARLY_TITLE * share : share));
      } else if (name.length >= MIN_BEGINNING && this.names[id].some((one) => one.startsWith(name)))
        scores.set(id, score * BEGINS_NAME);
    });
  }
}

/**
 * The forms of the words of a text: of those that are left to look for, and of those that are read as filters.
 * @param {string} text
 * @param {Set<string> | null} unread
 */
function divided(text, unread) {
  const [left, read] = [/** @type {Set<string>} */ (new Set()), /** @type {Set<string>} */ (new Set())];
  for (const word of text.split(/\s+/)) {
    const into = !unread || wordsOf(word).some((one) => unread.has(one)) ? left : read;
    for (const form of words(word).flatMap(forms)) into.add(form);
  }
  return { left, read };
}

/**
 * Whether a word is written as names are, with two capitals or with a digit behind a letter, such as UNI and Virchow2.
 * @param {string} word
 */
function isWrittenAsName(word) {
  return /\p{Lu}.*\p{Lu}|\p{L}.*\d/u.test(word);
}

/**
 * Numbers of the records that are filed under each term.
 * @param {RawRecord[]} records
 * @returns {Map<number, number[]>}
 */
function filedUnder(records) {
  return byKey(records.flatMap((record, id) => record[5].map((term) => /** @type {const} */ ([term, id]))));
}

/**
 * How often each word is written in what records say of themselves.
 * @param {SearchRecord[]} records
 */
function countWords(records) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { title, names, text } of records)
    for (const word of words([title, compact(title), ...names, text].join(" ")))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/**
 * What else terms are called, as stems, by the first of them.
 * @param {SearchRecord[]} records
 * @param {Iterable<number>} terms
 */
function synonymsOf(records, terms) {
  const found = [...terms].flatMap((term) =>
    records[term].names.map((name) => ({ parts: name.split(/\s+/).map((word) => stemOf(compact(word)) ?? ""), term })),
  );
  return byKey(found.map((one) => /** @type {const} */ ([one.parts[0], one])));
}

/**
 * Places of records by the DOI and the arXiv number of their works.
 * @param {RawRecord[]} records
 */
function byIdentifier(records) {
  return byKey(records.flatMap((record, place) => record[6].map((one) => /** @type {const} */ ([one, place]))));
}

/**
 * Whether a name is put together from beginnings of all the words, in any order: "medsam" from "sam" and "medical".
 * @param {string} name
 * @param {string[]} parts
 * @returns {boolean}
 */
export function isMadeOf(name, parts) {
  if (!parts.length) return name === "";
  return parts.some((part, place) => {
    const rest = parts.filter((_, other) => other !== place);
    for (let length = part.length; length >= MIN_BEGINNING; length--) {
      if (name.startsWith(part.slice(0, length)) && isMadeOf(name.slice(length), rest)) return true;
    }
    return false;
  });
}

/**
 * Hits under the headings of what they are, the heading of the best hit first.
 * @param {Hit[]} hits
 * @param {number} most how many of one heading
 * @returns {{ group: string, records: SearchRecord[], more: number }[]}
 */
export function grouped(hits, most) {
  const groups = byKey(hits.map(({ record }) => /** @type {const} */ ([record.group, record])));
  return [...groups].map(([group, records]) => ({
    group,
    records: records.slice(0, most),
    more: Math.max(0, records.length - most),
  }));
}
