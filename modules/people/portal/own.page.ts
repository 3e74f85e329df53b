import { businessDay } from '#platform/month/month.ts';
import type { CitizenUser, Ctx } from '#platform/session/ctx.ts';
import {
  deadAmong,
  factsOfMandate,
  type MandateRow,
  mandatesOfHolder,
  mandatesOfPerson,
} from '../mandate/mandate.store.ts';
import { MANDATE_SCOPES, type MandateScope } from '../mandate/mandate.ts';
import { countUnread } from '../mandate/message.store.ts';
import { actionsFor, mayAct, standingOf } from '../mandate/standing.ts';
import { maskedNamesOf, namesOf } from '../masked-names.ts';
import type { OwnMandate } from './portal-contract.ts';

/** 我的: for whom this citizen may look, in which things, and what older people offer him; and who all these are. */
export async function readOwn(ctx: Ctx, citizen: CitizenUser) {
  const today = businessDay(ctx.now);
  const held = await mandatesOfHolder(ctx.db, citizen.idBlind);
  const personNos = [...new Set(held.map(({ person_no }) => person_no))];
  const dead = await deadAmong(ctx.db, personNos, today);
  const isDead = ({ person_no }: MandateRow) => dead.has(person_no);
  const standing = held.filter((row) => mayAct(factsOfMandate(row), 'view', today, isDead(row)));
  const offers = held.filter((row) => standingOf(factsOfMandate(row), today, isDead(row)) === 'offered');

  const { ownPersonNo } = citizen;
  const shownNos = [...new Set(standing.map(({ person_no }) => person_no))].filter((no) => no !== ownPersonNo);
  const all = ownPersonNo === null ? shownNos : [ownPersonNo, ...shownNos];
  const names = await namesOf(ctx.db, all);
  const masked = await maskedNamesOf(ctx.db, personNos);
  const unread = await countUnread(ctx.db, all);
  const persons = all.map((personNo) => ({
    ...{ personNo, name: names.get(personNo) ?? '', isSelf: personNo === ownPersonNo },
    ...(personNo === ownPersonNo ? OWN : together(standing.filter((row) => row.person_no === personNo))),
    unread: unread.get(personNo) ?? 0,
  }));
  const reply = { persons, offers: offers.map((row) => offerOf(row, masked.get(row.person_no) ?? '')) };
  return { reply, persons: [...all, ...offers.map(({ person_no }) => person_no)] };
}

function offerOf(
  { mandate_no: mandateNo, relation, scopes, until_day: untilDay }: MandateRow,
  personNameMasked: string,
) {
  return { mandateNo, personNameMasked, relation, scopes, untilDay };
}

const OWN = { scopes: [...MANDATE_SCOPES], untilDay: null };

function together(rows: readonly MandateRow[]): { scopes: MandateScope[]; untilDay: string | null } {
  const scopes = MANDATE_SCOPES.filter((scope) => rows.some((row) => row.scopes.includes(scope)));
  return {
    scopes,
    untilDay:
      rows
        .map(({ until_day }) => until_day)
        .sort()
        .at(-1) ?? null,
  };
}

/** 委托 of one person, as the older person sees all of them and a holder his own. */
export async function readOwnMandates(ctx: Ctx, citizen: CitizenUser, personNo: number): Promise<OwnMandate[]> {
  const today = businessDay(ctx.now);
  const isSelf = citizen.ownPersonNo === personNo;
  const isDead = (await deadAmong(ctx.db, [personNo], today)).has(personNo);
  const rows = (await mandatesOfPerson(ctx.db, personNo)).filter(
    (row) => isSelf || row.holder_blind.equals(citizen.idBlind),
  );
  return rows.map((row) => {
    const facts = factsOfMandate(row);
    return {
      ...{ mandateNo: row.mandate_no, holderName: row.holder_name, relation: row.relation, way: row.way },
      ...{ standing: standingOf(facts, today, isDead), scopes: row.scopes },
      ...{ fromDay: row.from_day, untilDay: row.until_day },
      mayRevoke: actionsFor(facts, isSelf ? 'person' : 'holder', today, isDead).includes('revoke'),
    };
  });
}
