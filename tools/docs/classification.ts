import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  type ClassifiedColumn,
  exceptionOf,
  protectionOf,
  readClassification,
} from '#platform/classification/classify.ts';
import { PROTECTION_NAMES } from '#platform/classification/contract.ts';
import { CONTROLS, LEVELS } from '#platform/classification/level.ts';
import { connect } from '#platform/db/connect.ts';
import { migrate, readMigrations } from '#platform/db/migrate.ts';
import { startTestServer } from '#platform/testing/server.ts';
import { MODULE_ORDER } from '#server/module-order.ts';

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname;
export const CLASSIFICATION_PAGE = new URL('../../docs/guides/classification.md', import.meta.url).pathname;

const REPLY = { clear: '原样', masked: '脱敏', reveal: '脱敏；一人一项说明用途后显示' };
const LOG = { clear: '可以', never: '不写' };
const EXPORT = { clear: '原样', masked: '脱敏', approval: '脱敏；明文须批准' };

/** 分级页: the four levels and what each asks for, then every column, from the comments in the database itself. */
export function classificationPage(columns: readonly ClassifiedColumn[]): string {
  const exceptions = columns.filter((column) => protectionOf(column) === 'exception');
  const byTable = Map.groupBy(columns, ({ table }) => table);
  return [
    '# 数据分级',
    '<!-- 由 tools/docs/classification.ts 按各迁移里的列注释生成，勿手改。 -->',
    '依据 GB/T 43697-2024《数据安全技术 数据分类分级规则》和 GB/T 45574-2025《敏感个人信息处理安全要求》。没有分级的列按最高级处理。',
    [
      '## 四级',
      ...table(
        ['级', '名称', '依据', '返回', '库内', '日志', '导出'],
        LEVELS.map((level) => {
          const { title, basis, reply, sealed, log, export: out } = CONTROLS[level];
          return [`L${level}`, title, basis, REPLY[reply], sealed ? '封存或盲索引' : '明文', LOG[log], EXPORT[out]];
        }),
      ),
    ].join('\n'),
    [
      '## 没有封存的敏感列',
      ...table(
        ['列', '级', '名称', '为什么', '另有保护'],
        exceptions.map((column) => [
          `\`${column.table}.${column.column}\``,
          `L${column.level}`,
          column.title,
          exceptionOf(column)?.reason ?? '',
          exceptionOf(column)?.protection ?? '',
        ]),
      ),
    ].join('\n'),
    ...[...byTable].map(([name, own]) =>
      [
        `## ${name}`,
        ...table(
          ['列', '级', '名称', '保护'],
          own.map((column) => [
            `\`${column.column}\``,
            `L${column.level}`,
            column.title,
            PROTECTION_NAMES[protectionOf(column)] ?? '',
          ]),
        ),
      ].join('\n'),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(head: readonly string[], rows: readonly string[][]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

async function pageOfMigrations(): Promise<string> {
  const server = await startTestServer(MIGRATIONS, MODULE_ORDER);
  const { pool, close } = connect({ config: server.config });
  try {
    await migrate(pool, await readMigrations(MIGRATIONS, MODULE_ORDER));
    return classificationPage(await readClassification(pool));
  } finally {
    await close();
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const made = await pageOfMigrations();
  if (!values.check) await writeFile(CLASSIFICATION_PAGE, made);
  else if ((await readFile(CLASSIFICATION_PAGE, 'utf8').catch(() => '')) !== made) {
    console.error(
      'docs/guides/classification.md 与迁移不一致。请执行 node_modules/.bin/node tools/docs/classification.ts 后提交。',
    );
    process.exitCode = 1;
  }
}
