import type pg from 'pg';
import { type ImportReport, importPersons, type NewPerson } from '#modules/people/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { counted, noCounts, type PopulationCounts } from './counts.ts';
import { makeProvince, type ProvinceWish } from './province.ts';
import { YUHUAN_LOADED_AT, yuhuanPersons } from './yuhuan.ts';
import { yuhuanPlans } from './yuhuan-plan.ts';

/** Officials look at the invented people after the month of the published letter. */
const YUHUAN_TODAY = '2023-08-31';

export type Demonstration = { kind: 'yuhuan'; seed: number } | { kind: 'province'; wish: ProvinceWish };

export type LoadOptions = {
  client: pg.ClientBase;
  keys: Keys;
  report?: (soFar: { lines: number; persons: number }) => void;
};

export type Loaded = { imported: ImportReport; counts: PopulationCounts | undefined };

type Source = {
  delivery: string;
  recordedAt: string;
  today: string;
  maxLines: number;
  persons: Iterable<{ person: NewPerson }>;
};

/**
 * 装载演示人口: generates and imports; interrupted and asked again it goes on. The caller has made sure that the database was born
 * as a demonstration. Throws when it holds persons already: orders of the opening name persons by the numbers 1, 2, 3 …
 */
export async function loadDemonstration(demonstration: Demonstration, options: LoadOptions): Promise<Loaded> {
  const { client, keys, report } = options;
  const counts = noCounts();
  const { persons, ...delivery } = sourceOf(demonstration, counts);
  const imported = await importPersons(client, keys, personsOnly(persons), {
    ...delivery,
    firstPersonNo: 1,
    ...(report ? { report } : {}),
  });
  return { imported, counts: demonstration.kind === 'province' && counts.persons > 0 ? counts : undefined };
}

function sourceOf(demonstration: Demonstration, counts: PopulationCounts): Source {
  if (demonstration.kind === 'yuhuan') {
    const { seed } = demonstration;
    return {
      delivery: `demonstration-yuhuan-${seed}`,
      recordedAt: YUHUAN_LOADED_AT,
      today: YUHUAN_TODAY,
      maxLines: yuhuanPlans(seed).length,
      persons: yuhuanPersons(seed),
    };
  }
  const { wish } = demonstration;
  const province = makeProvince(wish);
  return {
    delivery: `demonstration-province-${wish.seed}-${wish.size}`,
    recordedAt: province.loadedAt,
    today: wish.asOf,
    maxLines: wish.size,
    persons: counted(province.persons(), wish.asOf, counts),
  };
}

function* personsOnly(made: Iterable<{ person: NewPerson }>): Generator<NewPerson> {
  for (const { person } of made) yield person;
}
