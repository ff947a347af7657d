// Sets of rows as bits, 32 to a word: joining two sets of ten thousand rows takes some 300 steps.

export function emptySet(size) {
  return new Uint32Array((size + 31) >>> 5);
}

export function fullSet(size) {
  const set = emptySet(size).fill(0xffffffff);
  const rest = size & 31;
  if (rest) set[set.length - 1] = (1 << rest) - 1;
  return set;
}

export function add(set, index) {
  set[index >>> 5] |= 1 << (index & 31);
}

export function has(set, index) {
  return (set[index >>> 5] >>> (index & 31)) & 1;
}

export function intersect(into, other) {
  for (let word = 0; word < into.length; word++) into[word] &= other[word];
  return into;
}

export function unite(into, other) {
  for (let word = 0; word < into.length; word++) into[word] |= other[word];
  return into;
}

function ones(word) {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export function count(set) {
  let total = 0;
  for (let word = 0; word < set.length; word++) total += ones(set[word]);
  return total;
}

export function countBoth(one, other) {
  let total = 0;
  for (let word = 0; word < one.length; word++) total += ones(one[word] & other[word]);
  return total;
}
