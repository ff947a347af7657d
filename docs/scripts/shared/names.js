// Names as they are compared: without what people leave out or add.

/**
 * Lower case, without accents; letters of other scripts stay.
 * @param {string} text
 */
export function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/**
 * A name without anything that people leave out or add: "Med-PaLM 2" and "medpalm2" are the same.
 * @param {string} name
 */
export function compact(name) {
  return plain(name).replace(/[^\p{L}\p{N}+]/gu, "");
}
