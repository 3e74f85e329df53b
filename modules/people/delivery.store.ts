import type pg from 'pg';
import type { ImportReport } from './import-persons.ts';

export type OpenedDelivery = { firstPersonNo: number; linesDone: number; finished: boolean };

/**
 * Opens a delivery, or finds where it stopped; its person numbers are reserved at once. Throws, with no delivery opened,
 * when they would not begin with `firstPersonNo` where one is asked for.
 */
export async function openDelivery(
  client: pg.ClientBase,
  { delivery, maxLines, firstPersonNo: wanted }: { delivery: string; maxLines: number; firstPersonNo?: number },
): Promise<OpenedDelivery> {
  await client.query('begin');
  try {
    await client.query("select pg_advisory_xact_lock(hashtext('people.delivery'))");
    const known = await client.query<{ first_person_no: number; lines_done: number; finished: boolean }>(
      'select first_person_no, lines_done, finished_at is not null as finished from people.delivery where delivery = $1',
      [delivery],
    );
    const row = known.rows[0];
    if (row) {
      await client.query('commit');
      return { firstPersonNo: row.first_person_no, linesDone: row.lines_done, finished: row.finished };
    }
    // A sequence does not roll back. In an empty database it counts from 1, also after a start that was killed right here.
    const { rows } = await client.query<{ first: number }>(
      `select case when exists (select from people.person) or exists (select from people.delivery)
         then nextval('people.person_person_no_seq')::int else 1 end as first`,
    );
    const firstPersonNo = rows[0]?.first ?? 1;
    if (wanted !== undefined && wanted !== firstPersonNo) {
      throw new Error(
        `${delivery}: person numbers begin with ${firstPersonNo}, not ${wanted}: the database is not empty`,
      );
    }
    await client.query("select setval('people.person_person_no_seq', $1)", [firstPersonNo + Math.max(maxLines, 1) - 1]);
    await client.query('insert into people.delivery (delivery, first_person_no, lines_reserved) values ($1, $2, $3)', [
      delivery,
      firstPersonNo,
      maxLines,
    ]);
    await client.query('commit');
    return { firstPersonNo, linesDone: 0, finished: false };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Nobody else registers anybody until this transaction ends: else two streets at once register one document twice. */
export async function holdRegistration(client: pg.ClientBase): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('people.registration'))");
}

/** Which of these documents (blind) are registered already. */
export async function registeredAmong(client: pg.ClientBase, blinds: readonly Buffer[]): Promise<Set<string>> {
  const { rows } = await client.query<{ id_blind: Buffer }>(
    'select id_blind from people.person where id_blind = any($1::bytea[])',
    [blinds],
  );
  return new Set(rows.map(({ id_blind }) => id_blind.toString('latin1')));
}

/** Numbers for rows that are set aside: their sealed values are bound to them. */
export async function reserveAsideNos(client: pg.ClientBase, count: number): Promise<number[]> {
  const { rows } = await client.query<{ no: string }>(
    "select nextval('people.set_aside_set_aside_no_seq')::text as no from generate_series(1, $1)",
    [count],
  );
  return rows.map(({ no }) => Number(no));
}

/** Adds a batch to its delivery; returns the persons taken in so far. */
export async function noteBatch(
  client: pg.ClientBase,
  delivery: string,
  batch: { lastLine: number; persons: number; facts: number; setAside: number; accountWarnings: number },
): Promise<number> {
  const { rows } = await client.query<{ persons: number }>(
    `update people.delivery set lines_done = $2, persons = persons + $3, facts = facts + $4, set_aside = set_aside + $5,
       account_warnings = account_warnings + $6
     where delivery = $1 returning persons`,
    [delivery, batch.lastLine, batch.persons, batch.facts, batch.setAside, batch.accountWarnings],
  );
  return rows[0]?.persons ?? 0;
}

export async function finishDelivery(client: pg.ClientBase, delivery: string): Promise<void> {
  await client.query('update people.delivery set finished_at = now() where delivery = $1', [delivery]);
}

export async function readReport(client: pg.ClientBase, delivery: string): Promise<ImportReport> {
  const { rows } = await client.query<Omit<ImportReport, 'delivery' | 'reasons'>>(
    `select first_person_no as "firstPersonNo", lines_done as lines, persons, facts, set_aside as "setAside",
       account_warnings as "accountWarnings"
     from people.delivery where delivery = $1`,
    [delivery],
  );
  const counted = await client.query<{ reason_code: string; count: number }>(
    'select reason_code, count(*)::int as count from people.set_aside where delivery = $1 group by 1 order by 1',
    [delivery],
  );
  const row = rows[0];
  if (!row) throw new Error(`no delivery ${delivery}`);
  return { delivery, ...row, reasons: Object.fromEntries(counted.rows.map((r) => [r.reason_code, r.count])) };
}
