import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Exported } from '#platform/audit/export-audit.ts';
import type { Verified } from '#platform/audit/verify-audit.ts';
import { clusterFolder } from '#platform/embedded/cluster.ts';
import { Refusal } from '#platform/refusal/refusal.ts';
import { readConfig } from '#server/config.ts';
import { readArguments, UsageError } from './arguments.ts';
import { print, printJson, tell } from './output.ts';
import { callOwner } from './owner-call.ts';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** 审计: `verify` finds every change, exit 1 when there is one; `export` writes rows and proofs for an auditor. */
export async function audit([act = '', ...args]: string[]): Promise<void> {
  if (act === 'verify') return verify(args);
  if (act === 'export') return exportDays(args);
  throw new UsageError(`audit 之后应为 verify 或 export，不能是“${act}”。`);
}

async function verify(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { data: { type: 'string' }, heads: { type: 'string' }, json: { type: 'boolean' } },
    [0, 0],
  );
  if (values.heads !== undefined && !existsSync(values.heads))
    throw new UsageError(`--heads 指定的文件夹 ${values.heads} 不存在。`);
  refuseNothing(values.data);
  const reply = await callOwner<Verified>({
    command: 'audit',
    data: values.data,
    filling: { mustExist: true },
    path: '/control/audit/verify',
    body: values.heads === undefined ? {} : { copy: resolve(values.heads) },
  });
  if (values.json) printJson(reply);
  else print(describe(reply));
  if (!reply.ok) process.exitCode = 1;
}

function describe({ ok, blocks, sealed, unsealed, heads, problems, problemCount, notes, ms }: Verified): string {
  const more = problemCount > problems.length ? [`……共 ${problemCount} 处，只列出前 ${problems.length} 处。`] : [];
  const size = `${sealed} 行在 ${blocks} 块里，${heads} 个签名头，另有 ${unsealed} 行刚写下、尚未封存；用时 ${ms} 毫秒。`;
  return [
    ...problems.map(({ sentence }) => sentence),
    ...more,
    ...notes.map((note) => `说明：${note}`),
    ok ? `审计完好：${size}` : `审计有 ${problemCount} 处不符：${size}请保留现场，不要重启或修复，先联系审计管理员。`,
  ].join('\n');
}

async function exportDays(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { data: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
    [1, 1],
  );
  const [from, to] = [dayArgument(values.from, '--from'), dayArgument(values.to, '--to')];
  if (from > to) throw new UsageError('--from 不能晚于 --to。');
  refuseNothing(values.data);
  const exported = await callOwner<Exported>({
    command: 'audit',
    data: values.data,
    filling: { mustExist: true },
    path: '/control/audit/export',
    body: { folder: resolve(positionals[0] ?? ''), from, to },
  });
  tell('里面有人员序号和账号名，请按个人信息保管，用完删除。');
  if (values.json) printJson(exported);
  else {
    const { folder, entries, blocks, heads } = exported;
    print(`已导出到 ${folder}：${entries} 行及其证明，${blocks} 块，${heads} 个签名头。`);
  }
}

function dayArgument(text: string | undefined, option: string): string {
  if (text === undefined) throw new UsageError(`缺少 ${option}。`);
  if (!DAY.test(text)) throw new UsageError(`${option} 应为 YYYY-MM-DD（例如 2026-11-01），不能是“${text}”。`);
  return text;
}

/** A command on a new data folder would make a database; an audit of that proves nothing. */
function refuseNothing(data: string | undefined): void {
  const { dataDir, databaseUrl } = readConfig(data);
  if (databaseUrl !== undefined || existsSync(clusterFolder(dataDir))) return;
  const sentence = `数据文件夹 ${dataDir} 里没有数据库，没有审计可看。请用 --data 指定正确的文件夹。`;
  throw new Refusal('audit.nothing', 409, sentence, {});
}
