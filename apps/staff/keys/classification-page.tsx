import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import {
  type ClassifiedShown,
  exportClassification,
  PROTECTION_NAMES,
  type showClassification,
} from '#platform/classification/contract.ts';
import { addressOf } from '#platform/contract/call.ts';
import type { Reply } from '#platform/contract/route.ts';
import { Choice } from '../../kit/antd/choice.tsx';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { countText } from '../../kit/count.ts';
import type { ClassificationSearch } from '../search.ts';
import { classificationQuery } from './key-queries.ts';

type Classification = Reply<typeof showClassification>;
type LevelShown = Classification['levels'][number];

const route = getRouteApi('/signed-in/classification');
const IN_REPLIES: Record<string, string> = { clear: '原样', masked: '脱敏', reveal: '脱敏；一人一项说明用途后显示' };
const IN_EXPORTS: Record<string, string> = { clear: '原样', masked: '脱敏', approval: '脱敏；明文须批准' };
const PROTECTIONS = Object.entries(PROTECTION_NAMES).map(([value, label]) => ({
  value,
  label: value === 'none-needed' ? '不用保护' : label,
}));

const LEVELS: Column<LevelShown, never>[] = [
  { key: 'level', title: '级', heading: true, cell: ({ level, title }) => `${level}级 ${title}` },
  { key: 'basis', title: '依据', cell: ({ basis }) => basis },
  { key: 'reply', title: '返回', cell: ({ reply }) => IN_REPLIES[reply] ?? reply },
  { key: 'sealed', title: '库内', cell: ({ sealed }) => (sealed ? '封存或盲索引' : '明文') },
  { key: 'log', title: '日志', cell: ({ log }) => (log === 'clear' ? '可以' : '不写') },
  { key: 'export', title: '导出', cell: (level) => IN_EXPORTS[level.export] ?? level.export },
];

const COLUMNS: Column<ClassifiedShown, never>[] = [
  { key: 'column', title: '表和列', heading: true, cell: ({ table, column }) => `${table}.${column}` },
  { key: 'level', title: '级', number: true, cell: ({ level }) => level },
  { key: 'title', title: '名称', cell: ({ title }) => title },
  {
    key: 'protection',
    title: '保护',
    cell: ({ protection, reason, instead }) => (
      <>
        {PROTECTION_NAMES[protection] ?? protection}
        {reason !== null && <span className="staff-aside">理由：{reason}</span>}
        {instead !== null && <span className="staff-aside">另有保护：{instead}</span>}
      </>
    ),
  },
];

/** 数据分级: every column of this database as it is now. */
export function ClassificationPage() {
  const answer = useQuery(classificationQuery);
  return (
    <Page
      title="数据分级"
      lead="这个数据库每一列的级别和保护，直接从库里读出。没有分级的列按最高级处理；要调整，改列的注释（迁移文件）。"
      actions={<Button href={addressOf(exportClassification)}>导出整张表（CSV）</Button>}
    >
      <Loaded query={answer}>{(shown) => <ClassificationShown answer={shown} />}</Loaded>
    </Page>
  );
}

function ClassificationShown({ answer: { levels, columns } }: { answer: Classification }) {
  const { level, protection, schema } = route.useSearch();
  const rows = columns.filter(
    (column) =>
      (level === undefined || column.level === level) &&
      (protection === undefined || column.protection === protection) &&
      (schema === undefined || schemaOf(column) === schema),
  );
  return (
    <>
      <Section title="四级">
        <DataTable<LevelShown> caption="四级" columns={LEVELS} rows={levels} rowKey={(one) => one.level} />
      </Section>
      <Section
        title="每一列"
        aside={
          <p className="staff-total" role="status">
            共 <strong>{countText(rows.length)} 列</strong>
          </p>
        }
      >
        <ClassificationFilter levels={levels} schemas={[...new Set(columns.map(schemaOf))]} />
        {rows.length === 0 ? (
          <EmptyState title="没有这样的列。">
            {protection === 'missing' ? '没有缺保护的列，这是应当的。' : '可以换一个条件看看。'}
          </EmptyState>
        ) : (
          <DataTable<ClassifiedShown>
            caption="每一列的级别和保护"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ table, column }) => `${table}.${column}`}
          />
        )}
      </Section>
    </>
  );
}

type FilterWish = { levels: readonly LevelShown[]; schemas: readonly string[] };

function ClassificationFilter({ levels, schemas }: FilterWish) {
  const navigate = route.useNavigate();
  const { level, protection, schema } = route.useSearch();
  const change = (wish: ClassificationSearch) => void navigate({ search: (shown) => ({ ...shown, ...wish }) });
  return (
    <div className="staff-filter">
      <Choice
        name="级"
        value={level === undefined ? undefined : String(level)}
        options={levels.map((one) => ({ value: String(one.level), label: `${one.level}级 ${one.title}` }))}
        withAll
        onChange={(chosen) => change({ level: chosen === undefined ? undefined : Number(chosen) })}
      />
      <Choice
        name="保护"
        value={protection}
        options={PROTECTIONS}
        withAll
        onChange={(chosen) => change({ protection: chosen })}
      />
      <Choice
        name="模块"
        value={schema}
        options={schemas.map((value) => ({ value, label: value }))}
        withAll
        onChange={(chosen) => change({ schema: chosen })}
      />
    </div>
  );
}

function schemaOf({ table }: ClassifiedShown): string {
  return table.split('.')[0] ?? '';
}
