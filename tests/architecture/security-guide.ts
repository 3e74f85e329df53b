import { mustHaveRead } from './kind-of-file.ts';
import { type SourceFile, scan } from './scan.ts';

const TITLE = /^(?:(?:[ABCIMR]-\d\d|F\d\d)[ 、,]+)+/;
const ID = /\b[ABCIMR]-\d\d\b/g;
const PATH = /`([^`]+)`/g;
const CITED = /`([^`]+)`((?:[ ,]*\b[ABCIMR]-\d\d\b)+)/g;

/** docs/guides/security.md: every path named is there; every id cited stands at the head of a test title of the file it is cited for. */
export function securityGuideProblems(guide: string, files: readonly SourceFile[], exists: (path: string) => boolean) {
  const rows = guide.split('\n').filter((line) => /^\| (?!control|requirement|---)/.test(line));
  mustHaveRead(rows.length, 'control');
  const byPath = new Map(files.map((file) => [file.path, file]));
  return rows.flatMap((row) => {
    const [, control = '', , where = '', test = '', left = ''] = row.split('|').map((cell) => cell.trim());
    const missing = [...`${where} ${test}`.matchAll(PATH)].filter(([, path = '']) => !exists(path));
    const wrong = [...test.matchAll(CITED)].flatMap(([, path = '', ids = '']) => {
      const titled = titledIn(byPath.get(path));
      return (ids.match(ID) ?? [])
        .filter((id) => !titled.has(id))
        .map((id) => `${control}: no title of ${path} begins with ${id}`);
    });
    const isEmpty = where === '' && left === '' ? [`${control}: neither a place nor a duty`] : [];
    const isUntested = where !== '' && !CITED.test(test) ? [`${control}: no test is cited`] : [];
    CITED.lastIndex = 0;
    return [...missing.map(([, path]) => `${control}: ${path} is not there`), ...wrong, ...isEmpty, ...isUntested];
  });
}

function titledIn(file: SourceFile | undefined): Set<string> {
  if (!file) return new Set();
  return new Set(scan(file.text).literals.flatMap(({ text }) => TITLE.exec(text)?.[0].match(ID) ?? []));
}
