import { asBulk } from '#platform/db/bulk.ts';
import { businessDay } from '#platform/month/month.ts';
import type { CitizenUser, Ctx } from '#platform/session/ctx.ts';
import { heldMandates, personsOf } from '../mandate/held-mandates.ts';
import { deadAmong, factsOfMandate, type MandateRow, mandatesOfPerson } from '../mandate/mandate.store.ts';
import { MANDATE_SCOPES, type MandateScope } from '../mandate/mandate.ts';
import { countUnread } from '../mandate/message.store.ts';
import { actionsFor, standingOf } from '../mandate/standing.ts';
import { maskedNamesOf, namesOf } from '../masked-names.ts';
import type { OwnMandate } from './portal-contract.ts';

/** 我的: for whom this citizen may look, in which things, and what older people offer him; and who all these are. */
export async function readOwn(ctx: Ctx, citizen: CitizenUser) {
  const held = await heldMandates(ctx, citizen.idBlind);
  const standing = held.flatMap(({ row, may }) => (may('view') ? [row] : []));
  const { ownPersonNo } = citizen;
  const others = personsOf(standing).filter((no) => no !== ownPersonNo);
  const all = ownPersonNo === null ? others : [ownPersonNo, ...others];
  const names = await namesOf(ctx.db, all);
  const unread = await countUnread(ctx.db, all);
  const persons = all.map((personNo) => ({
    ...{ personNo, name: names.get(personNo) ?? '', isSelf: personNo === ownPersonNo },
    ...(personNo === ownPersonNo ? OWN : together(standing.filter((row) => row.person_no === personNo))),
    unread: unread.get(personNo) ?? 0,
  }));
  const offers = await readOffers(ctx, citizen);
  return { reply: { persons, offers: offers.shown }, persons: [...all, ...offers.personNos] };
}

/** 请我代办的老人, of whom he is not to see anything yet: that they ask him, and their masked names, is a job of its own. */
function readOffers(ctx: Ctx, { citizenNo, idBlind }: CitizenUser) {
  return asBulk(ctx, 'people.mandate-offer', `公民用户 ${citizenNo}`, async () => {
    const held = await heldMandates(ctx, idBlind);
    const offered = held.flatMap(({ row, standing }) => (standing === 'offered' ? [row] : []));
    const masked = await maskedNamesOf(ctx.db, personsOf(offered));
    return {
      shown: offered.map((row) => offerOf(row, masked.get(row.person_no) ?? '')),
      personNos: personsOf(offered),
    };
  });
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
