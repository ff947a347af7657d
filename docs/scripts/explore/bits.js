// Sets of rows as bits, 32 to a word: joining two sets of ten thousand rows takes some 300 steps.

/**
 * @param {number} size how many rows there are
 */
export function emptySet(size) {
  return new Uint32Array((size + 31) >>> 5);
}

/** @param {number} size */
export function fullSet(size) {
  const set = emptySet(size).fill(0xffffffff);
  const rest = size & 31;
  if (rest) set[set.length - 1] = (1 << rest) - 1;
  return set;
}

/**
 * @param {Uint32Array} set
 * @param {number} index
 */
export function add(set, index) {
  set[index >>> 5] |= 1 << (index & 31);
}

/**
 * @param {Uint32Array} set
 * @param {number} index
 */
export function has(set, index) {
  return (set[index >>> 5] >>> (index & 31)) & 1;
}

/**
 * Leaves in the first set what is in the second too.
 * @param {Uint32Array} into
 * @param {Uint32Array} other
 */
export function intersect(into, other) {
  for (let word = 0; word < into.length; word++) into[word] &= other[word];
  return into;
}

/**
 * Adds to the first set what is in the second.
 * @param {Uint32Array} into
 * @param {Uint32Array} other
 */
export function unite(into, other) {
  for (let word = 0; word < into.length; word++) into[word] |= other[word];
  return into;
}

/**
 * Takes out of the first set what is in the second.
 * @param {Uint32Array} from
 * @param {Uint32Array} other
 */
export function subtract(from, other) {
  for (let word = 0; word < from.length; word++) from[word] &= ~other[word];
  return from;
}

/** @param {number} word */
function ones(word) {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** @param {Uint32Array} set */
export function count(set) {
  let total = 0;
  for (let word = 0; word < set.length; word++) total += ones(set[word]);
  return total;
}

/**
 * How many rows are in both sets.
 * @param {Uint32Array} one
 * @param {Uint32Array} other
 */
export function countBoth(one, other) {
  let total = 0;
  for (let word = 0; word < one.length; word++) total += ones(one[word] & other[word]);
  return total;
}
