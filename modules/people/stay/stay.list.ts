import { maskIdNumber } from '#platform/classification/masks.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { openSealed } from '#platform/crypto/seal.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { maskPersonName } from '../person-name.ts';
import { type StayRow, stays } from './stay.store.ts';
import { type StayStanding, stayStanding } from './stay.ts';

const PAGE_SIZE = 20;

/** 入住登记一页, of those that the caller's policies show, the latest first; and all persons whom it tells of. */
export async function readStays(ctx: Ctx, keys: Keys, { standing, page }: { standing: StayStanding; page: number }) {
  const query = filtered(ctx, standing);
  const span = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const rows = await query.orderBy('stay_no', 'desc').limit(span.limit).offset(span.offset).execute();
  const { total } = await query
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const shown = await Promise.all(rows.map((row) => showStay(keys, row)));
  return { rows, shown, span: { total: Number(total), page, pageSize: PAGE_SIZE }, persons: personsOfStays(rows) };
}

/** As written by the institution, masked: before a stay is confirmed nothing that is on record here. */
export async function showStay(keys: Keys, row: StayRow) {
  const place = { table: 'people.stay', column: 'sealed', row: row.stay_no };
  const { idNumber } = await openSealed(keys, place, row.sealed);
  return {
    stayNo: row.stay_no,
    standing: stayStanding(row),
    nameMasked: maskPersonName(row.reported_name),
    idNumberMasked: maskIdNumber(idNumber ?? ''),
    fromDay: row.from_day,
    toDay: row.to_day,
    source: row.source,
    reason: row.reason,
    recordedAt: row.recorded_at.toISOString(),
  };
}

export function personsOfStays(rows: readonly StayRow[]): number[] {
  return [...new Set(rows.flatMap(({ person_no }) => person_no ?? []))];
}

function filtered({ db }: Ctx, standing: StayStanding) {
  const query = stays(db);
  if (standing === 'retracted') return query.where('retracted_at', 'is not', null);
  const kept = query.where('retracted_at', 'is', null);
  if (standing === 'reported') return kept.where('confirmed_at', 'is', null);
  return kept.where('confirmed_at', 'is not', null).where('to_day', standing === 'ended' ? 'is not' : 'is', null);
}
