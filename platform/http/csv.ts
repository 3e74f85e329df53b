/** A byte order mark, so that a spreadsheet reads the file as UTF-8. */
export const UTF8_MARK = '\uFEFF';

/** Also behind blanks, which some programs take away, and full-width: a Chinese input method writes ＝ for =. */
const FORMULA_START = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** One line of an export. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** B-60: a cell that a spreadsheet would run as a formula gets a leading quote; plain numbers stay numbers. */
function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
