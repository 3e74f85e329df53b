import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RuleVersion } from '../rule.ts';
import { checkRulebook, readRulebook } from './read-rulebook.ts';

const DIR = join(import.meta.dirname, '../../../rulebook');
const law = readRulebook(DIR);
const invented = readRulebook(join(DIR, 'examples'));

/** Every collected rule and the version that holds it. */
const SOURCES = new Map(
  Object.entries({
    'ZJ-2023-floor': '330000-zhejiang/old-age-allowance@2023-01-01',
    'ZJ-2010-centenarian': '330000-zhejiang/old-age-allowance@2010-01-01',
    'HZ-2020': '330000-zhejiang/330100-hangzhou/old-age-allowance@2020-01-01',
    'HZ-2023': '330000-zhejiang/330100-hangzhou/old-age-allowance@2023-01-01',
    'HZ-QT-2023': '330000-zhejiang/330100-hangzhou/330114-qiantang/old-age-allowance@2023-01-01',
    'HZ-XH-2011': '330000-zhejiang/330100-hangzhou/330106-xihu/old-age-allowance@2011-01-01',
    'NB-2011': '330000-zhejiang/330200-ningbo/old-age-allowance@2011-04-01',
    'NB-2019': '330000-zhejiang/330200-ningbo/old-age-allowance@2019-04-04',
    'NB-2023': '330000-zhejiang/330200-ningbo/old-age-allowance@2023-01-01',
    'NB-ZH-2013': '330000-zhejiang/330200-ningbo/330211-zhenhai/old-age-allowance@2013-01-01',
    'WZ-2023': '330000-zhejiang/330300-wenzhou/old-age-allowance@2023-01-01',
    'WZ-YJ-2021': '330000-zhejiang/330300-wenzhou/330324-yongjia/old-age-allowance@2021-01-01',
    'WZ-YJ-2023': '330000-zhejiang/330300-wenzhou/330324-yongjia/old-age-allowance@2023-01-01',
    'WZ-PY-2023': '330000-zhejiang/330300-wenzhou/330326-pingyang/old-age-allowance@2023-01-01',
    'WZ-CN-2020': '330000-zhejiang/330300-wenzhou/330327-cangnan/old-age-allowance@2020-06-01',
    'JX-2023': '330000-zhejiang/330400-jiaxing/old-age-allowance@2023-01-01',
    'SX-2023': '330000-zhejiang/330600-shaoxing/old-age-allowance@2023-01-01',
    'SX-SZ-2023': '330000-zhejiang/330600-shaoxing/330683-shengzhou/old-age-allowance@2023-01-01',
    'JH-2023': '330000-zhejiang/330700-jinhua/old-age-allowance@2023-01-01',
    'QZ-2023': '330000-zhejiang/330800-quzhou/old-age-allowance@2023-01-01',
    'ZS-2009': '330000-zhejiang/330900-zhoushan/old-age-allowance@2009-01-01',
    'ZS-2023': '330000-zhejiang/330900-zhoushan/old-age-allowance@2023-01-01',
    'TZ-YH-2023': '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance@2023-01-01',
    'LS-2023': '330000-zhejiang/331100-lishui/old-age-allowance@2023-01-01',
    'SH-2016': '310000-shanghai/old-age-allowance@2016-05-01',
    'SH-2024': '310000-shanghai/old-age-allowance@2024-03-08',
    'BJ-old': '110000-beijing/old-age-allowance@2010-01-01',
    'GZ-2022': '440000-guangdong/440100-guangzhou/old-age-allowance@2022-01-01',
    'JM-2012': '440000-guangdong/440700-jiangmen/old-age-allowance@2012-01-01',
    'ZH-XZ': '440000-guangdong/440400-zhuhai/440402-xiangzhou/old-age-allowance@2024-01-01',
    'ZH-JW': '440000-guangdong/440400-zhuhai/440404-jinwan/old-age-allowance@2024-01-01',
    'YJ-GD': '440000-guangdong/441700-yangjiang/old-age-allowance@2024-01-01',
    'JS-100': '320000-jiangsu/old-age-allowance@2011-01-01',
    GY: '320000-jiangsu/320700-lianyungang/320723-guanyun/old-age-allowance@2023-12-01',
    'LY-LC': '410000-henan/410300-luoyang/410324-luanchuan/old-age-allowance@2024-12-01',
    'PY-FX': '410000-henan/410900-puyang/410926-fanxian/old-age-allowance@2024-01-01',
    'LQ-2025': '530000-yunnan/530100-kunming/530128-luquan/old-age-allowance@2025-08-01',
    'XGLL-2012': '530000-yunnan/533400-diqing/533401-shangri-la/old-age-allowance@2012-03-01',
    'SC-2017': '510000-sichuan/old-age-allowance@2017-01-01',
    'YB-2009': '510000-sichuan/511500-yibin/old-age-allowance@2009-10-01',
    'NN-2010': '450000-guangxi/450100-nanning/old-age-allowance@2010-01-01',
    NM: '150000-neimenggu/old-age-allowance@2022-11-01',
    XJ: '650000-xinjiang/old-age-allowance@2022-11-01',
    GS: '620000-gansu/old-age-allowance@2022-11-01',
    SN: '610000-shaanxi/old-age-allowance@2022-11-01',
    SXP: '140000-shanxi/old-age-allowance@2022-11-01',
    'HLJ-2022': '230000-heilongjiang/old-age-allowance@2022-01-01',
    'ND-JC-2022': '350000-fujian/350900-ningde/350902-jiaocheng/old-age-allowance@2022-11-01',
    GC: '340000-anhui/341700-chizhou/341702-guichi/old-age-allowance@2019-06-01',
    'HT-2012': '430000-hunan/431200-huaihua/431225-huitong/old-age-allowance@2012-01-01',
  }),
);

describe('真实规则库', () => {
  test('没有错误，示例也没有错误', () => {
    expect(checkRulebook(DIR).errors).toEqual([]);
    expect(invented.report.errors).toEqual([]);
  });

  test('采集到的50条规则，条条在库，各在一版', () => {
    const held = law.documents.flatMap(({ file, versions }) =>
      versions.flatMap(({ id, sourceId }) => (sourceId === null ? [] : [[sourceId, `${file}@${id}`] as const])),
    );
    expect(held).toHaveLength(50);
    expect(new Map(held)).toEqual(SOURCES);
  });

  test('浙江2023年的规则都能发放', () => {
    const running = law.documents.flatMap(({ versions }) => versions).filter(({ status }) => status === 'active');
    const ids = running.map(({ sourceId }) => sourceId);
    const expected = [...SOURCES]
      .filter(([id, at]) => id.endsWith('2023') && at.startsWith('330000'))
      .map(([id]) => id);
    expect(ids).toEqual(expect.arrayContaining([...expected, 'ZJ-2023-floor']));
  });

  test('金额待核的是草稿，不是0元（阳江）', () => {
    const file = law.rulebook.files.find(({ division }) => division === '441700');
    expect(file?.versions).toEqual([]);
    expect(file?.draftSpans[0]?.missing).toContain('bands');
  });

  test('宁波2023：标准1月1日起，文件4月1日施行', () => {
    const version = versionAt(SOURCES.get('NB-2023') ?? '');
    expect([version?.id, version?.inForce]).toEqual(['2023-01-01', 19448]);
  });

  test('玉环：金额出自本市文件，停发月出自省文件', () => {
    const { origins } = versionAt(SOURCES.get('TZ-YH-2023') ?? '') as RuleVersion;
    expect(origins.bands.type).toBe('stated');
    expect(origins.lastMonth).toMatchObject({
      type: 'follows',
      file: '330000-zhejiang/old-age-allowance',
      version: '2023-01-01',
      clause: '至辞世当月止（宁波、绍兴、温州口径）',
    });
  });
});

function versionAt(reference: string): RuleVersion | undefined {
  const [path = '', id] = reference.split('@');
  const shelf = path.startsWith('examples/') ? invented.rulebook : law.rulebook;
  return shelf.files
    .find(({ file }) => file === path.replace('examples/', ''))
    ?.versions.find((each) => each.id === id);
}

/** Every code of the collected data, as its description lists them. */
const CODES: Record<string, string[]> = {
  firstPaidMonth: [
    'BIRTH_MONTH',
    'MONTH_AFTER_BIRTH',
    'APPLICATION_MONTH',
    'MONTH_AFTER_APPLICATION',
    'ELIGIBILITY_MONTH',
  ],
  lastPaidMonthOnDeath: ['MONTH_OF_DEATH', 'MONTH_AFTER_DEATH'],
  payCycleNormalized: ['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'],
  accrualUnit: ['MONTH', 'MIXED_OR_YEAR'],
  startRule: [
    'MONTH_OF_BIRTHDAY',
    'MONTH_OF_BIRTHDAY_IF_CONFIRMED',
    'MONTH_AFTER_BIRTHDAY',
    'ON_APPLICATION',
    'MONTH_AFTER_APPLICATION',
    'APPLY_THEN_NEXT_MONTH',
    'APPLY_ONE_MONTH_AHEAD',
    'MONTH_OF_ELIGIBILITY',
    'APPROVAL_THEN_ARREARS',
  ],
  stopOnDeath: [
    'THROUGH_MONTH_OF_DEATH',
    'FROM_MONTH_AFTER_DEATH',
    'THROUGH_MONTH_AFTER_DEATH',
    'FROM_MONTH_AFTER_EVENT',
    'STOP',
    'TERMINATE',
    'STOP_UNSPECIFIED_MONTH',
  ],
  stopOnMoveOut: ['FOLLOW_HUKOU', 'FROM_MONTH_AFTER_MOVE', 'SPLIT_AT_MONTH', 'STOP', 'TERMINATE'],
  payCycle: [
    'MONTHLY',
    'MONTHLY_IN_ADVANCE',
    'MONTHLY_IN_ARREARS',
    'QUARTERLY',
    'QUARTERLY_PREPAID',
    'QUARTERLY_FUNDS_MONTHLY_DELIVERY',
    'QUARTERLY_THEN_MONTHLY',
    'HALF_YEARLY',
    'YEARLY',
    'YEARLY_OR_BATCH',
  ],
  application: ['AUTO_PUSH', 'AUTO_WITH_CONFIRMATION', 'APPLY', 'APPLY_BY_SMS_REPLY'],
  backPay: [
    'ALLOWED',
    'ALLOWED_ON_OBJECTION',
    'WINDOW',
    'MAX_MONTHS',
    'CURRENT_YEAR_ONLY',
    'NONE_FOR_LATE_APPLICATION',
    'NONE_EXCEPT_SUSPENSION',
    'FULL_AFTER_SUSPENSION',
  ],
  stacking: ['ADD_ON', 'OTHER_CHANNEL', 'REPLACES', 'STACKABLE_THREE', 'EXCLUDED_FROM_HOUSEHOLD_INCOME'],
  recertification: ['months', 'deadlines', 'methods', 'onMissed', 'onRestored', 'onLostContactMonths'],
  bandCondition: ['addOn', 'oneOff', 'pension', 'income', 'hukouType', 'area', 'bornBefore', 'hukouBefore'],
  eligibility: ['local', 'province', 'actualResidenceYears', 'excludes'],
};

describe('采集代码对照表', () => {
  type Entry = { set?: Record<string, unknown>; open?: string[]; shownBy: string };
  const { title, ...table } = parse(readFileSync(join(DIR, 'lists/source-codes.yaml'), 'utf8')) as Record<
    string,
    Record<string, Entry>
  >;

  test('每个代码都有对照，没有多出来的', () => {
    expect(title).toBe('采集代码对照');
    expect(Object.fromEntries(Object.entries(table).map(([field, codes]) => [field, Object.keys(codes)]))).toEqual(
      CODES,
    );
  });

  const rows = Object.entries(table).flatMap(([field, codes]) =>
    Object.entries(codes).map(([code, entry]) => ({ field, code, entry })),
  );

  test.each(rows)('$field $code 有一版规则在用', ({ entry }) => {
    const shown = versionAt(entry.shownBy);
    if (entry.set === undefined) {
      const draft = law.documents.some(({ file, versions }) =>
        versions.some(({ id }) => `${file}@${id}` === entry.shownBy),
      );
      expect(entry.open?.length && draft).toBeTruthy();
      return;
    }
    if (shown === undefined) return expect(draftShows(entry)).toBe(true);
    for (const [name, value] of Object.entries(entry.set)) {
      const actual = shown.parameters[name as keyof RuleVersion['parameters']];
      expect(holdsAll(actual, value), `${name}: ${JSON.stringify(actual)}`).toBe(true);
    }
  });

  /** A real draft may show a code too; what it states is read from its file. */
  function draftShows({ shownBy, set }: Entry): boolean {
    const [path, id] = shownBy.split('@');
    const { versions } = parse(readFileSync(join(DIR, `${path}.yaml`), 'utf8')) as {
      versions: { from: string; parameters: Record<string, { value?: unknown }> }[];
    };
    const written = versions.find(({ from }) => from === id)?.parameters ?? {};
    return Object.entries(set ?? {}).every(([name, value]) => holdsAll(written[name]?.value ?? written[name], value));
  }

  /** Objects by the fields named; of a list, each named item must match some item. */
  function holdsAll(actual: unknown, wanted: unknown): boolean {
    if (Array.isArray(wanted)) {
      return Array.isArray(actual) && wanted.every((each) => actual.some((item) => holdsAll(item, each)));
    }
    if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
    if (typeof actual !== 'object' || actual === null) return false;
    return Object.entries(wanted).every(([key, value]) => holdsAll((actual as Record<string, unknown>)[key], value));
  }
});
