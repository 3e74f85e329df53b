import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineHash, signLine } from '#platform/audit/head.ts';
import { sealAll, signAll } from '#platform/audit/sealer.ts';
import { verifyAudit } from '#platform/audit/verify-audit.ts';
import { makeSigningKey, signingKeyFrom } from '#platform/crypto/sm2.ts';
import { openStage, type Stage } from './stage.ts';

/** `count` blocks, each with its head. */
async function signed(stage: Stage, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await stage.acts(2);
    await stage.seal();
    await stage.sign();
  }
}

const kindsOf = ({ problems }: { problems: { kind: string }[] }) => problems.map(({ kind }) => kind);
const linesOf = (stage: Stage) => stage.readHeads().trim().split('\n');

describe('签名头', () => {
  test('没有新块不签；文件只有本人能读写，旁边有公钥', async () => {
    const stage = await openStage();
    await stage.sign();
    expect(existsSync(stage.headsFile)).toBe(false);
    await signed(stage, 2);
    await stage.sign();
    expect(linesOf(stage)).toHaveLength(2);
    expect(statSync(stage.headsFile).mode & 0o777).toBe(0o600);
    expect(statSync(stage.deps.folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(stage.deps.folder, 'audit-signing.pub.pem'), 'utf8')).toBe(
      stage.deps.signing.publicKey.pem,
    );
  });

  test('写完文件、还没写数据库就被杀：下次接上，不算不符', async () => {
    const stage = await openStage();
    await signed(stage, 2);
    await stage.rows('delete from platform.audit_head where head_no = 2');
    await signed(stage, 1);
    expect(await stage.verify()).toMatchObject({ ok: true, heads: 3 });
    expect(linesOf(stage)).toHaveLength(3);
  });

  test('写到半行就断电：下次另起一行，不算不符；没有后来那一行就算', async () => {
    const stage = await openStage();
    await signed(stage, 1);
    appendFileSync(stage.headsFile, '{"head":2,"block":2,"ro');
    expect(kindsOf(await stage.verify())).toEqual(['head-changed']);
    await signed(stage, 1);
    expect(await stage.verify()).toMatchObject({ ok: true, heads: 2 });
  });

  test('数据库比文件旧（恢复了旧备份）：说截短了，不再往这份文件里签', async () => {
    const stage = await openStage();
    await signed(stage, 3);
    await stage.rows('delete from platform.audit_head where head_no > 1');
    await stage.rows('delete from platform.audit_block where block_no > 1');
    await stage.rows('delete from platform.audit_subject where audit_no > 2');
    await stage.rows('delete from platform.audit_entry where audit_no > 2');
    const report = await stage.verify();
    expect(report.problems).toMatchObject([{ kind: 'truncated', head: 2, block: 2 }]);
    expect(report.problems[0]?.sentence).toContain('数据库被截短');
    const before = stage.readHeads();
    await stage.acts(1);
    await sealAll(stage.deps, undefined);
    await expect(stage.sign()).rejects.toThrow('审计签名头与数据库不符，没有再签');
    expect(stage.readHeads()).toBe(before);
  });

  test('换了新文件夹和新密钥：以前的头由数据库补进新文件，从此用新密钥签；旧副本仍能核对', async () => {
    const stage = await openStage();
    await signed(stage, 2);
    const deps = { ...stage.deps, folder: join(stage.folder, 'new'), signing: signingKeyFrom(makeSigningKey()) };
    await stage.acts(1);
    await stage.seal();
    await signAll(deps);
    expect(readFileSync(join(deps.folder, 'heads.jsonl'), 'utf8')).toContain(stage.readHeads());
    expect(stage.log).toEqual([expect.stringContaining('缺少第 1 到第 2 个头，已由数据库补上')]);
    const now = {
      pool: stage.database.bulkPool,
      key: deps.key,
      publicKey: deps.signing.publicKey,
      folder: deps.folder,
    };
    expect(await verifyAudit(now)).toMatchObject({ ok: true, heads: 3, notes: [] });
    // The old file, kept elsewhere, still speaks for what it signed.
    const old = await verifyAudit({ ...now, copy: stage.deps.folder });
    expect(old).toMatchObject({ ok: true, problems: [] });
    expect(old.notes[0]).toContain('另一把签名密钥');
    stage.writeHeads(stage.readHeads().replace('"rows":2', '"rows":3'));
    expect(kindsOf(await verifyAudit({ ...now, copy: stage.deps.folder }))).toContain('head-changed');
  });

  test('有一次没有设 KANGYANG_AUDIT_HEADS 就办了事：回到原来的文件夹时补上缺的头，不算不符', async () => {
    const stage = await openStage();
    await signed(stage, 2);
    await stage.acts(1);
    await stage.seal();
    await signAll({ ...stage.deps, folder: join(stage.folder, 'usual') });
    expect(kindsOf(await stage.verify())).toEqual(['head-removed']);
    await signed(stage, 1);
    expect(await stage.verify()).toMatchObject({ ok: true, heads: 4 });
    expect(linesOf(stage)).toHaveLength(4);
  });

  test('有人往数据库里加了假的头：不补进文件，不在它上面再签', async () => {
    const stage = await openStage();
    await signed(stage, 2);
    const forged = signLine(signingKeyFrom(makeSigningKey()), {
      ...{ head: 3, block: 2, rows: 4, hash: 'f'.repeat(64), at: 'x', previous: lineHash(linesOf(stage).at(-1)!) },
    });
    await stage.rows('insert into platform.audit_head values (3, 2, $1)', [forged]);
    await stage.acts(1);
    await stage.seal();
    await expect(stage.sign()).rejects.toThrow('没有再签');
    expect(linesOf(stage)).toHaveLength(2);
    expect(kindsOf(await stage.verify())).toContain('rewritten');
  });

  test('别处的副本可以短一些，不能不一样', async () => {
    const stage = await openStage();
    await signed(stage, 2);
    const copy = join(stage.folder, 'copy');
    mkdirSync(copy);
    cpSync(stage.deps.folder, copy, { recursive: true });
    await signed(stage, 2);
    expect(await stage.verify(copy)).toMatchObject({ ok: true, notes: ['这份副本比数据库少 2 个签名头。'] });
    // A full rewrite that took the heads file of this machine along.
    await stage.rows(
      'truncate platform.audit_entry, platform.audit_subject, platform.audit_block, platform.audit_head',
    );
    rmSync(stage.headsFile);
    await stage.acts(2);
    await sealAll(stage.deps, undefined);
    await stage.sign();
    expect(await stage.verify()).toMatchObject({ ok: true });
    expect(kindsOf(await stage.verify(copy))).toContain('head-changed');
  });
});
