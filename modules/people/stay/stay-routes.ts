import type { FastifyInstance } from 'fastify';
import type { Keys } from '#platform/crypto/keys.ts';
import { type Edge, serve } from '#platform/http/serve.ts';
import { businessDay } from '#platform/month/month.ts';
import * as contract from '../contract.ts';
import { deadAmong } from '../mandate/mandate.store.ts';
import { mayActFor } from '../portal/may-act-for.ts';
import { serveForPerson, servePortal } from '../portal/serve-portal.ts';
import { confirmStay, endStay, retractStay } from './change-stay.ts';
import { reportStay } from './report-stay.ts';
import { readResident } from './resident.page.ts';
import { RESIDENT_PURPOSE, serveForResident } from './serve-resident.ts';
import { personsOfStays, readStays } from './stay.list.ts';
import { type StayRow, stays } from './stay.store.ts';
import { stayStanding } from './stay.ts';

const DESK_PURPOSE = '核对养老机构的入住登记';

/** What an institution may do for today's residents, one by one; every act names whom it was about. */
export function registerResidentRoutes(app: FastifyInstance, edge: Edge, keys: Keys): void {
  const named = (rows: readonly StayRow[]) => ({ persons: personsOfStays(rows), purpose: RESIDENT_PURPOSE });
  serve(app, edge, contract.listResidents, async (ctx, { query }, { about }) => {
    const { standing = 'standing', page } = query;
    const { rows, shown, span } = await readStays(ctx, keys, { standing, page });
    about(named(rows));
    const today = personsOfStays(rows.filter((row) => stayStanding(row) === 'standing'));
    const dead = await deadAmong(ctx.db, today, businessDay(ctx.now));
    const open = new Set(today.filter((personNo) => !dead.has(personNo)));
    const opened = rows.map(({ person_no: personNo }) => (personNo !== null && open.has(personNo) ? personNo : null));
    return { stays: shown.map((one, at) => ({ ...one, personNo: opened[at] ?? null })), ...span };
  });
  serveForResident(app, edge, contract.showResident, (_ctx, resident) => readResident(keys, resident));
  serve(app, edge, contract.reportStay, async (ctx, { body }, { about, subject }) => {
    const { stayNo, personNo } = await reportStay(ctx, keys, body);
    subject(`入住登记 ${stayNo}`);
    about({ persons: personNo === null ? [] : [personNo], purpose: RESIDENT_PURPOSE });
    return { stayNo };
  });
  serve(app, edge, contract.endStay, async (ctx, { body }, { about, subject }) => {
    subject(`入住登记 ${body.stayNo}`);
    about(named([await endStay(ctx, body.stayNo, body.toDay)]));
    return { standing: 'ended' as const };
  });
  serve(app, edge, contract.withdrawStay, async (ctx, { body }, { about, subject }) => {
    subject(`入住登记 ${body.stayNo}`);
    about(named([await retractStay(ctx, body.stayNo, 'institution', body.reason)]));
    return { standing: 'retracted' as const };
  });
}

/** The desk of the street or county: who reported whom, confirmed or sent back one by one. */
export function registerStayDesk(app: FastifyInstance, edge: Edge, keys: Keys): void {
  serve(app, edge, contract.listStays, async (ctx, { query }, { about }) => {
    const { standing = 'reported', page } = query;
    const { rows, shown, span, persons } = await readStays(ctx, keys, { standing, page });
    about({ persons, purpose: DESK_PURPOSE });
    const more = rows.map((row) => ({ institution: row.institution_name, isMatched: row.person_no !== null }));
    return {
      stays: shown.map((one, at) => ({ ...one, ...(more[at] ?? { institution: '', isMatched: false }) })),
      ...span,
    };
  });
  serve(app, edge, contract.confirmStay, async (ctx, { body: { stayNo } }, { about, subject }) => {
    subject(`入住登记 ${stayNo}`);
    about({ persons: personsOfStays([await confirmStay(ctx, stayNo, 'staff')]), purpose: DESK_PURPOSE });
    return { standing: 'standing' as const };
  });
  serve(app, edge, contract.retractStay, async (ctx, { body: { stayNo, reason } }, { about, subject }) => {
    subject(`入住登记 ${stayNo}`);
    about({ persons: personsOfStays([await retractStay(ctx, stayNo, 'staff', reason)]), purpose: DESK_PURPOSE });
    return { standing: 'retracted' as const };
  });
}

/** The older person, or who holds his mandate for such things, says whether he lives there. */
export function registerOwnStays(app: FastifyInstance, edge: Edge): void {
  serveForPerson(app, edge, { route: contract.listOwnStays, scope: 'view' }, async (ctx, personNo) => {
    const rows = await stays(ctx.db).where('person_no', '=', personNo).orderBy('stay_no', 'desc').execute();
    return {
      stays: rows.map((row) => ({
        ...{ stayNo: row.stay_no, standing: stayStanding(row), institution: row.institution_name },
        ...{ fromDay: row.from_day, toDay: row.to_day },
      })),
    };
  });
  // An act and no look: also his own stands on record under his name.
  servePortal(app, edge, contract.answerStay, async (ctx, { body: { personNo, stayNo, isTrue } }) => {
    await mayActFor(ctx, personNo, 'apply');
    const own = await stays(ctx.db).where('stay_no', '=', stayNo).where('person_no', '=', personNo).executeTakeFirst();
    if (!own) return contract.refuse('people.no-stay');
    if (isTrue) await confirmStay(ctx, stayNo, 'person');
    else await retractStay(ctx, stayNo, 'person', '本人或受托人说没有这回事');
    const standing = isTrue ? ('standing' as const) : ('retracted' as const);
    return { reply: { standing }, persons: [personNo] };
  });
}
