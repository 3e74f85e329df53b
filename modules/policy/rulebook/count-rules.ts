import type { Condition, Rulebook } from '../rule.ts';

/** 规则条数, as a county counts them: every band of every version, once for each audience it names (低保、低边 are two). */
export function countRules({ files }: Rulebook): number {
  let rules = 0;
  for (const { versions } of files) {
    for (const { parameters } of versions) {
      for (const band of parameters.bands) rules += audiences(band.conditions) * audiences(parameters.conditions);
    }
  }
  return rules;
}

function audiences(conditions: readonly Condition[]): number {
  return conditions.reduce(
    (product, condition) =>
      product *
      ('in' in condition && condition.type !== 'pension-not' && condition.type !== 'status-not'
        ? condition.in.length
        : 1),
    1,
  );
}
