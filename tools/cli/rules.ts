import { resolve } from 'node:path';
import { checkRulebook } from '#modules/policy/index.ts';
import { RULEBOOK_DIR } from '#server/config.ts';
import { readArguments, UsageError } from './arguments.ts';
import { print, printJson } from './output.ts';

/** 规则检查: every message with file, line and field; exit 1 when there is one. Needs no database. */
export async function rules(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { data: { type: 'string' }, json: { type: 'boolean' } }, [1, 2]);
  const [act, folder] = positionals;
  if (act !== 'check') throw new UsageError(`rules 之后应为 check，不能是“${act}”。`);
  const report = await checkRulebook(folder === undefined ? RULEBOOK_DIR : resolve(folder));
  if (values.json) printJson(report);
  else {
    for (const { file, line, field, message } of report.errors) print(`${file}:${line} ${field}：${message}`);
    print(
      `${report.files} 个规则文件，${report.versions} 个版本（草稿 ${report.drafts} 个），${report.examples} 个算例，` +
        `${report.errors.length} 处错误，用时 ${report.ms} 毫秒。`,
    );
  }
  if (report.errors.length > 0) process.exitCode = 1;
}
