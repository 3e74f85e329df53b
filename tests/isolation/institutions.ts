import { idBlindOf } from '#modules/people/seal-person.ts';
import { placeNow } from '#modules/places/index.ts';
import { seal } from '#platform/crypto/seal.ts';
import type { ClonedDatabase } from '#platform/testing/database.ts';
import type { Known } from './stage.ts';

/** Two care institutions, in different cities. */
export const INSTITUTIONS = [
  { name: '合成养老院', at: '331083' },
  { name: '合成颐养院', at: '330106' },
] as const;
const [FIRST, SECOND] = INSTITUTIONS;
export type StayState = 'reported' | 'standing' | 'ended' | 'retracted';
/** 入住 of one person in one institution. */
export type Stay = { stayNo: number; institution: string; at: string; state: StayState };

/** By place in `people`, at home and in the other city: also the mover, who lives away from his hukou, and who changed the institution. */
const STAYS: readonly { nth: number; of: (typeof INSTITUTIONS)[number]; state: StayState }[] = [
  { nth: 0, of: FIRST, state: 'standing' },
  { nth: 1, of: FIRST, state: 'reported' },
  { nth: 2, of: FIRST, state: 'ended' },
  { nth: 2, of: SECOND, state: 'standing' },
  { nth: 3, of: FIRST, state: 'retracted' },
  { nth: 4, of: FIRST, state: 'ended' },
  { nth: 6, of: SECOND, state: 'standing' },
  { nth: 13, of: FIRST, state: 'standing' },
  { nth: 14, of: SECOND, state: 'reported' },
  { nth: 15, of: SECOND, state: 'standing' },
  { nth: 16, of: FIRST, state: 'reported' },
  { nth: 16, of: SECOND, state: 'standing' },
  { nth: 17, of: FIRST, state: 'standing' },
  { nth: 18, of: SECOND, state: 'retracted' },
];

/** The institutions and who stays there, as reporting, confirming, ending and retracting would leave them. */
export async function openInstitutions({ ownerPool, keys }: ClonedDatabase, people: readonly Known[]): Promise<void> {
  for (const { name, at } of INSTITUTIONS)
    await ownerPool.query("insert into identity.organisation (kind, name, division) values ('institution', $1, $2)", [
      name,
      at,
    ]);
  for (const [index, { nth, of, state }] of STAYS.entries()) {
    const person = people[nth];
    if (!person) throw new Error(`nobody is number ${nth}`);
    const stayNo = index + 1;
    const sealed = seal(keys, { table: 'people.stay', column: 'sealed', row: stayNo }, { idNumber: person.idNumber });
    await ownerPool.query(INSERT, [
      ...[stayNo, of.name, placeNow(of.at), person.personNo, idBlindOf(keys, 'id-card', person.idNumber), sealed],
      ...[state !== 'reported', state === 'ended', state === 'retracted'],
    ]);
    person.stays = [...(person.stays ?? []), { stayNo, institution: of.name, at: of.at, state }];
  }
  await ownerPool.query("select setval('people.stay_stay_no_seq', 1000)");
}

const INSERT = `insert into people.stay (stay_no, organisation_no, institution_name, institution_place, person_no,
    reported_name, id_blind, sealed, from_day, source, recorded_at, recorded_by, confirmed_at, confirmed_by_account,
    to_day, ended_at, ended_by, retracted_at, retracted_by_account)
  overriding system value
  select $1::integer, organisation_no, $2, $3::integer, $4::integer, '合成甲', $5, $6,
    case when $8 then date '2023-04-01' else date '2023-06-01' end, '入住合同', '2023-06-02', 1,
    case when $7 then timestamptz '2023-06-03' end, case when $7 then 2 end,
    case when $8 then date '2023-06-01' end, case when $8 then timestamptz '2023-06-04' end, case when $8 then 1 end,
    case when $9 then timestamptz '2023-06-05' end, case when $9 then 2 end
  from identity.organisation where kind = 'institution' and name = $2`;
