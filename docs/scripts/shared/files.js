// Files that the reader takes along, and text made safe for them.

/**
 * @param {string} name
 * @param {string} text
 */
export function saveFile(name, text) {
  saveBlob(name, new Blob([text], { type: "text/plain;charset=utf-8" }));
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function saveBlob(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * @param {unknown[][]} lines of cells; a number is no formula, whatever its sign
 */
export function writeCsv(lines) {
  const written = (/** @type {unknown} */ cell) => (typeof cell === "number" ? String(cell) : csvCell(String(cell)));
  return lines.map((cells) => `${cells.map(written).join(",")}\r\n`).join("");
}

/** @param {string} text */
function csvCell(text) {
  // A cell that a spreadsheet would take for a formula gets a quote in front.
  const safe = /^['=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
