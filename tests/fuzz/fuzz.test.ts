import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../isolation/stage.ts';
import { type Operation, readOperations } from './document.ts';
import { requestsTo, type Sent } from './requests.ts';

/** KANGYANG_FUZZ_REQUESTS=100000 is the long form. */
const REQUESTS = Number(process.env.KANGYANG_FUZZ_REQUESTS ?? 20_000);
const SEED = Number(process.env.KANGYANG_FUZZ_SEED ?? 20_261_128);
const BATCH = 400;
const AT_ONCE = 8;
/** They hash a password (0.2 s on purpose) or compute a month. */
const SLOW = /sign-in|first-administrator|change-password|accounts$|reset-password|\/runs$|totp|recovery/;
const STATUSES = new Set([200, 400, 401, 403, 404, 409, 413, 415, 422, 429]);
const INSIDE = /node_modules|\.ts:\d+|\bat \w+ \(|Error:|select .* from |pg_|violates/;

const PRINCIPALS = [
  ...['demonstration', 'system-administrator', 'security-administrator', 'province-officer', 'auditor'].map((role) => ({
    ...{ role, kind: 'government' as const, at: '330000', isOver: false },
  })),
  ...['county-approver', 'county-releaser', 'rule-editor', 'bureau-finance'].map((role) => ({
    ...{ role, kind: 'government' as const, at: '331083', isOver: false },
  })),
  { role: 'city-officer', kind: 'government' as const, at: '331000', isOver: false },
  { role: 'institution-manager', kind: 'outside' as const, at: '331083', institution: '合成养老院', isOver: false },
  { role: 'bank', kind: 'outside' as const, at: '331083', isOver: false },
  { role: 'county-approver', kind: 'government' as const, at: '331083', isOver: true },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Staff, a citizen with a record of his own, one browser with both sessions; the last of all is nobody. */
async function signEverybodyIn(): Promise<string[]> {
  const { idNumber = '' } = stage.people[0] ?? {};
  const staff = await Promise.all(PRINCIPALS.map((principal) => stage.cookieOf(principal)));
  const citizen = await stage.citizenCookie({ name: '合成甲', idNumber });
  return [...staff, citizen, `${staff[0]}; ${await stage.citizenCookie({ name: '合成甲', idNumber })}`];
}
const CALLERS = PRINCIPALS.length + 2;

type Shot = { operation: Operation; request: Sent; cookie: string | undefined };

/** Every interface as often as the next one, those that cost much on purpose seldom. */
function shots(operations: readonly Operation[]): fc.Arbitrary<Omit<Shot, 'cookie'> & { who: number }> {
  const each = operations.map((operation) => ({
    weight: SLOW.test(operation.path) && operation.method === 'POST' ? 1 : 25,
    arbitrary: requestsTo(operation).map((request) => ({ operation, request })),
  }));
  return fc.tuple(fc.oneof(...each), fc.nat(CALLERS)).map(([shot, who]) => ({ ...shot, who }));
}

/** What is wrong with an answer; undefined when all is as the document says. */
async function problemOf({ operation, request, cookie }: Shot): Promise<string | undefined> {
  const { method, url, payload } = request;
  const headers = { ...(cookie === undefined ? {} : { cookie }), ...request.headers };
  const answer = await stage.app.inject({
    method: method as 'GET',
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  const type = String(answer.headers['content-type'] ?? '');
  const { statusCode: status, body } = answer;
  if (!STATUSES.has(status)) return `status ${status} ${stage.log.at(-1)?.slice(0, 1_500) ?? body}`;
  if (answer.headers['cache-control'] !== 'no-store') return 'may be cached';
  if (INSIDE.test(body) && status !== 200) return `tells from inside: ${body.slice(0, 200)}`;
  if (method === 'HEAD') return undefined;
  if (status !== 200) {
    if (!type.startsWith('application/json')) return `a refusal of type ${type}`;
    const { code, sentence, requestId, ...more } = answer.json();
    if (![code, sentence, requestId].every((one) => typeof one === 'string')) return `a refusal of shape ${body}`;
    return Object.keys(more).length > 0 || !/[\u4e00-\u9fff].*。/.test(sentence)
      ? `a refusal of shape ${body}`
      : undefined;
  }
  if (cookie === undefined && !operation.isPublic) return 'answered without a session';
  if (method !== operation.method) return `answered ${method}`;
  if (!type.startsWith(operation.replyType)) return `a reply of type ${type}`;
  const checked = operation.reply?.safeParse(answer.json());
  return checked?.success === false ? `not the reply described: ${checked.error.message.slice(0, 300)}` : undefined;
}

test(`C-08 B-14 B-65 接口文档里的每个接口，各种角色，${REQUESTS}个请求：没有一个出错，没有一句内部的话，回答都和文档一致`, async () => {
  const operations = readOperations();
  const shot = shots(operations);
  const seen = new Map<number, number>();
  const reached = new Set<string>();
  const problems: string[] = [];
  for (let done = 0; done < REQUESTS && problems.length < 20; done += BATCH) {
    // Fuzzed acts end sessions, posts and accounts: everybody signs in anew.
    const cookies = await signEverybodyIn();
    const batch = fc.sample(shot, { numRuns: BATCH, seed: SEED + done });
    for (let at = 0; at < batch.length; at += AT_ONCE) {
      await Promise.all(
        batch.slice(at, at + AT_ONCE).map(async ({ operation, request, who }) => {
          const problem = await problemOf({ operation, request, cookie: cookies[who] });
          if (problem) problems.push(`${problem}\n  ${JSON.stringify(request).slice(0, 400)}`);
          reached.add(`${operation.method} ${operation.path}`);
        }),
      );
    }
    seen.set(done, problems.length);
  }
  expect(problems).toEqual([]);
  expect(stage.log).toEqual([]);
  expect(reached.size).toBe(operations.length);
}, 3_600_000);
