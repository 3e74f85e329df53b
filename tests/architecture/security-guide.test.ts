import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readRepository } from './repository.ts';
import { securityGuideProblems } from './security-guide.ts';

const guide = readFileSync(join(ROOT, 'docs/guides/security.md'), 'utf8');
const files = readRepository();
const exists = (path: string) => existsSync(join(ROOT, path));

test('安全对照表：每个控制点的文件都在，引用的编号都是那个测试文件里的标题', () => {
  expect(securityGuideProblems(guide, files, exists)).toEqual([]);
});

test('对照表的核对会失败：没有的文件、没有的编号、没有测试的控制点、空行', () => {
  const rows = [
    '| a | x | `no/such.ts` | `modules/audit/audit.test.ts` C-37 | |',
    '| b | x | `README.md` | `modules/audit/audit.test.ts` C-99 | |',
    '| c | x | `README.md` | | |',
    '| d | – | | | |',
  ];
  expect(securityGuideProblems(rows.join('\n'), files, exists)).toEqual([
    'a: no/such.ts is not there',
    'b: no title of modules/audit/audit.test.ts begins with C-99',
    'c: no test is cited',
    'd: neither a place nor a duty',
  ]);
});
