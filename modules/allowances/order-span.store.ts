import type pg from 'pg';
import { copyRows } from '#platform/db/copy.ts';
import type { MonthNo } from '#platform/month/month.ts';
import { folded, type OrderSpan } from './order-span.ts';
import { noteSeveral } from './paid-by-several.store.ts';

export type ReleasedList = { benefit: string; payMonth: MonthNo; unit: string };
type OfPerson = OrderSpan & { personNo: number };

/** Folds one released list's parts into the spans of its persons and says so in its row, all in the caller's transaction. */
export async function foldList(client: pg.ClientBase, list: ReleasedList, now: Date): Promise<void> {
  const address = [list.benefit, list.payMonth, list.unit];
  const parts = await readSpans(
    client,
    `select ${SPAN} from allowances.pay_part where benefit = $1 and pay_month = $2 and unit = $3 order by person_no, part_no`,
    address,
  );
  const spans = await readSpans(
    client,
    `select ${SPAN} from allowances.order_span s where benefit = $1 and exists (
       select from allowances.pay_part p
       where p.person_no = s.person_no and p.benefit = $1 and p.pay_month = $2 and p.unit = $3)
     order by person_no, from_month`,
    address,
  );
  const changes = changesOf(spans, parts);
  await writeChanges(client, list.benefit, changes);
  if (changes.elsewhere.length > 0) await noteSeveral(client, list.benefit, { persons: changes.elsewhere });
  await client.query(
    'update allowances.unit_month set folded_at = $4 where benefit = $1 and pay_month = $2 and unit = $3',
    [...address, now],
  );
}

const SPAN = `person_no as "personNo", from_month as "fromMonth", to_month as "toMonth", monthly_fen as "monthlyFen", county`;

async function readSpans(client: pg.ClientBase, query: string, values: unknown[]): Promise<Map<number, OfPerson[]>> {
  const { rows } = await client.query<OfPerson>(query, values);
  return Map.groupBy(rows, ({ personNo }) => personNo);
}

/** A span is known by its person and first month. `elsewhere`: persons who now have a span of a county that had paid them none. */
type Changes = { gone: OfPerson[]; changed: OfPerson[]; added: OfPerson[]; elsewhere: number[] };

function changesOf(spans: ReadonlyMap<number, OfPerson[]>, parts: ReadonlyMap<number, OfPerson[]>): Changes {
  const changes: Changes = { gone: [], changed: [], added: [], elsewhere: [] };
  for (const [personNo, released] of parts) {
    const held = new Map((spans.get(personNo) ?? []).map((span) => [span.fromMonth, span]));
    const counties = new Set([...held.values()].map(({ county }) => county));
    const after = folded([...held.values()], released);
    if (after.some(({ county }) => !counties.has(county))) changes.elsewhere.push(personNo);
    for (const span of after) {
      const before = held.get(span.fromMonth);
      held.delete(span.fromMonth);
      if (!before) changes.added.push({ ...span, personNo });
      else if (!isSame(before, span)) changes.changed.push({ ...span, personNo });
    }
    changes.gone.push(...held.values());
  }
  return changes;
}

function isSame(a: OrderSpan, b: OrderSpan): boolean {
  return a.toMonth === b.toMonth && a.monthlyFen === b.monthlyFen && a.county === b.county;
}

async function writeChanges(client: pg.ClientBase, benefit: string, { gone, changed, added }: Changes): Promise<void> {
  const keys = (spans: readonly OfPerson[]) => [
    benefit,
    spans.map(({ personNo }) => personNo),
    spans.map(({ fromMonth }) => fromMonth),
  ];
  if (gone.length > 0) {
    await client.query(
      `delete from allowances.order_span s using unnest($2::int[], $3::int[]) as gone(person_no, from_month)
       where s.person_no = gone.person_no and s.benefit = $1 and s.from_month = gone.from_month`,
      keys(gone),
    );
  }
  if (changed.length > 0) {
    await client.query(
      `update allowances.order_span s set to_month = now.to_month, monthly_fen = now.monthly_fen, county = now.county
       from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[]) as now(person_no, from_month, to_month, monthly_fen, county)
       where s.person_no = now.person_no and s.benefit = $1 and s.from_month = now.from_month`,
      [
        ...keys(changed),
        changed.map(({ toMonth }) => toMonth),
        changed.map(({ monthlyFen }) => monthlyFen),
        changed.map(({ county }) => county),
      ],
    );
  }
  const columns = ['person_no', 'benefit', 'from_month', 'to_month', 'monthly_fen', 'county'];
  const rows = added.map((span) => [
    span.personNo,
    benefit,
    span.fromMonth,
    span.toMonth,
    span.monthlyFen,
    span.county,
  ]);
  if (rows.length > 0) await copyRows(client, 'allowances.order_span', columns, rows);
}
