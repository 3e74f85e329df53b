import type pg from 'pg';
import { dayNo } from '#platform/month/month.ts';
import type { InputFact, InputPerson } from './stretch.ts';

const PERSONS_A_BATCH = 20_000;
const CLOSE_PERSONS = 20;

export type BatchWish = {
  benefit: string;
  /** As known at this instant; null: as known now. */
  knownAt: Date | null;
};

type PersonRow = { person_no: number; born: string; known_day: string };
type FactRow = {
  person_no: number;
  kind: string;
  value: string | null;
  division: string | null;
  from_day: string;
  to_day: string | null;
  known_day: string;
};

// Known by then and not yet retracted; without an instant, as of now.
const STOOD = `(recorded_at <= $4 or $4::timestamptz is null) and (retracted_at is null or retracted_at > $4)`;

// The business day (Asia/Shanghai) on which something became known.
const KNOWN_DAY = `(recorded_at at time zone 'Asia/Shanghai')::date`;

/**
 * The next persons of a temporary table of numbers, after the given one, with the facts that stood at an instant;
 * policy's own facts (requests, suspensions) among them. Empty at the end.
 */
export async function readPersonBatch(
  client: pg.ClientBase,
  table: 'changed_person' | 'wanted_person',
  after: number,
  { benefit, knownAt }: BatchWish,
): Promise<InputPerson[]> {
  const persons = await client.query<PersonRow>(
    `select p.person_no, p.born, ${KNOWN_DAY.replace('recorded_at', 'p.recorded_at')} as known_day
     from people.public_person p where p.person_no in
       (select person_no from ${table} where person_no > $1 order by person_no limit ${PERSONS_A_BATCH})
     order by p.person_no`,
    [after],
  );
  const first = persons.rows.at(0)?.person_no;
  const last = persons.rows.at(-1)?.person_no;
  if (first === undefined || last === undefined) return [];
  // Persons who lie close are read through; a few far apart are looked up, or millions between them would be read too.
  const isClose = last - first < persons.rows.length * CLOSE_PERSONS;
  const ofPersons = `person_no >= $1 and person_no <= $2${isClose ? '' : ' and person_no = any($5::int[])'}`;
  const facts = await client.query<FactRow>(
    `select person_no, kind, value, division, from_day, to_day, ${KNOWN_DAY} as known_day
     from people.public_fact where ${ofPersons} and ${STOOD}
     union all
     select person_no, kind, null, null, on_day, null, ${KNOWN_DAY} from policy.request
     where ${ofPersons} and benefit = $3 and ${STOOD}
     union all
     select person_no, 'suspension', case when to_day is null then 'held' when forfeits then 'forfeited' else 'lifted' end,
       null, from_day, to_day, ${KNOWN_DAY} from policy.suspension
     where ${ofPersons} and benefit = $3 and ${STOOD}
     order by person_no`,
    [first, last, benefit, knownAt, ...(isClose ? [] : [persons.rows.map((row) => row.person_no)])],
  );
  return joinFacts(persons.rows, facts.rows);
}

function joinFacts(persons: readonly PersonRow[], facts: readonly FactRow[]): InputPerson[] {
  let at = 0;
  return persons.map((person) => {
    const own: InputFact[] = [];
    while (at < facts.length && (facts[at]?.person_no ?? 0) < person.person_no) at += 1;
    for (; at < facts.length && facts[at]?.person_no === person.person_no; at += 1) own.push(factOf(facts[at]!));
    return { personNo: person.person_no, born: person.born, knownDay: dayNo(person.known_day), facts: own };
  });
}

function factOf(row: FactRow): InputFact {
  return {
    kind: row.kind,
    value: row.value,
    division: row.division,
    fromDay: dayNo(row.from_day),
    toDay: row.to_day === null ? null : dayNo(row.to_day),
    knownDay: dayNo(row.known_day),
  };
}
