import { expect, test } from 'vitest';
import { allDivisions } from '#modules/places/index.ts';
import { headOf, OTHER_FIELDS, readFiles } from './rulebook.fixture.ts';

const FILES = 500;
const STARTS = [2020, 2022, 2024];

test('1500版规则连同3000个算例，一次查完', { timeout: 60_000 }, () => {
  const counties = allDivisions().filter(
    ({ level, kind, validTo }) => level === 3 && kind === 'division' && validTo === null,
  );
  const files = counties
    .slice(0, FILES)
    .map(({ code }, index) => [`${code}-county/old-age-allowance.yaml`, ruleOf(code, index)] as const);
  const { report, rulebook } = readFiles(Object.fromEntries(files));
  expect(report).toMatchObject({ errors: [], files: FILES, versions: 1500, drafts: 0, examples: 3000 });
  expect(report.rules).toBe(1500 * 5);
  expect(new Set(rulebook.files.flatMap(({ versions }) => versions.map(({ sha256 }) => sha256))).size).toBe(1500);
});

/** Five bands of 50, 60, 70 … yuan and `index` yuan on top; two examples for each of the three versions. */
function ruleOf(code: string, index: number): string {
  const base = 50 + index;
  const bands = [80, 85, 90, 95, 100].map(
    (age, step) => `        - { fromAge: ${age}, monthlyYuan: '${base + 10 * step}' }\n`,
  );
  const versions = STARTS.map(
    (year) => `  - from: ${year}-01-01
    status: active
    confidence: high
    basis: { document: 测〔${year}〕${index}号, title: 生成的规则 }
    parameters:
      bands:
${bands.join('')}${OTHER_FIELDS}`,
  );
  const examples = STARTS.map(
    (
      year,
    ) => `  - { name: 满80当月, person: { born: ${year - 80}-03-05, hukou: '${code}' }, months: ${year}-01..${year}-04, paysYuan: '${2 * base}' }
  - { name: 满90当月, person: { born: ${year - 90}-06-30, hukou: '${code}' }, pays: { '${year}-05': '${base + 10}', '${year}-06': '${base + 20}' } }
`,
  );
  return `${headOf(code)}${versions.join('')}examples:\n${examples.join('')}`;
}
