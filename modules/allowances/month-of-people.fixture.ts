import type { NewPerson } from '#modules/people/index.ts';
import { childrenOf } from '#modules/places/index.ts';
import { aDeath, aPerson, paid, type Stage, YUHUAN } from './allowances.testing.ts';
import type { OpeningRow } from './opening.ts';

/** Who a month of 玉环 needs so that every kind of line is there, by the amounts of 玉民发〔2023〕1号 (60, 80, 500 元). */
type Case = { born: string; paidFen: number; through?: string; from?: string; died?: [day: string, known: string] };
const CASES: Record<string, { case: Case; people: number }> = {
  unchanged80: { people: 90, case: { born: '1938-04-11', paidFen: 6_000 } },
  unchanged90: { people: 30, case: { born: '1929-02-10', paidFen: 8_000 } },
  unchanged100: { people: 6, case: { born: '1922-12-01', paidFen: 50_000 } },
  reaching80: { people: 9, case: { born: '1943-08-31', paidFen: 0 } },
  reaching90: { people: 8, case: { born: '1933-08-01', paidFen: 6_000 } },
  reaching100: { people: 2, case: { born: '1923-08-15', paidFen: 8_000 } },
  paidTooMuch: { people: 5, case: { born: '1940-05-05', paidFen: 8_000, from: '2023-07' } },
  neverOrdered: { people: 3, case: { born: '1939-06-06', paidFen: 0 } },
  diedInJuly: { people: 7, case: { born: '1935-01-20', paidFen: 6_000, died: ['2023-07-30', '2023-07-31'] } },
  diedInMay: { people: 4, case: { born: '1936-03-03', paidFen: 6_000, died: ['2023-05-09', '2023-08-02'] } },
  younger: { people: 6, case: { born: '1944-11-11', paidFen: 0 } },
};

export type Named = { name: string; personNo: number };

/** Loads the people spread over three towns, their opening of 2023-01 … 07, and says who is who. */
export async function loadMonthOfPeople(stage: Stage): Promise<Named[]> {
  const villages = childrenOf(YUHUAN)
    .slice(0, 3)
    .map(({ code }) => childrenOf(code)[0]?.code ?? '');
  const persons: NewPerson[] = [];
  const named: Named[] = [];
  const rows: OpeningRow[] = [];
  for (const [
    name,
    {
      case: { born, paidFen, from = '2023-01', through = '2023-07', died },
      people,
    },
  ] of Object.entries(CASES)) {
    for (let n = 0; n < people; n += 1) {
      const village = villages[persons.length % villages.length] ?? '';
      persons.push(aPerson(born, village, died ? { facts: [aDeath(...died)] } : {}));
      const personNo = persons.length;
      named.push({ name, personNo });
      if (paidFen === 0) continue;
      if (from !== '2023-01') rows.push(paid(personNo, '2023-01', '2023-06', 6_000));
      rows.push(paid(personNo, from, through, paidFen));
    }
  }
  await stage.load(persons);
  await stage.open(YUHUAN, rows);
  return named;
}

/** A name as a former system may have left it in the table, past every check of ours. */
export async function renameTo(stage: Stage, personNo: number, name: string): Promise<void> {
  await stage.rows('update people.person set name = $2 where person_no = $1', [personNo, name]);
}
