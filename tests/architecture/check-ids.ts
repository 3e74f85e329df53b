import { mustHaveRead } from './kind-of-file.ts';
import { type SourceFile, scan } from './scan.ts';

const TITLE = /^(?:(?:[ABCIMR]-\d\d|F\d\d)[ 、,]+)+/;
const ID = /\b(?:[ABCIMR]-\d\d|F\d\d)\b/g;
const RANGE = /\b([ABCIMR]-)(\d\d) … \1(\d\d)\b/g;

/** Every check id at the head of a test title is explained in docs/guides/checks.md. */
export function checkIdProblems(files: readonly SourceFile[], guide: string): string[] {
  const explained = new Set(guide.match(ID));
  for (const [, letter, first, last] of guide.matchAll(RANGE)) {
    for (let number = Number(first); number <= Number(last); number += 1) {
      explained.add(`${letter}${String(number).padStart(2, '0')}`);
    }
  }
  let ids = 0;
  const problems = files
    .filter(({ path }) => /\.test\.tsx?$/.test(path))
    .flatMap(({ path, text }) =>
      scan(text).literals.flatMap((literal) => {
        const named = TITLE.exec(literal.text)?.[0].match(ID) ?? [];
        ids += named.length;
        return named
          .filter((id) => !explained.has(id))
          .map((id) => `${path}:${literal.line}: ${id} is not explained in docs/guides/checks.md`);
      }),
    );
  mustHaveRead(ids, 'check id');
  return problems;
}
