import { describe, expect, test } from 'vitest';
import { broken, COUNTY, GOOD, headOf, lineOf, OTHER_FIELDS, PROVINCE, readFiles } from './rulebook.fixture.ts';

const BASIS = '    basis: { document: 测民发〔2020〕1号, title: 测试通知 }\n';

function version(dates: string, bands: string, rest = OTHER_FIELDS, status = 'active'): string {
  return `  - ${dates}\n    status: ${status}\n    confidence: high\n${BASIS}    parameters:\n${bands}${rest}`;
}

const BANDS = "      bands: [{ fromAge: 80, monthlyYuan: '60' }, { fromAge: 100, monthlyYuan: '500' }]\n";
const FLOOR_BANDS =
  "      bands: [{ fromAge: 80, toAge: 99, monthlyYuan: '60', isFloor: true }, { fromAge: 100, monthlyYuan: '300', isFloor: true }]\n";
const FLOOR = `${headOf('330000', 'floor')}${version('from: 2020-01-01', FLOOR_BANDS)}examples:
  - { name: 没有本地规则的按省线, person: { born: 1930-01-01, hukou: '330502' }, months: 2020-06, paysYuan: '60' }
  - { name: 满百岁300元, person: { born: 1920-06-01, hukou: '330502' }, months: 2020-06, paysYuan: '300' }
`;
const PROVINCE_REF = '330000-zhejiang/old-age-allowance@2020-01-01';

function twoVersions(first: string, second: string): string {
  return `${headOf('331083')}${version(first, BANDS)}${version(second, BANDS)}examples:
  - { name: 甲, person: { born: 1935-01-01, hukou: '331083' }, months: 2022-12..2023-06, paysYuan: '420' }
  - { name: 乙, person: { born: 1936-01-01, hukou: '331083' }, months: 2022-12..2023-06, paysYuan: '420' }
`;
}

function errorsOf(files: Record<string, string>) {
  return readFiles(files).report.errors;
}

describe('版本衔接', () => {
  test('前后相接，不写截止日就接到下一版', () => {
    const { rulebook, report } = readFiles({ [COUNTY]: twoVersions('from: 2022-01-01', 'from: 2023-01-01') });
    expect(report.errors).toEqual([]);
    const [first, second] = rulebook.files[0]?.versions ?? [];
    expect(first?.to).toBe(second?.from);
    expect(second?.to).toBeNull();
  });

  test('两版之间有空当', () => {
    const text = twoVersions(
      '{ from: 2022-01-01, to: 2022-12-01 }'.slice(2, -2).replace(', ', '\n    '),
      'from: 2023-01-01',
    );
    const [error] = errorsOf({ [COUNTY]: text });
    expect(error).toMatchObject({ file: COUNTY, line: lineOf(text, 'to: 2022-12-01'), field: 'versions[0].to' });
    expect(error?.message).toBe('2022-12-01 至 2022-12-31 没有任何版本；请补一版，待核就写 status: draft。');
  });

  test('B-39 两版重叠；写明更正的除外', () => {
    const text = twoVersions('from: 2022-01-01\n    to: 2023-03-01', 'from: 2023-01-01');
    expect(errorsOf({ [COUNTY]: text })).toEqual([
      expect.objectContaining({ field: 'versions[0].to', message: expect.stringContaining('重叠') }),
    ]);
    const corrected = twoVersions(
      'from: 2022-01-01',
      "from: 2022-12-01\n    to: 2023-02-01\n    corrects: { version: '2022-01-01', knownFrom: 2023-05-01 }",
    );
    const { rulebook, report } = readFiles({ [COUNTY]: corrected });
    expect(report.errors).toEqual([]);
    expect(rulebook.files[0]?.versions.map(({ id }) => id)).toEqual(['2022-01-01', '2022-12-01']);
    expect(rulebook.files[0]?.versions[1]?.corrects?.version).toBe('2022-01-01');
  });

  test('更正的版本不存在、两版同一天起', () => {
    const wrong = twoVersions(
      'from: 2022-01-01',
      "from: 2022-12-01\n    corrects: { version: '2021-01-01', knownFrom: 2023-05-01 }",
    );
    expect(errorsOf({ [COUNTY]: wrong })[0]).toMatchObject({ field: 'versions[1].corrects.version' });
    const same = errorsOf({ [COUNTY]: twoVersions('from: 2022-01-01', 'from: 2022-01-01') });
    expect(same[0]?.message).toContain('有两版都从 2022-01-01 起');
  });

  test('草稿占着它的时段，写出缺哪几项', () => {
    const text = `${headOf('331083')}${version('from: 2022-01-01', '', '      lastMonth: month-of-death\n', 'draft')}`;
    const { rulebook, report } = readFiles({ [COUNTY]: text });
    expect(report).toMatchObject({ errors: [], drafts: 1, versions: 1 });
    expect(rulebook.files[0]?.versions).toEqual([]);
    expect(rulebook.files[0]?.draftSpans[0]?.missing).toContain('bands');
    expect(report.warnings[0]?.message).toContain('档次与标准（bands）');
  });

  test('各项已齐的草稿只提醒', () => {
    const { report } = readFiles({ [COUNTY]: broken('status: active', 'status: draft') });
    expect(report.warnings).toEqual([expect.objectContaining({ message: expect.stringContaining('各项已齐') })]);
  });
});

describe('依上级', () => {
  const FOLLOWER = broken(OTHER_FIELDS, '', broken('    parameters:', `    follows: ${PROVINCE_REF}\n    parameters:`));

  test('没写的项依上级，来历写到出处', () => {
    const { rulebook, report } = readFiles({ [PROVINCE]: FLOOR, [COUNTY]: FOLLOWER });
    expect(report.errors).toEqual([]);
    const followed = rulebook.files.find(({ division }) => division === '331083')?.versions[0];
    expect(followed?.parameters.lastMonth).toBe('month-of-death');
    expect(followed?.origins.lastMonth).toEqual({
      type: 'follows',
      file: '330000-zhejiang/old-age-allowance',
      version: '2020-01-01',
      clause: null,
    });
    expect(followed?.origins.bands.type).toBe('stated');
  });

  test('所依的文件、版本不存在', () => {
    const noFile = broken(PROVINCE_REF, '330000-zhejiang/other@2020-01-01', FOLLOWER);
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: noFile })).toEqual([
      expect.objectContaining({
        line: lineOf(noFile, 'other@'),
        field: 'versions[0].follows',
        message: expect.stringContaining('没有“330000-zhejiang/other”'),
      }),
    ]);
    const noVersion = broken('@2020-01-01', '@2019-01-01', FOLLOWER);
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: noVersion })[0]?.message).toContain('现有：2020-01-01');
    expect(
      errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: broken(PROVINCE_REF, '省里的办法', FOLLOWER) })[0]?.message,
    ).toContain('文件路径@版本');
  });

  test('依来依去成了圈，只报一次', () => {
    const self = broken(
      'lastMonth: month-of-death',
      'lastMonth: { follows: 330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance@2023-01-01 }',
    );
    expect(errorsOf({ [COUNTY]: self })).toEqual([
      expect.objectContaining({
        field: 'versions[0].parameters.lastMonth',
        message: expect.stringContaining('又回到自己'),
      }),
    ]);
    const whole = broken(
      PROVINCE_REF,
      '330000-zhejiang/331000-taizhou/331083-yuhuan/old-age-allowance@2023-01-01',
      FOLLOWER,
    );
    expect(errorsOf({ [COUNTY]: whole })).toEqual([
      expect.objectContaining({ field: 'versions[0].follows', message: expect.stringContaining('又回到自己') }),
    ]);
  });

  test('不能依别的县、不能依当时无效的版本', () => {
    const other = '330000-zhejiang/331000-taizhou/331081-wenling/old-age-allowance';
    const sideways = broken(PROVINCE_REF, `${other}@2023-01-01`, FOLLOWER);
    const wenling = GOOD.replaceAll('331083', '331081');
    expect(errorsOf({ [COUNTY]: sideways, [`${other}.yaml`]: wenling })[0]?.message).toContain('不是本级或上级');
    const ended = broken('from: 2020-01-01', 'from: 2020-01-01\n    to: 2021-01-01', FLOOR);
    expect(errorsOf({ [PROVINCE]: ended, [COUNTY]: FOLLOWER })[0]?.message).toContain('不曾有效');
  });

  test('所依的版本中途截止，提醒', () => {
    const ended = broken('from: 2020-01-01', 'from: 2020-01-01\n    to: 2025-01-01', FLOOR);
    const { report } = readFiles({ [PROVINCE]: ended, [COUNTY]: FOLLOWER });
    expect(report.warnings).toEqual([expect.objectContaining({ message: expect.stringContaining('2025-01-01 截止') })]);
  });

  test('逐档依上级；上级没有这一档就报', () => {
    const bandwise = broken("{ fromAge: 80, monthlyYuan: '60' }", `{ fromAge: 80, follows: ${PROVINCE_REF} }`);
    const { rulebook, report } = readFiles({ [PROVINCE]: FLOOR, [COUNTY]: bandwise });
    expect(report.errors).toEqual([]);
    const band = rulebook.files.find(({ division }) => division === '331083')?.versions[0]?.parameters.bands[0];
    expect(band).toMatchObject({
      fromAge: 80,
      toAge: 89,
      monthlyFen: 6000,
      isFloor: false,
      origin: { type: 'follows' },
    });
    const tooYoung = broken('fromAge: 80', 'fromAge: 70', bandwise);
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: tooYoung })[0]?.message).toContain('没有一档能盖住 70–89 岁');
  });

  test('同一项既写明又定夺', () => {
    const text = broken(
      '    parameters:',
      '    decided: { by: 甲, on: 2026-01-01, basis: 会议纪要, values: { lastMonth: month-after-death } }\n    parameters:',
    );
    expect(errorsOf({ [COUNTY]: text })).toEqual([
      expect.objectContaining({
        field: 'versions[0].decided.values.lastMonth',
        message: expect.stringContaining('删去一处'),
      }),
    ]);
  });

  test('定夺要有人、有日子、有依据', () => {
    const text = broken('lastMonth: month-of-death', 'lastMonth: { value: month-of-death, decided: { by: 甲 } }');
    expect(errorsOf({ [COUNTY]: text }).map(({ field }) => field)).toEqual([
      'versions[0].parameters.lastMonth.decided.on',
      'versions[0].parameters.lastMonth.decided.basis',
    ]);
  });
});

describe('省定最低标准、一地一规、文件位置', () => {
  test('低于省线、缺一档、只给一部分人', () => {
    const low = broken("{ fromAge: 100, monthlyYuan: '500' }", "{ fromAge: 100, monthlyYuan: '200' }");
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: low })[0]).toMatchObject({
      line: lineOf(low, "'200'"),
      field: 'versions[0].parameters.bands[2]',
      message: expect.stringContaining('100 岁只有 200 元，低于上级最低标准 300 元'),
    });
    const late = broken("        - { fromAge: 80, monthlyYuan: '60' }\n", '');
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: late })[0]?.message).toContain('80 岁没有标准');
    const some = broken(
      "monthlyYuan: '60' }",
      "monthlyYuan: '60', conditions: [{ type: income, in: [dibao], counts: any-day }] }",
    );
    expect(errorsOf({ [PROVINCE]: FLOOR, [COUNTY]: some })[0]?.message).toContain('80 岁只有 0 元');
  });

  test('两份主规则管同一个地方', () => {
    const twin = COUNTY.replace('old-age-allowance', 'another');
    expect(errorsOf({ [COUNTY]: GOOD, [twin]: GOOD })[0]).toMatchObject({
      field: 'areas[0]',
      message: expect.stringContaining('一地一项津贴只能有一份主规则'),
    });
  });

  test('文件夹与区划不符、名字不对、不在上级里', () => {
    const at = (path: string) => errorsOf({ [path]: GOOD })[0]?.message;
    expect(at('330000-zhejiang/331000-taizhou/331081-wenling/a.yaml')).toContain('写的区划却是 331083');
    expect(at('330000-zhejiang/taizhou/331083-yuhuan/a.yaml')).toContain('区划代码-拼音');
    expect(at('330000-zhejiang/330100-hangzhou/331083-yuhuan/a.yaml')).toContain('不在“330100”的辖区里');
  });

  test('被替代的规则不存在', () => {
    const text = broken('stacking: { type: adds }', 'stacking: { type: replaces, files: [330000-zhejiang/none] }');
    expect(errorsOf({ [COUNTY]: text })[0]).toMatchObject({ field: 'versions[0].parameters.stacking.files[0]' });
  });
});

test('版本的哈希只随它自己说的变：加一版、换行序不变，改金额就变', () => {
  const hashOf = (text: string) => readFiles({ [COUNTY]: text }).rulebook.files[0]?.versions[0]?.sha256;
  const later = `${headOf('331083')}${GOOD.slice(GOOD.indexOf('  - from'), GOOD.indexOf('examples:'))}${version('from: 2030-01-01', BANDS)}`;
  expect(hashOf(later)).toBe(hashOf(GOOD));
  expect(hashOf(broken("'500'", "'501'"))).not.toBe(hashOf(GOOD));
  expect(hashOf(GOOD)).toMatch(/^[0-9a-f]{64}$/);
});
