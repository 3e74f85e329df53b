import { refusals } from '#platform/refusal/refusal.ts';

export const refuse = refusals({
  'places.unknown-division': { status: 422, sentence: '没有代码为“{code}”的行政区划，请核对区划代码后重填。' },
  'places.above-county': { status: 422, sentence: '{name}（{code}）不在县级以下，请选到县（市、区）或以下。' },
});
