import { copyField } from '#platform/db/copy.ts';
import type { ListAddress } from './list-rows.store.ts';
import { onceFor } from './once-for.ts';
import type { Settled } from './settle.ts';
import type { TownedLine } from './summary.ts';

/** The numbers of rule versions by their hash. */
export type RuleNumbers = ReadonlyMap<string, number>;

// A line's text as COPY takes it, in the columns' order of list.store.ts. Divisions, kinds and causes are codes without a sign
// that COPY would have to be told of.

export function lineTextOf({ payMonth, benefit, unit }: ListAddress): (line: TownedLine) => string {
  const head = `${payMonth}\t${copyField(benefit)}\t`;
  const middle = onceFor(
    ({ kind, bandFromAge, dueFen, beforeFen, beforeCounty }: Settled) =>
      `\t${kind}\t${copyField(bandFromAge)}\t${dueFen}\t${beforeFen}\t${beforeCounty}\t`,
  );
  const end = onceFor(
    ({ backPayFen, recoveryFen, payFen, heldFen }: Settled) =>
      `\t${backPayFen}\t${recoveryFen}\t${payFen}\t${heldFen}\t`,
  );
  return (line) => {
    const { personNo, town, beforeTown, place, beforePlace, cause, settled } = line;
    const stands = `${head}${personNo}\t${unit}\t${settled.county}\t${town}${middle(settled)}${beforeTown}${end(settled)}`;
    return `${stands}${cause.code}\t${copyField(cause.day)}\t${place}\t${beforePlace}\n`;
  };
}

/** A line's parts, one after another; empty when it has none. */
export function partTextOf({ payMonth, benefit, unit }: ListAddress, rules: RuleNumbers): (line: TownedLine) => string {
  const head = `${payMonth}\t${copyField(benefit)}\t`;
  const ends = onceFor(({ parts }: Settled) =>
    parts.map(({ kind, fromMonth, toMonth, monthlyFen, county, layer, rule }, partNo) => {
      const ruleNo = rule ? (rules.get(rule.sha256) ?? null) : null;
      const what = `${kind}\t${fromMonth}\t${toMonth}\t${monthlyFen}\t${county}\t${layer}`;
      return `\t${partNo}\t${unit}\t${what}\t${copyField(ruleNo)}\n`;
    }),
  );
  return ({ personNo, settled }) => {
    let text = '';
    for (const end of ends(settled)) text += `${head}${personNo}${end}`;
    return text;
  };
}
