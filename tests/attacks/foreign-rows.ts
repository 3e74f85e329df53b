import { setTimeout as sleep } from 'node:timers/promises';
import { DAUGHTER, PNG, SCOPES } from '#modules/people/mandates.testing.ts';
import { sm3 } from '#platform/crypto/sm3.ts';
import { INSTITUTIONS } from '../isolation/institutions.ts';
import type { Principal } from '../isolation/reference.ts';
import { type Known, type Stage, VILLAGES } from '../isolation/stage.ts';

const [HERE = '', , , NEIGHBOUR = '', ELSEWHERE = ''] = VILLAGES;
const at = (role: string, division: string): Principal => ({ role, kind: 'government', at: division, isOver: false });
const WISH = { relation: 'child', scopes: SCOPES, untilDay: '2024-08-01' };

export type Foreign = Awaited<ReturnType<typeof openForeign>>;

async function send<T>(stage: Stage, cookie: string, url: string, payload?: object): Promise<T> {
  const method = payload ? 'POST' : 'GET';
  const answer = await stage.app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.payload}`);
  return answer.json<T>();
}

/** Rows of others on the stage, made through the routes by those who may, and callers who have every right but not these rows. */
export async function openForeign(stage: Stage) {
  const [own, other, holder] = [HERE, ELSEWHERE, NEIGHBOUR].map((village) => livingAt(stage, village));
  if (!own || !other || !holder) throw new Error('nobody lives there');
  const citizen = await stage.citizenCookie({ name: '合成甲', idNumber: own.idNumber });
  const otherCitizen = await stage.citizenCookie({ name: '合成甲', idNumber: other.idNumber });
  const owned = await mandateAt(stage, HERE, own.idNumber);
  const foreign = await mandateAt(stage, ELSEWHERE, other.idNumber);
  const { rows: sessions } = await stage.database.ownerPool.query(
    'select session_no, post_no from identity.session where post_no is not null order by session_no limit 1',
  );
  return {
    callers: {
      approver: await stage.cookieOf(at('county-approver', '331083')),
      worker: await stage.cookieOf(at('village-worker', HERE)),
      /** A reviewer of another county. */
      elsewhere: await stage.cookieOf(at('county-approver', '330106')),
      /** Of the institution where the one who is `own` lives. */
      manager: await stage.cookieOf({
        ...{ role: 'institution-manager', kind: 'outside', isOver: false },
        ...{ at: INSTITUTIONS[0].at, institution: INSTITUTIONS[0].name },
      }),
      steward: await stage.cookieOf(at('data-steward', '331083')),
      /** Holds every right of staff, for one county. */
      narrow: await stage.cookieOf(at('demonstration', '331083')),
      citizen,
    },
    own: { ...own, ...owned },
    other: {
      ...{ ...other, ...foreign },
      offerNo: await offerOf(stage, otherCitizen, holder.idNumber),
      entryId: await entryAbout(stage, other.personNo),
    },
    runNo: await runOf(stage, '331081'),
    stayNo: foreignStayOf(stage),
    openingNo: await openingOf(stage, other.idNumber),
    sessionNo: sessions[0].session_no as number,
    citizenSessionNo: await citizenSessionOf(stage, otherCitizen),
    postNo: sessions[0].post_no as number,
  };
}

async function citizenSessionOf(stage: Stage, citizen: string): Promise<number> {
  const url = '/api/identity/citizen/own-sessions';
  const { sessions } = await send<{ sessions: { sessionNo: number }[] }>(stage, citizen, url);
  return sessions[0]?.sessionNo ?? 0;
}

/** Reported by an institution of another city, of somebody who lives there. */
function foreignStayOf({ people }: Stage): number {
  const there = people.filter(({ village }) => village === ELSEWHERE).flatMap(({ stays = [] }) => stays);
  const stay = there.find(({ institution, state }) => institution === INSTITUTIONS[1].name && state === 'reported');
  if (!stay) throw new Error('nobody is reported there');
  return stay.stayNo;
}

function livingAt({ people }: Stage, village: string): Known | undefined {
  return people.find((person) => person.village === village && person.residence === undefined);
}

/** 双方到场 at the desk of a village. */
async function mandateAt(stage: Stage, village: string, idNumber: string) {
  const worker = await stage.cookieOf(at('village-worker', village));
  const body = { ...WISH, way: 'present', personIdNumber: idNumber, holder: DAUGHTER };
  const { text } = await send<{ text: string }>(stage, worker, '/api/people/mandates/prepare', body);
  const proofs = [{ kind: 'signature', picture: PNG }];
  const wish = { ...body, textHash: sm3(text).toString('hex'), proofs, readAloud: true };
  const { mandateNo } = await send<{ mandateNo: number }>(stage, worker, '/api/people/mandates', wish);
  const url = `/api/people/mandates/${mandateNo}`;
  const [proof] = (await send<{ proofs: { proofNo: number }[] }>(stage, worker, url)).proofs;
  return { mandateNo, proofNo: proof?.proofNo ?? 0 };
}

/** 本人网上授权, offered and not accepted. */
async function offerOf(stage: Stage, citizen: string, holderIdNumber: string): Promise<number> {
  const body = { ...WISH, holder: { ...DAUGHTER, idNumber: holderIdNumber } };
  const { text } = await send<{ text: string }>(stage, citizen, '/api/people/portal/mandates/prepare', body);
  const wish = { ...body, textHash: sm3(text).toString('hex') };
  return (await send<{ mandateNo: number }>(stage, citizen, '/api/people/portal/mandates', wish)).mandateNo;
}

async function runOf(stage: Stage, county: string): Promise<number> {
  const demonstration = await stage.cookieOf(at('demonstration', '330000'));
  const body = { month: '2023-09', county };
  const { runNo } = await send<{ runNo: number }>(stage, demonstration, '/api/allowances/runs', body);
  const url = `/api/allowances/runs/${runNo}`;
  while (!(await send<{ finished: boolean }>(stage, demonstration, url)).finished) await sleep(20);
  return runNo;
}

/** 紧急查看 by somebody of another village, still open. */
async function openingOf(stage: Stage, idNumber: string): Promise<number> {
  const worker = await stage.cookieOf(at('village-worker', NEIGHBOUR));
  const body = { idNumber, reason: '老人走失，联系家里人', hours: 2 };
  return (await send<{ openingNo: number }>(stage, worker, '/api/identity/break-glass', body)).openingNo;
}

/** An entry of the audit that is about somebody. */
async function entryAbout(stage: Stage, personNo: number): Promise<string> {
  const reader = await stage.cookieOf(at('province-officer', '330000'));
  await send(stage, reader, `/api/allowances/people/${personNo}`);
  const { rows } = await stage.database.ownerPool.query(
    `select entry_id from platform.audit_entry join platform.audit_subject using (audit_no) where person_no = $1 limit 1`,
    [personNo],
  );
  return rows[0].entry_id;
}
