import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Keys } from '#platform/crypto/keys.ts';
import { copyRows } from '#platform/db/copy.ts';
import { admit, type NewPerson } from './admit.ts';
import { problem } from './contract.ts';
import {
  finishDelivery,
  holdRegistration,
  noteBatch,
  type OpenedDelivery,
  openDelivery,
  readReport,
  registeredAmong,
  reserveAsideNos,
} from './delivery.store.ts';
import type { Aside, Line } from './delivery-rows.ts';
import * as rows from './delivery-rows.ts';
import { sealPerson } from './seal-person.ts';

const BATCH_LINES = 20_000;
/** The connection gets a turn after so many lines, else COPY would stand still while lines are checked. */
const LINES_BETWEEN_BREATHS = 250;

export type ImportReport = {
  delivery: string;
  firstPersonNo: number;
  lines: number;
  persons: number;
  facts: number;
  setAside: number;
  /** persons taken in with an account number whose check digit is wrong */
  accountWarnings: number;
  /** set-aside rows by reason code */
  reasons: Record<string, number>;
};

export type ImportOptions = {
  delivery: string;
  /** Known here since: for what names no instant of its own (ISO 8601). */
  recordedAt: string;
  /** The day on which people stand where they are seen ('YYYY-MM-DD'); left out: that of `recordedAt`. */
  today?: string;
  /** Upper bound of the number of lines; so many person numbers are reserved. */
  maxLines: number;
  /** What the first line's person number must be, for deliveries whose other data name persons by number. */
  firstPersonNo?: number;
  /** Called after every batch; both figures count from the delivery's first line. */
  report?: (soFar: { lines: number; persons: number }) => void;
};

type Batch = { lines: Line[]; asides: Aside[]; lastLine: number };

/**
 * 批量收录: loads a delivery by COPY, 20,000 lines a transaction; line n becomes person `firstPersonNo + n − 1`. A line or a
 * fact that cannot be taken is set aside with its reason. Interrupted and asked again with the same persons in the same
 * order, it goes on behind the last finished batch; a finished delivery only returns its report.
 */
export async function importPersons(
  client: pg.ClientBase,
  keys: Keys,
  persons: Iterable<NewPerson> | AsyncIterable<NewPerson>,
  options: ImportOptions,
): Promise<ImportReport> {
  const opened = await openDelivery(client, options);
  if (!opened.finished) {
    await loadLines(client, keys, persons, options, opened);
    await finishDelivery(client, options.delivery);
  }
  return readReport(client, options.delivery);
}

/** One batch is checked and sealed here while PostgreSQL still takes in the one before. */
async function loadLines(
  client: pg.ClientBase,
  keys: Keys,
  persons: Iterable<NewPerson> | AsyncIterable<NewPerson>,
  options: ImportOptions,
  { firstPersonNo, linesDone }: OpenedDelivery,
): Promise<void> {
  let line = 0;
  let batch = emptyBatch();
  let writing = Promise.resolve();
  const write = async () => {
    await writing;
    writing = writeBatch(client, keys, batch, options);
    // Awaited before the next batch; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
    batch = emptyBatch();
  };
  try {
    for await (const reported of persons) {
      line += 1;
      if (line > options.maxLines) throw new Error(`${options.delivery}: more than ${options.maxLines} lines`);
      if (line <= linesDone) continue;
      take(batch, keys, reported, line, firstPersonNo + line - 1, options.recordedAt);
      if (line % BATCH_LINES === 0) await write();
      else if (line % LINES_BETWEEN_BREATHS === 0) await setImmediate();
    }
    if (batch.lastLine > 0) await write();
  } finally {
    // The connection goes back to the caller: nothing may be under way on it, also when the source failed.
    await writing;
  }
}

function emptyBatch(): Batch {
  return { lines: [], asides: [], lastLine: 0 };
}

function take(batch: Batch, keys: Keys, reported: NewPerson, line: number, personNo: number, recordedAt: string): void {
  batch.lastLine = line;
  const admission = admit(reported, recordedAt);
  if (!admission.admitted) {
    batch.asides.push({ line, problem: admission.problem, raw: reported });
    return;
  }
  const { admitted: person, rejected } = admission;
  batch.lines.push({ line, personNo, person, secret: sealPerson(keys, personNo, person) });
  for (const { part, problem: found } of rejected) batch.asides.push({ line, problem: found, raw: part });
}

async function writeBatch(client: pg.ClientBase, keys: Keys, batch: Batch, options: ImportOptions): Promise<void> {
  await client.query('begin');
  try {
    await holdRegistration(client);
    const lines = await withoutDoubles(client, batch);
    await copyRows(
      client,
      'people.person',
      rows.PERSON_COLUMNS,
      rows.personRows(lines, options.today ?? options.recordedAt.slice(0, 10)),
    );
    const exceptions = lines.filter(({ person }) => person.documentException !== null);
    if (exceptions.length > 0) {
      await copyRows(client, 'people.document_exception', rows.EXCEPTION_COLUMNS, rows.exceptionRows(exceptions));
    }
    const facts = await copyRows(client, 'people.fact', rows.FACT_COLUMNS, rows.factRows(lines, options.delivery));
    const asideNos = await reserveAsideNos(client, batch.asides.length);
    await copyRows(
      client,
      'people.set_aside',
      rows.ASIDE_COLUMNS,
      rows.asideRows(keys, batch.asides, asideNos, options),
    );
    const persons = await noteBatch(client, options.delivery, {
      lastLine: batch.lastLine,
      persons: lines.length,
      facts,
      setAside: batch.asides.length,
      accountWarnings: lines.reduce((sum, { person }) => sum + (person.accountCheckFails ? 1 : 0), 0),
    });
    await client.query('commit');
    options.report?.({ lines: batch.lastLine, persons });
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** 重复登记: of two lines with one document the first stands, also across deliveries; the other is set aside whole. */
async function withoutDoubles(client: pg.ClientBase, batch: Batch): Promise<Line[]> {
  const blinds = batch.lines.flatMap(({ secret }) => secret.idBlind ?? []);
  const taken = await registeredAmong(client, blinds);
  const kept: Line[] = [];
  for (const entry of batch.lines) {
    const key = entry.secret.idBlind?.toString('latin1');
    if (key !== undefined && taken.has(key)) {
      batch.asides.push({ line: entry.line, problem: problem('people.double-registered'), raw: entry.person });
      continue;
    }
    if (key !== undefined) taken.add(key);
    kept.push(entry);
  }
  return kept;
}
