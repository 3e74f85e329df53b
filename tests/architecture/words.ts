import { isCode, isTestCode, looksInside, mustHaveRead } from './kind-of-file.ts';
import { lineAt, type SourceFile, scan } from './scan.ts';

/** Files that may make a Date, since they deal with an instant, never with a day. */
const INSTANTS: Record<string, string> = {
  'apps/kit/month.ts': 'shows an instant as the Shanghai day',
  'modules/allowances/month.page.ts': 'the latest cut-off of several lists',
  'modules/identity/account/one-time-password.ts': 'until when a one-time password works',
  'modules/identity/break-glass/open-break-glass.ts': 'until when a person is opened, and when the day began',
  'modules/identity/failure.ts': 'until when a lock lasts',
  'modules/identity/session.ts': 'since when a session in use was used',
  'modules/identity/sync/sync.store.ts': 'until when a sync that was broken off goes on',
  'modules/notices/push-to-dos.ts': 'when a call that failed is tried again',
  'modules/people/mandate/make-mandate.ts': 'until when an acceptance code works',
  'modules/people/fact.ts': 'compares the instants at which facts became known',
  'modules/people/admit.ts': 'the day a delivery became known, from its instant',
  'modules/people/register-person.ts': 'the instant a person became known',
  'platform/backup/write-backup.ts': 'when a backup was made',
  'platform/month/month.ts': 'the instant at which a business day begins',
  'server/demonstration.ts': 'the instant up to which the former system knew the facts',
  'tools/simulators/office-signature.ts': 'how old a signed call is',
  'tools/simulators/portal-account.ts': 'how old a signed call is',
  'server/engine.ts': 'the only clock of the server',
};
const MAKES_A_DATE = /\bnew\s+Date\s*\(|\bDate\s*\.\s*(?:parse|UTC)\s*\(/g;
const DAY_AS_DATE = /\bnew\s+Date\s*\(\s*(['"`])/g;
const A_DAY = /^\d{4}-\d\d-\d\d$/;

/** A day is a string: only the files listed above may call new Date(…), tests and bench only for an instant. */
export function dateProblems(files: readonly SourceFile[]): string[] {
  const code = files.filter(isCode);
  mustHaveRead(code.length, 'code');
  return code.flatMap(({ path, text }) => {
    const { code: blanked, literals } = scan(text);
    if (looksInside(path)) {
      const days = [...blanked.matchAll(DAY_AS_DATE)].filter(({ index, 0: call }) => {
        const literal = literals.find(({ start }) => start === index + call.length - 1);
        return literal !== undefined && A_DAY.test(literal.text);
      });
      return days.map(({ index }) => `${path}:${lineAt(text, index)}: a day is a string, not a Date`);
    }
    if (path in INSTANTS) return [];
    return [...blanked.matchAll(MAKES_A_DATE)].map(
      ({ index }) =>
        `${path}:${lineAt(text, index)}: makes a Date; days are strings and months numbers (platform/month)`,
    );
  });
}

/** Files with tests that run only where they can. */
const CONDITIONAL: Record<string, string> = {
  'tests/runtime/root.test.ts': 'what root may do can be tested only as root',
};

const SWITCHED_OFF = /\.(only|skip|todo|skipIf|runIf)\b(?=\s*[.(`])|\bdebugger\b/g;
const NOTES = /\b(?:TO(?:DO)|FIX(?:ME)|HA(?:CK)|XX(?:X))\b/g;

/** No test left out or alone, no note to do something later, no debugger. */
export function leftoverProblems(files: readonly SourceFile[]): string[] {
  const code = files.filter(isCode);
  mustHaveRead(code.length, 'code');
  return code.flatMap(({ path, text }) => {
    const switchedOff = [...scan(text).code.matchAll(SWITCHED_OFF)].filter(
      ({ 1: how }) => !(path in CONDITIONAL && (how === 'runIf' || how === 'skipIf')),
    );
    const left = [...switchedOff, ...text.matchAll(NOTES)];
    return left.map(({ index, 0: found }) => `${path}:${lineAt(text, index)}: ${found} is left over`);
  });
}

const CLASS = /\bclass\s+(\w+)(?:\s+extends\s+(\w+))?/g;

const HOT_LOOP = 'hot loop: private typed-array state that engines keep in registers; no inheritance';
/** Classes that are no errors, each with its reason. */
const CLASSES: Record<string, string> = {
  'modules/policy/kernel/granter.ts Granter': HOT_LOOP,
  'modules/policy/kernel/kernel.ts Walker': HOT_LOOP,
  'modules/policy/kernel/segments.ts SegmentWriter': HOT_LOOP,
};

/** Classes are for errors only; everything else is data and functions. What is excepted inherits from nothing. */
export function classProblems(files: readonly SourceFile[]): string[] {
  const code = files.filter((file) => isCode(file) && !isTestCode(file.path));
  mustHaveRead(code.length, 'code');
  return code.flatMap(({ path, text }) =>
    [...scan(text).code.matchAll(CLASS)]
      .filter(({ 2: base = '' }) => !/(Error|Refusal)$/.test(base))
      .filter(({ 1: name, 2: base }) => base !== undefined || !(`${path} ${name}` in CLASSES))
      .map(({ index, 1: name }) => `${path}:${lineAt(text, index)}: class ${name}; only errors are classes`),
  );
}

const SYSTEM_FOLDERS = new Set([
  '/',
  '/tmp',
  '/root',
  '/home',
  '/opt',
  '/srv',
  '/var',
  '/var/lib',
  '/usr',
  '/usr/src',
  '/Users',
]);
const HOME = /(?<![\w.:/])\/(?:home|Users)\/[a-z][\w-]*\//g;
const REGISTRY = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|\bnpmmirror\b|_auth[Tt]oken|^\s*registry\s*=/gm;

/** Nothing names the machine it was written on, a package registry, or a file outside the repository. */
export function machineProblems(files: readonly SourceFile[], root: string): string[] {
  mustHaveRead(files.length, 'file');
  const parent = root.slice(0, root.lastIndexOf('/'));
  const own = SYSTEM_FOLDERS.has(parent) || parent === '' ? `${root}/` : `${parent}/`;
  return files.flatMap((file) => {
    const { path, text } = file;
    const at = text.indexOf(own);
    const found = [...text.matchAll(HOME), ...text.matchAll(REGISTRY)];
    return [
      ...found.map(({ index, 0: name }) => `${path}:${lineAt(text, index)}: names ${name.trim()}`),
      ...(at < 0 ? [] : [`${path}:${lineAt(text, at)}: names ${own}`]),
      ...(isCode(file) ? outside(file) : []),
    ];
  });
}

function outside({ path, text }: SourceFile): string[] {
  const depth = path.split('/').length - 1;
  const leaving = scan(text).literals.filter((literal) => {
    const ups = /^(\.\.\/)+/.exec(literal.text)?.[0].length ?? 0;
    return ups / 3 > depth;
  });
  return leaving.map((literal) => `${path}:${literal.line}: ${literal.text} lies outside the repository`);
}
