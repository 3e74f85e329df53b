import type pg from 'pg';
import { insertBlock, readBlocks, readEntries } from '#platform/audit/audit.store.ts';
import { type BlockEnd, makeBlock, NO_BLOCK } from '#platform/audit/block.ts';
import { BEFORE_FIRST_HEAD, lineHash, readLine, signLine } from '#platform/audit/head.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { makeSigningKey, type SigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { hmacSm3 } from '#platform/crypto/sm3.ts';

/** What a tamperer meets: the database as its owner, the heads file's lines, and dice. */
export type Scene = { client: pg.ClientBase; lines: string[]; dice: Dice; keys: Keys };
export type Dice = { below: (count: number) => number; of: <T>(list: readonly T[]) => T };
type Tampering = (scene: Scene) => Promise<unknown>;

/** Mulberry32: the same seed tampers alike. */
export function diceFrom(seed: number): Dice {
  let state = seed;
  const below = (count: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % count;
  };
  return { below, of: (list) => list[below(list.length)]! };
}

/** Rows 1 to ROWS are sealed ten to a block; two more are not sealed yet. Every third names two persons. */
export const ROWS = 60;
export const BLOCKS = 6;
const UNSEALED = ROWS + 1;

const aRow = ({ dice }: Scene) => 1 + dice.below(ROWS);
const aBlock = ({ dice }: Scene) => 1 + dice.below(BLOCKS);

const flipByte = (column: string) => `${column} = set_byte(${column}, 7, get_byte(${column}, 7) # 1)`;
/** One change for each column. */
const ROW_CHANGES = [
  ...['account_name', 'request_id', 'action', 'title', 'list_hash', 'purpose', 'subject', 'address'].map(
    (column) => `${column} = coalesce(${column}, '') || '，'`,
  ),
  ...['account_no', 'post_no', 'item_count'].map((column) => `${column} = coalesce(${column}, 0) + 1`),
  "at = at + interval '1 microsecond'",
  "at = 'infinity'",
  'entry_id = gen_random_uuid()',
  "outcome = 'refused'",
  "kind = 'access'",
  flipByte('mac'),
  "mac = ''",
  'audit_no = audit_no + 1000000',
];
const BLOCK_CHANGES = [
  'block_no = block_no + 100',
  'block_no = 9223372036854775807',
  'first_position = first_position + 1',
  'audit_nos = audit_nos[2:]',
  'audit_nos = audit_nos || 1::bigint',
  'audit_nos = array[audit_nos[2], audit_nos[1]] || audit_nos[3:]',
  'leaves = substring(leaves from 33) || substring(leaves for 32)',
  ...['leaves', 'root', 'previous', 'hash', 'mac'].map(flipByte),
  ...['first_at', 'last_at', 'sealed_at'].map((column) => `${column} = ${column} + interval '1 second'`),
];

const ROW: Record<string, Tampering> = {
  改一行的任一栏: (scene) =>
    scene.client.query(`update platform.audit_entry set ${scene.dice.of(ROW_CHANGES)} where audit_no = ${aRow(scene)}`),
  改尚未封存的一行: (scene) =>
    scene.client.query(`update platform.audit_entry set ${scene.dice.of(ROW_CHANGES)} where audit_no = ${UNSEALED}`),
  删一行: (scene) => removeRow(scene.client, aRow(scene)),
  删连续几行: async (scene) => {
    const first = aRow(scene);
    for (let row = first; row < first + 5; row += 1) await removeRow(scene.client, row);
  },
  编造一行: ({ client }) =>
    client.query(`insert into platform.audit_entry (entry_id, at, account_name, request_id, action,
    title, outcome, kind, mac) values (gen_random_uuid(), now(), 'li.qiang', 'x', '/api/x', '编造', 'done', 'access', '\\x00')`),
  编造一行很大的序号: ({ client }) =>
    client.query(`insert into platform.audit_entry (audit_no, entry_id, at, account_name,
    request_id, action, title, outcome, kind, mac) overriding system value values (9007199254740993, gen_random_uuid(), now(),
    '', '', '', '', 'done', 'access', '\\x00')`),
  复制一行: (scene) =>
    scene.client.query(`insert into platform.audit_entry (entry_id, at, account_no, account_name, post_no,
      address, request_id, action, title, purpose, subject, outcome, item_count, list_hash, kind, mac)
    select entry_id, at, account_no, account_name, post_no, address, request_id, action, title, purpose, subject, outcome,
      item_count, list_hash, kind, mac from platform.audit_entry where audit_no = ${1 + 3 * scene.dice.below(19) + 1}`),
  对换两行: (scene) => swap(scene, 'platform.audit_entry', 'audit_no', ROWS),
  加一个涉及的人: (scene) => scene.client.query(`insert into platform.audit_subject values (${aRow(scene)}, 777777)`),
  去掉一个涉及的人: (scene) =>
    scene.client.query(`delete from platform.audit_subject where (audit_no, person_no) =
      (select audit_no, person_no from platform.audit_subject offset ${scene.dice.below(ROWS / 3)} limit 1)`),
  换一个涉及的人: (scene) =>
    scene.client.query(`update platform.audit_subject set person_no = person_no + 500000 where (audit_no, person_no) =
      (select audit_no, person_no from platform.audit_subject offset ${scene.dice.below(ROWS / 3)} limit 1)`),
  把涉及的人移到别的行: (scene) =>
    scene.client.query(`update platform.audit_subject set audit_no = audit_no + 1 where audit_no =
      (select audit_no from platform.audit_subject offset ${scene.dice.below(ROWS / 3)} limit 1)`),
};

const BLOCK: Record<string, Tampering> = {
  改一块的任一栏: (scene) =>
    scene.client.query(
      `update platform.audit_block set ${scene.dice.of(BLOCK_CHANGES)} where block_no = ${aBlock(scene)}`,
    ),
  删一块: (scene) => scene.client.query(`delete from platform.audit_block where block_no = ${aBlock(scene)}`),
  对换两块: (scene) => swap(scene, 'platform.audit_block', 'block_no', BLOCKS),
  加一块: ({ client }) =>
    client.query(`insert into platform.audit_block select block_no + 1, first_position + 10, '{}', '',
    root, first_at, last_at, sealed_at, hash, hash, mac from platform.audit_block order by block_no desc limit 1`),
  删一行并重算各块但没有鉴别密钥: (scene) => rewrite(scene, { key: undefined, signing: undefined }),
  有鉴别密钥删一行并重写各块: (scene) => rewrite(scene, { key: scene.keys.audit, signing: undefined }),
  有鉴别密钥重写各块并用别的签名密钥重签: (scene) =>
    rewrite(scene, { key: scene.keys.audit, signing: signingKeyFrom(makeSigningKey()) }),
  连签名头文件一起重写: async (scene) => {
    const lines = await rewrite(scene, { key: scene.keys.audit, signing: signingKeyFrom(makeSigningKey()) });
    scene.lines.splice(0, scene.lines.length, ...lines);
  },
  截掉末尾几块和它们的行: (scene) => cutTail(scene, 1 + scene.dice.below(BLOCKS)),
};

const HEAD: Record<string, Tampering> = {
  改库里的一个头: (scene) => {
    const at = 20 + scene.dice.below(300);
    // Never what stands there already: that would change nothing.
    const other = `case when substring(line from ${at} for 2) = '7e' then 'e7' else '7e' end`;
    return scene.client.query(`update platform.audit_head set line = overlay(line placing ${other} from ${at} for 2)
      where head_no = ${1 + scene.dice.below(3)}`);
  },
  删库里的一个头: (scene) =>
    scene.client.query(`delete from platform.audit_head where head_no = ${1 + scene.dice.below(3)}`),
  对换库里的两个头: (scene) => swap(scene, 'platform.audit_head', 'head_no', 3),
  改文件里的一个字: async ({ lines, dice }) => {
    const index = dice.below(lines.length);
    const line = lines[index]!;
    const at = dice.below(line.length);
    lines[index] = `${line.slice(0, at)}${line[at] === '1' ? '2' : '1'}${line.slice(at + 1)}`;
  },
  删文件里的一行: async ({ lines, dice }) => lines.splice(dice.below(lines.length), 1),
  截掉文件的末尾: async ({ lines, dice }) => lines.splice(dice.below(lines.length)),
  对换文件里的两行: async ({ lines, dice }) => {
    const first = dice.below(lines.length - 1);
    lines.splice(first, 2, lines[first + 1]!, lines[first]!);
  },
  在文件里加一行: async ({ lines, dice }) =>
    lines.splice(dice.below(lines.length + 1), 0, dice.of(['', '{}', lines[0]!])),
  用别的密钥再签一个头: async ({ lines }) => {
    const last = readLine(lines.at(-1)!)!;
    const { signature: _, key: __, ...content } = last;
    lines.push(
      signLine(signingKeyFrom(makeSigningKey()), {
        ...content,
        head: last.head + 1,
        previous: lineHash(lines.at(-1)!),
      }),
    );
  },
};

export const TAMPERINGS: Record<string, Tampering> = { ...ROW, ...BLOCK, ...HEAD };

async function removeRow(client: pg.ClientBase, row: number): Promise<void> {
  await client.query(`delete from platform.audit_subject where audit_no = ${row}`);
  await client.query(`delete from platform.audit_entry where audit_no = ${row}`);
}

async function swap({ client, dice }: Scene, table: string, key: string, count: number): Promise<void> {
  const one = 1 + dice.below(count);
  const other = 1 + ((one + dice.below(count - 1)) % count);
  for (const [from, to] of [
    [one, -1],
    [other, one],
    [-1, other],
  ])
    await client.query(`update ${table} set ${key} = ${to} where ${key} = ${from}`);
}

/** Everything above the first `keep` blocks goes, as if it had never been: heads, blocks, rows. */
async function cutTail({ client }: Scene, count: number): Promise<void> {
  const keep = BLOCKS - count;
  await client.query(`delete from platform.audit_head where block_no > ${keep}`);
  for (const table of ['audit_subject', 'audit_entry'])
    await client.query(`delete from platform.${table} where audit_no > ${keep * 10}`);
  await client.query(`delete from platform.audit_block where block_no > ${keep}`);
}

type Forger = { key: Keys['audit'] | undefined; signing: SigningKey | undefined };

/** Takes a row out and makes all blocks anew as the sealer would, with the keys that the forger has; the heads too if he signs. */
async function rewrite(scene: Scene, { key, signing }: Forger): Promise<string[]> {
  const { client, keys } = scene;
  const blocks = await readBlocks(client, '0', BLOCKS);
  await removeRow(client, aRow(scene));
  await client.query('delete from platform.audit_block');
  let last: BlockEnd = NO_BLOCK;
  const ends = new Map<number, BlockEnd>();
  for (const { blockNo, auditNos, sealedAt, mac } of blocks) {
    const rows = await readEntries(client, auditNos);
    const present = auditNos.flatMap((number) => rows.get(number) ?? []);
    const block = makeBlock(key ?? keys.blind('forged'), last, present, sealedAt);
    await insertBlock(client, key ? block : { ...block, mac: mac ?? hmacSm3(keys.blind('forged'), block.hash) });
    last = { blockNo, nextPosition: block.firstPosition + present.length, hash: block.hash };
    ends.set(blockNo, last);
  }
  return signing ? signAnew(scene, signing, ends) : [];
}

async function signAnew(
  { client }: Scene,
  signing: SigningKey,
  ends: ReadonlyMap<number, BlockEnd>,
): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>('select line from platform.audit_head order by head_no');
  const made: string[] = [];
  for (const { line } of rows) {
    const { head, block, at } = readLine(line)!;
    const end = ends.get(block)!;
    const before = made.at(-1);
    const previous = before === undefined ? BEFORE_FIRST_HEAD : lineHash(before);
    const content = { head, block, rows: end.nextPosition, hash: end.hash.toString('hex'), at, previous };
    made.push(signLine(signing, content));
    await client.query('update platform.audit_head set line = $1 where head_no = $2', [made.at(-1), head]);
  }
  return made;
}
