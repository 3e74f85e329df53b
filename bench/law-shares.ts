import type { Condition, Parameters, Rulebook, RuleFile } from '#modules/policy/rule.ts';

type Rule = { file: RuleFile; parameters: Parameters; conditions: Condition[] };

/** 规则条数 (bands × versions) and which share of them (0 to 1) asks or does what. */
export type LawShares = {
  rules: number;
  incomeOrPension: number;
  hukouYears: number;
  quarterlyInAdvance: number;
  addOn: number;
  higherOf: number;
  suspension: number;
};

/** 构成: counts a law's rules, each band of each version by itself, with its own conditions and those of its version. */
export function benchLawShares({ files }: Rulebook): LawShares {
  const rules = files.flatMap((file) =>
    file.versions.flatMap(({ parameters }) =>
      parameters.bands.map((band) => ({
        file,
        parameters,
        conditions: [...parameters.conditions, ...band.conditions],
      })),
    ),
  );
  const share = (test: (rule: Rule) => boolean) => rules.filter(test).length / rules.length;
  return {
    rules: rules.length,
    incomeOrPension: share(({ conditions }) =>
      conditions.some(({ type }) => type === 'income' || type === 'pension' || type === 'pension-not'),
    ),
    hukouYears: share(({ conditions }) =>
      conditions.some((each) => each.type === 'hukou-in-division' && each.years > 0),
    ),
    quarterlyInAdvance: share(
      ({ parameters: { payCycle } }) => payCycle.every === 'quarter' && payCycle.timing === 'advance',
    ),
    addOn: share(({ file }) => file.layer === 'add-on'),
    higherOf: share(({ parameters }) => parameters.stacking.type === 'higher-of'),
    suspension: share(
      ({ parameters: { suspension } }) =>
        suspension.backPayWhenLifted === 'none' && suspension.certificationDeadlines.length > 0,
    ),
  };
}
