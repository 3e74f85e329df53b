import { describe, expect, it } from 'vitest';
import { reasonOf } from './contract.ts';
import { checkFacts, type Fact } from './fact.ts';

const BORN = '1943-03-15';
const LOADED = '2022-12-31T09:00:00+08:00';
const LATER = '2023-07-02T10:00:00+08:00';
const knows = (code: string) => code.startsWith('33');

const aFact = (wish: Partial<Fact>): Fact => ({
  kind: 'hukou',
  value: wish.kind && wish.kind !== 'hukou' ? null : 'rural',
  division: wish.kind && wish.kind !== 'hukou' ? null : '331083001001',
  fromDay: BORN,
  toDay: null,
  source: '公安',
  recordedAt: LOADED,
  retractedAt: null,
  ...wish,
});
const aDeath = (wish: Partial<Fact> = {}) =>
  aFact({ kind: 'death', fromDay: '2023-05-06', recordedAt: LATER, ...wish });
const codes = (...facts: Fact[]) => checkFacts(BORN, facts, knows).rejected.map(({ problem }) => problem.code);

describe('单条事实', () => {
  it.each([
    [{ value: 'city' }, 'people.fact-value'],
    [{ value: null }, 'people.fact-value'],
    [{ division: null }, 'people.fact-division-missing'],
    [{ division: '999999' }, 'people.fact-division-unknown'],
    [{ kind: 'pension', value: 'resident', division: '331083' }, 'people.fact-division-unwanted'],
    [{ kind: 'pension', value: 'farmer' }, 'people.fact-value'],
    [{ kind: 'ability', value: '5' }, 'people.fact-value'],
    [{ kind: 'other-benefit', value: '-1' }, 'people.fact-value'],
    [{ kind: 'other-benefit', value: '１００' }, 'people.fact-value'],
    [{ fromDay: '1900-01-00' }, 'people.fact-day'],
    [{ toDay: '2024-02-30' }, 'people.fact-day'],
    [{ fromDay: '2020-01-01', toDay: '2020-01-01' }, 'people.fact-span'],
    [{ kind: 'death', fromDay: '2022-05-06', toDay: '2022-05-07' }, 'people.fact-no-end'],
  ] as [Partial<Fact>, string][])('%j：搁置，%s', (wish, code) => {
    expect(codes(aFact(wish))).toEqual([code]);
  });

  it('原因是一句中文，说明怎么办', () => {
    const { rejected } = checkFacts(BORN, [aFact({}), aFact({ fromDay: '2020-01-01' })], knows);
    expect(rejected.map(({ problem }) => reasonOf(problem))).toEqual([
      '2020-01-01起的户籍与1943-03-15起的户籍同时有效，一人只能有一处户籍，请核实。',
    ]);
  });
});

describe('多条事实互相核对', () => {
  it('B-27 同时有两处户籍：先获知的有效，后一条搁置', () => {
    expect(codes(aFact({}), aFact({ fromDay: '2020-01-01', recordedAt: LATER }))).toEqual(['people.two-hukou']);
  });

  it('前后相接的两段户籍：都收', () => {
    expect(codes(aFact({ toDay: '2020-01-01' }), aFact({ fromDay: '2020-01-01' }))).toEqual([]);
  });

  it('迟报的迁移：撤回原来的一段，再写有止日的一段和新的一段，都收', () => {
    const moved = '2023-05-10';
    expect(
      codes(
        aFact({ retractedAt: LATER }),
        aFact({ toDay: moved, recordedAt: LATER }),
        aFact({ fromDay: moved, division: '330102001001', recordedAt: LATER }),
      ),
    ).toEqual([]);
  });

  it('其他种类重叠：搁置；其他部门待遇可以并存', () => {
    const dibao = aFact({ kind: 'hardship', value: 'dibao', fromDay: '2020-01-01' });
    expect(codes(dibao, { ...dibao, value: 'tekun', fromDay: '2021-01-01' })).toEqual(['people.overlap']);
    const benefit = aFact({ kind: 'other-benefit', value: '5000', fromDay: '2020-01-01' });
    expect(codes(benefit, { ...benefit, source: '人社' })).toEqual([]);
  });

  it('B-28 死亡早于出生、早于获知之后、事实早于出生：搁置', () => {
    expect(codes(aDeath({ fromDay: '1943-03-14' }))).toEqual(['people.death-before-birth']);
    expect(codes(aDeath({ fromDay: '2023-08-01' }))).toEqual(['people.death-in-future']);
    expect(codes(aFact({ fromDay: '1943-03-14' }))).toEqual(['people.fact-before-birth']);
  });

  it('B-28 两个死亡日期：先报的有效；同一日期的第二份报告照收', () => {
    const second = { recordedAt: '2023-07-09T10:00:00+08:00', source: '医保' };
    expect(codes(aDeath(), aDeath({ fromDay: '2023-05-07', ...second }))).toEqual(['people.death-two-days']);
    expect(codes(aDeath(), aDeath(second))).toEqual([]);
  });

  it('B-28 死后又有新事实：搁置；死前已有死后开始的事实：死亡搁置', () => {
    const later = aFact({ kind: 'pension', value: 'resident', fromDay: '2023-06-01', recordedAt: LATER });
    expect(codes(aDeath(), { ...later, recordedAt: '2023-08-01T10:00:00+08:00' })).toEqual(['people.fact-after-death']);
    expect(codes({ ...later, recordedAt: LOADED }, aDeath())).toEqual(['people.death-before-fact']);
  });

  it('B-28 “复活”：死亡撤回之后，事实照常', () => {
    const retractedAt = '2023-07-20T10:00:00+08:00';
    const after = aFact({
      kind: 'pension',
      value: 'resident',
      fromDay: '2023-06-01',
      recordedAt: '2023-08-01T10:00:00+08:00',
    });
    expect(codes(aFact({}), aDeath({ retractedAt }), after)).toEqual([]);
    expect(
      codes(aDeath({ retractedAt }), aDeath({ fromDay: '2023-07-30', recordedAt: '2023-08-02T10:00:00+08:00' })),
    ).toEqual([]);
  });

  it('出生日期更正：以更正后的为准；两个不同的更正，后一个搁置', () => {
    const corrected = aFact({ kind: 'birth', fromDay: '1942-03-15' });
    expect(codes(corrected, aFact({ fromDay: '1942-03-15' }))).toEqual([]);
    expect(codes(corrected, aFact({ kind: 'birth', fromDay: '1941-03-15' }))).toEqual(['people.birth-two-days']);
  });

  it('一条不丢：收下的加搁置的等于报送的', () => {
    const facts = [aFact({}), aFact({}), aFact({ value: '' }), aDeath(), aDeath({ fromDay: '2023-05-08' })];
    const { accepted, rejected } = checkFacts(BORN, facts, knows);
    expect([accepted.length, rejected.length]).toEqual([2, 3]);
  });
});
