import { CompiledQuery } from 'kysely';
import { type AuditAbout, writeAudit } from '../audit/audit.ts';
import type { AnyRoute } from '../contract/route.ts';
import type { AnyDb } from '../db/own.ts';
import type { Ctx, User } from '../session/ctx.ts';
import type { Sent } from './export-mark.ts';

/** 谁、什么岗位 of a user, in words for people, by the module that knows accounts. */
export type NameOf = (db: AnyDb, user: User) => Promise<string>;
export type BegunExport = { exportNo: number; mark: string };

/** 导出开始: puts it on record with its number; returns what stands in every line of the file. */
export async function beginExport(
  ctx: Ctx,
  { path, title }: AnyRoute,
  { url, about, nameOf }: { url: string; about: AuditAbout; nameOf: NameOf | undefined },
): Promise<BegunExport> {
  const { rows } = await ctx.db.executeQuery<{ no: number }>(
    CompiledQuery.raw("select nextval('platform.export_no_seq') as no"),
  );
  const exportNo = Number(rows[0]?.no);
  const subject = `第 ${exportNo} 号导出 ${url}`;
  await writeAudit(ctx, { action: path, title, subject, outcome: 'read', ...about });
  const name = nameOf ? await nameOf(ctx.db, ctx.user) : ctx.user.name;
  return { exportNo, mark: `第 ${exportNo} 号导出 ${name} ${minuteInShanghai(ctx.now)}` };
}

/** 导出结束: how many records went out and the hash of the bytes; also when the reader broke off. Of the same request as the beginning. */
export async function finishExport(
  ctx: Ctx,
  { path, title }: AnyRoute,
  { exportNo, sent, isWhole }: { exportNo: number; sent: Sent; isWhole: boolean },
): Promise<void> {
  const list = { count: Math.max(0, sent.count), hash: sent.sha256() };
  const subject = `第 ${exportNo} 号导出，${isWhole ? '已写完' : '中途断开'}`;
  await writeAudit(ctx, { action: path, title: `${title}（文件）`, subject, list, outcome: 'read' });
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** 2023-08-25 09:00. */
function minuteInShanghai(at: Date): string {
  return SHANGHAI.format(at);
}
