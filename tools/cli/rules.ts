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
  const { files, versions, drafts, examples, errors, ms } = report;
  if (values.json) printJson({ files, versions, drafts, examples, errors, ms });
  else {
    for (const { file, line, field, message } of errors) print(`${file}:${line} ${field}：${message}`);
    print(
      `${files} 个规则文件，${versions} 个版本（草稿 ${drafts} 个），按档次×对象×版本计 ${report.rules} 条，${examples} 个算例，` +
        `${errors.length} 处错误，用时 ${ms} 毫秒。`,
    );
  }
  if (errors.length > 0) process.exitCode = 1;
}
