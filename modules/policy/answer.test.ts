import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn } from '#modules/people/contract.ts';
import { countiesOf } from '#modules/places/index.ts';
import { formatDay, isLeapYear, parseDay } from '#platform/month/month.ts';
import { answerQuestion } from './answer.ts';
import { governingBook } from './decide/governing-book.ts';
import { readRulebook } from './rulebook/read-rulebook.ts';

const { rulebook } = readRulebook(join(import.meta.dirname, '..', '..', 'rulebook'), { runExamples: false });
const book = governingBook(rulebook);
const TODAY = '2026-11-22';
const YUHUAN = '331083';

function answer(born: string, county = YUHUAN, { today = TODAY, province = '330000' } = {}) {
  return answerQuestion(book, province, { born, county }, today);
}

describe('能领', () => {
  test.each([
    ['1944-03-05', 82, 6000, '您今年82周岁，户籍在玉环市，每月可领高龄津贴60元。'],
    ['1930-06-01', 96, 8000, '您今年96周岁，户籍在玉环市，每月可领高龄津贴80元。'],
    ['1926-11-22', 100, 50000, '您今年100周岁，户籍在玉环市，每月可领高龄津贴500元。'],
  ])('玉环 %s 出生', (born, ageYears, monthlyFen, sentence) => {
    expect(answer(born)).toMatchObject({ eligible: true, ageYears, monthlyFen, sentence, assumptions: [] });
  });

  test('说明理由、金额所依的文件、下一次变化和怎么办', () => {
    const { reasons, document, next, whatNext } = answer('1944-03-05');
    expect(reasons.map(({ ok, sentence }) => [ok, sentence])).toEqual([
      [true, '户籍在玉环市。'],
      [true, '2024年3月满80周岁，从当月起按这一档计发。'],
      [true, '玉环市高龄津贴和长寿保健补助金80—89周岁：每月60元。'],
    ]);
    expect(document).toMatchObject({ title: '关于进一步规范高龄津贴发放工作的通知', number: '玉民发〔2023〕1号' });
    expect(next).toEqual({ month: '2034-03', monthlyFen: 8000, sentence: '到2034年3月满90周岁，当月起每月80元。' });
    expect(whatNext).toContain('不用申请');
  });

  test('本月晚些时候才过生日的，本月已可领', () => {
    expect(answer('1946-11-30')).toMatchObject({
      eligible: true,
      ageYears: 79,
      sentence: '您本月（2026年11月）满80周岁，户籍在玉环市，每月可领高龄津贴60元。',
    });
  });

  test('百岁以后没有更高的一档，不说下一次变化', () => {
    expect(answer('1920-01-01').next).toBeNull();
  });

  test('没有自己规则的县按省定最低标准，文件是省里的', () => {
    const { monthlyFen, document } = answer('1944-03-05', '331002');
    expect(monthlyFen).toBe(6000);
    expect(document?.number).toContain('浙民养〔2022〕209号');
  });
});

describe('还不能领：先答为什么', () => {
  test('没到年龄的，说到哪个月、领多少、不用申请', () => {
    expect(answer('1947-05-03')).toMatchObject({
      eligible: false,
      monthlyFen: null,
      sentence: '您今年79周岁，还没有到年龄：到2027年5月满80周岁，当月起每月60元，不用申请。',
      next: { month: '2027-05', monthlyFen: 6000 },
      reasons: [{ ok: true }, { ok: false, sentence: '还没有到年龄：2027年5月起才按80周岁档计发。' }],
      whatNext: '现在不用做什么，也不用申请。到龄前1个月，村（社区）会主动与您核对。有疑问请拨打12345。',
    });
  });

  test('离满龄还有三十年以上的，只说起始年龄', () => {
    const { sentence, next } = answer('2000-01-01');
    expect(sentence).toBe('您今年26周岁，还没有到年龄：玉环市的高龄津贴从80周岁起发。');
    expect(next).toBeNull();
  });

  test('户籍在省外的，说明由户籍地发放', () => {
    for (const county of ['outside', '310101']) {
      expect(answer('1944-03-05', county)).toMatchObject({
        eligible: false,
        sentence: '您今年82周岁，户籍不在本省，由户籍所在地按当地的规定发放，本省不发。',
        reasons: [{ ok: false }],
        document: null,
      });
    }
  });

  test('没有规则的地方，说明没有规则和问谁', () => {
    const { sentence, reasons, whatNext } = answer('1944-03-05', '420106', { province: '420000' });
    expect(sentence).toBe('武昌区现在没有可适用的高龄津贴规则，所以还不能领。');
    expect(reasons).toContainEqual({ ok: false, sentence: '武昌区当月没有可适用的津贴规则。', clause: null });
    expect(whatNext).toContain('12345');
  });

  test('规则还是草稿的，不拿草稿算钱', () => {
    const { eligible, monthlyFen, sentence } = answer('1944-03-05', '510104', { province: '510000' });
    expect([eligible, monthlyFen]).toEqual([false, null]);
    expect(sentence).toBe('锦江区的高龄津贴规则还有没定下来的内容，现在不能告诉您能领多少。');
  });

  test('规则以后才扩到这个年龄的，说从哪个月起', () => {
    const { sentence } = answer('1940-03-05', '331002', { today: '2022-06-01' });
    expect(sentence).toBe('您今年82周岁，现在还不能领：从2023年1月起每月60元，不用申请。');
  });

  test('这个年龄没有档次的，直说', () => {
    const { sentence, next } = answer('1920-03-05', '350902', { province: '350000' });
    expect(sentence).toBe('您今年106周岁，蕉城区的高龄津贴规则里没有您这个年龄的档次。');
    expect(next).toBeNull();
  });
});

describe('没有问到的，不当作符合', () => {
  test('钱塘：领城乡居民养老金的另加50元，写成“如果”，不算进金额', () => {
    expect(answer('1944-03-05', '330114')).toMatchObject({
      monthlyFen: 6000,
      assumptions: ['如果您领取城乡居民养老金，每月另加50元。'],
    });
  });

  test('还没到年龄的，也先说到龄后的“如果”', () => {
    expect(answer('1947-05-03', '330114').assumptions).toEqual(['如果您领取城乡居民养老金，每月另加50元。']);
  });

  test('实际居住没有问，照居住满2年计算并说明；依申请的说明要申请', () => {
    const { sentence, assumptions, whatNext } = answer('1944-03-05', '410926', { province: '410000' });
    expect(sentence).toBe('您今年82周岁，户籍在范县，申请后每月可领高龄津贴50元。');
    expect(assumptions).toEqual([
      '这里按您实际居住在范县满2年计算；如果不是这样，请以户籍地的核定为准。',
      '这里按您今天申请计算。',
    ]);
    expect(whatNext).toContain('提出申请');
  });

  test('排除领职工养老金的，照不领取计算并说明', () => {
    const { monthlyFen, assumptions } = answer('1944-03-05', '350902', { province: '350000' });
    expect(monthlyFen).toBe(5000);
    expect(assumptions).toEqual([
      '这里按您不领取企业职工养老金或机关事业单位养老金计算；如果不是这样，请以户籍地的核定为准。',
    ]);
  });

  test('每年另发一次的，写明哪个月发多少', () => {
    const { sentence, monthlyFen } = answer('1920-03-05', '440106', { province: '440000' });
    expect(monthlyFen).toBe(30000);
    expect(sentence).toBe('您今年106周岁，户籍在天河区，确认后每月可领高龄津贴300元，另外2027年10月发1,000元。');
  });
});

describe('出生日期', () => {
  test('B-35 2月29日出生，平年按规则满龄（浙江：2月28日）', () => {
    expect(answer('1936-02-29').monthlyFen).toBe(8000);
    expect(answer('1936-02-29', YUHUAN, { today: '2026-02-01' }).sentence).toContain('您本月（2026年2月）满90周岁');
    expect(answer('1936-02-29', YUHUAN, { today: '2026-01-31' }).monthlyFen).toBe(6000);
    for (let year = 1920; year <= 1960; year += 4) {
      const { next } = answer(`${year}-02-29`, YUHUAN, { today: `${year + 79}-06-01` });
      if (year + 79 >= 2023) expect(next?.month).toBe(`${year + 80}-02`);
    }
    expect(isLeapYear(1936)).toBe(true);
  });

  test.each([...['1940-06-01', '1941-03-15', '1946-05-15', '1947-04-15', '1948-05-01', '1949-05-01', '1900-01-01']])(
    'B-37 上海没有零点的日子 %s，满龄月份不差一月、年龄不差一岁',
    (born) => {
      const [year, rest] = [Number(born.slice(0, 4)), born.slice(4)];
      expect(answer(born, YUHUAN, { today: `2026${rest}` }).ageYears).toBe(2026 - year);
      const reaches80 = `${year + 80}${rest.slice(0, 3)}`;
      if (reaches80 > '2026-11') expect(answer(born).next?.month).toBe(reaches80);
    },
  );

  test('B-23 未来的、超过130周岁的出生日期不算，说清楚', () => {
    expect(() => answer('2026-11-23')).toThrow('出生日期在今天之后');
    expect(() => answer('1895-11-22')).toThrow('超过130周岁');
    expect(answer('1896-11-22').monthlyFen).toBe(50000);
  });
});

describe('户籍地', () => {
  test('没有的、不到县级的区划不算', () => {
    for (const county of ['339999', '331000', '330000', 'Z33010099']) {
      expect(() => answer('1944-03-05', county), county).toThrow('没有找到这个县（市、区）');
    }
  });

  test('已撤销的区划提示现在是哪里', () => {
    expect(() => answer('1944-03-05', '331021')).toThrow('玉环县已经撤销，现在是玉环市。请重新选择户籍地。');
    expect(() => answer('1944-03-05', '330104')).toThrow('江干区已经撤销，现在是上城区、钱塘区。请重新选择户籍地。');
  });

  test('浙江每个县、每个生日都有一句话、一步怎么办；能领的必有文件和金额', () => {
    const days = fc.integer({ min: parseDay('1915-01-01') ?? 0, max: parseDay('1975-12-31') ?? 0 });
    const counties = fc.constantFrom(...countiesOf('330000', TODAY).map(({ code }) => code));
    fc.assert(
      fc.property(days, counties, (day, county) => {
        const born = formatDay(day);
        const { eligible, monthlyFen, sentence, whatNext, document, ageYears, next } = answer(born, county);
        expect(ageYears).toBe(ageOn(born, TODAY));
        expect(sentence).toMatch(/^您.*。$/);
        expect(whatNext).not.toBe('');
        expect(eligible).toBe(monthlyFen !== null);
        if (eligible) expect(document).not.toBeNull();
        if (next && monthlyFen !== null) expect(next.monthlyFen).toBeGreaterThan(monthlyFen);
      }),
      { numRuns: 300 },
    );
  });
});
