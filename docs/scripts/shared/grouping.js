// Things that belong together.

/**
 * The second parts of pairs by their first; keys and values in the order in which they come.
 * @template Key, Value
 * @param {Iterable<readonly [Key, Value]>} pairs
 * @returns {Map<Key, Value[]>}
 */
export function byKey(pairs) {
  /** @type {Map<Key, Value[]>} */
  const found = new Map();
  for (const [key, value] of pairs) {
    const values = found.get(key);
    if (values) values.push(value);
    else found.set(key, [value]);
  }
  return found;
}
