export const PAGE_SIZE = 50;

/** For `ilike`: the text anywhere in it, with its own % and _ meant literally. */
export function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
