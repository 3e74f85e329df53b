import type { SourceFile } from './scan.ts';

/** .ts and .tsx of the project, without the peers' own package. */
export function isCode({ path }: SourceFile): boolean {
  return /\.tsx?$/.test(path) && !path.startsWith('bench/peers/');
}

/** Code that only tests run. */
export function isTestCode(path: string): boolean {
  return (
    path.startsWith('tests/') || path.startsWith('platform/testing/') || /\.(test|testing|fixture)\.tsx?$/.test(path)
  );
}

/** Code that may look inside everything: tests, and bench, which measures the insides and asks the database on its own. */
export function looksInside(path: string): boolean {
  return isTestCode(path) || path.startsWith('bench/');
}

/** Made by a machine, or a table of values: no rule about length applies. */
export function isData(path: string): boolean {
  return /\.(generated|data)\.tsx?$/.test(path);
}

/** A checker that found nothing to check proves nothing: it fails. */
export function mustHaveRead(count: number, what: string): void {
  if (count === 0) throw new Error(`the checker read no ${what}: it looks in the wrong place`);
}
