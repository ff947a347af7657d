// Numbers in sentences.

export const number = new Intl.NumberFormat("en");

/**
 * A value as filters of the command line take it: in quotes where it is more than one plain word.
 * @param {string} value
 */
export function quoted(value) {
  if (/^[^\s()=!~<>,"']+$/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

/**
 * A number and its noun or verb: 1 model, 2 models, 1,200 models.
 * @param {number} count
 * @param {string} one
 * @param {string} many where the plural is no `one` with an s
 */
export function plural(count, one, many = `${one}s`) {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
