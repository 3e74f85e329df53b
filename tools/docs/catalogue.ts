import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIGRATIONS_DIR } from '#server/config.ts';

const COMMENT = /comment on (table|column) ([a-z0-9_.]+) is '((?:[^']|'')*)'/g;
const TABLE = /^([^|]+) \| purpose=([^|]+) \| basis=([^|]+) \| retention=(.+)$/;
const LEVELS: Record<string, string> = {
  L1: '一级（一般）',
  L2: '二级（个人信息）',
  L3: '三级（敏感）',
  L4: '四级（封存）',
};

type Column = { name: string; level: string; title: string };
type Table = { name: string; title: string; purpose: string; basis: string; retention: string; columns: Column[] };

/** 数据目录: tables and columns with level, purpose, basis and retention, from the comments that the migrations write. */
export async function cataloguePage(): Promise<string> {
  const tables = await readTables();
  const columns = tables.flatMap((table) => table.columns);
  const counts = Object.entries(LEVELS).map(
    ([level, name]) => `| ${name} | ${columns.filter((column) => column.level === level).length} |`,
  );
  return [
    '# 数据目录',
    '由 `tools/docs/catalogue.ts` 从数据库迁移里的表注释和列注释生成。级别参照 GB/T 43697-2024；敏感个人信息的判定参照 GB/T 45574-2025。',
    `共 ${tables.length} 张表，${columns.length} 列。`,
    ['| 级别 | 列数 |', '|---|---|', ...counts].join('\n'),
    ...tables.map(sectionOf),
  ]
    .join('\n\n')
    .concat('\n');
}

function sectionOf({ name, title, purpose, basis, retention, columns }: Table): string {
  const rows = columns.map(
    (column) => `| \`${column.name}\` | ${column.title} | ${LEVELS[column.level] ?? column.level} |`,
  );
  const facts = `目的：${purpose}　依据：${basis}　保存：${retention}`;
  return [`## ${title} \`${name}\``, '', facts, '', '| 列 | 名称 | 级别 |', '|---|---|---|', ...rows].join('\n');
}

/** In the order of the migrations; a later comment takes the place of an earlier one. */
async function readTables(): Promise<Table[]> {
  const tables = new Map<string, Table>();
  const files = (await readdir(MIGRATIONS_DIR)).filter((name) => name.endsWith('.sql')).toSorted();
  for (const file of files) {
    const text = await readFile(join(MIGRATIONS_DIR, file), 'utf8');
    for (const [, kind, name = '', comment = ''] of text.matchAll(COMMENT)) {
      if (kind === 'table') readTable(tables, name, comment);
    }
    for (const [, kind, name = '', comment = ''] of text.matchAll(COMMENT)) {
      if (kind === 'column') readColumn(tables, name, comment);
    }
  }
  return [...tables.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readTable(tables: Map<string, Table>, name: string, comment: string): void {
  const [, title = '', purpose = '', basis = '', retention = ''] = TABLE.exec(comment) ?? [];
  tables.set(name, { name, title, purpose, basis, retention, columns: tables.get(name)?.columns ?? [] });
}

function readColumn(tables: Map<string, Table>, full: string, comment: string): void {
  const at = full.lastIndexOf('.');
  const table = tables.get(full.slice(0, at));
  if (!table) return;
  const column = { name: full.slice(at + 1), level: comment.slice(0, 2), title: comment.slice(3) };
  const known = table.columns.findIndex(({ name }) => name === column.name);
  if (known < 0) table.columns.push(column);
  else table.columns[known] = column;
}

if (import.meta.main) process.stdout.write(await cataloguePage());
