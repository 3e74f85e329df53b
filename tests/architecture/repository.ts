import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './scan.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const NOT_OURS = /^(\.git|node_modules|dist(\..*)?|\.kangyang|\.installing|coverage)$/;
const PICTURE = /\.(png|jpe?g|ico|woff2?)$/;

/** Every text file of the repository, whether committed yet or not. */
export function readRepository(): SourceFile[] {
  const files: SourceFile[] = [];
  collect(ROOT, files);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function collect(folder: string, files: SourceFile[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (NOT_OURS.test(entry.name)) continue;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) collect(full, files);
    else if (entry.isFile() && !PICTURE.test(entry.name)) {
      files.push({ path: relative(ROOT, full).split(sep).join('/'), text: readFileSync(full, 'utf8') });
    }
  }
}
