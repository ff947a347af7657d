// Numbers in sentences.

export const number = new Intl.NumberFormat("en");

/**
 * A number and its noun or verb: 1 model, 2 models, 1,200 models.
 * @param {number} count
 * @param {string} one
 * @param {string} many where the plural is no `one` with an s
 */
export function plural(count, one, many = `${one}s`) {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
