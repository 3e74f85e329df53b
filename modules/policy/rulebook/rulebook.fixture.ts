import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ReadRulebook, readRulebook } from './read-rulebook.ts';

export const COUNTY = '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance.yaml';
export const PROVINCE = '330000-zhejiang/old-age-allowance.yaml';

/** A rulebook written to a folder that is gone afterwards; texts or raw bytes by path. */
export function readFiles(files: Record<string, string | Uint8Array>): ReadRulebook {
  const dir = mkdtempSync(join(tmpdir(), 'rulebook-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    return readRulebook(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What is reported for one file. */
export function errorsOf(text: string | Uint8Array, path = COUNTY) {
  return readFiles({ [path]: text }).report.errors;
}

/** All fields but the bands, stated; indented as parameters are. */
export const OTHER_FIELDS = `      conditions: [{ type: hukou-in-division, reach: own, years: 0, counts: any-day }]
      firstMonth: birth-month
      bandChange: birth-month
      lastMonth: month-of-death
      moveMonth: old-division
      midMonthStart: this-month
      leapDay: february-28
      application: { way: auto, leadMonths: 1 }
      backPay: { type: all }
      recovery: recover
      payCycle: { every: month, timing: arrears }
      suspension: { certificationDeadlines: [], lostContactMonths: none, backPayWhenLifted: all }
      stacking: { type: adds }
      countsAsIncome: false
`;

export function headOf(division: string, role = 'rule'): string {
  return `scheme: old-age-allowance
title: 测试规则
benefit: old-age-allowance
layer: base
division: '${division}'
role: ${role}
areas: ['${division}']
versions:
`;
}

/** A county rule of one version with two right examples. Replace a piece of it to break it. */
export const GOOD = `${headOf('331083')}  - from: 2023-01-01
    status: active
    confidence: high
    basis: { document: 测民发〔2023〕1号, title: 测试通知 }
    parameters:
      bands:
        - { fromAge: 80, monthlyYuan: '60' }
        - { fromAge: 90, monthlyYuan: '80' }
        - { fromAge: 100, monthlyYuan: '500' }
${OTHER_FIELDS}examples:
  - name: 3月满80,10个月600元
    person: { born: 1943-03-15, hukou: '331083' }
    months: 2023-03..2023-12
    paysYuan: '600'
  - name: 满90当月换档
    person: { born: 1933-06-30, hukou: '331083' }
    pays: { '2023-05': '60', '2023-06': '80' }
`;

/** The good rule with one piece replaced; refuses a piece that is not there, so no test passes by accident. */
export function broken(piece: string, by: string, text = GOOD): string {
  if (!text.includes(piece)) throw new Error(`the fixture has no ${piece}`);
  return text.replace(piece, () => by);
}

export function lineOf(text: string, piece: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(piece));
  if (index < 0) throw new Error(`no line with ${piece}`);
  return index + 1;
}
