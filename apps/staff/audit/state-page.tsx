import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import type { BlockShown, showAuditState, VerificationShown } from '#modules/audit/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type Column, DataTable } from '../../kit/antd/data-table.tsx';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Figure, Figures } from '../../kit/antd/figure.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { countText } from '../../kit/count.ts';
import { instantText } from '../../kit/month.ts';
import { stateQuery } from './audit-queries.ts';

type State = Reply<typeof showAuditState>;

const HEAD_LATE_MINUTES = 10;
const VERIFY_LATE_HOURS = 25;

/** 审计状态: sealed and signed up to when, and what the last verification found. */
export function AuditStatePage() {
  const answer = useQuery(stateQuery);
  return (
    <Page title="审计状态" lead="审计每两秒封存一次、每分钟签名一次；应每天核对一次（./kangyang audit verify）。">
      <Loaded query={answer}>{(state) => <StateShown state={state} />}</Loaded>
    </Page>
  );
}

const BLOCKS: Column<BlockShown, never>[] = [
  { key: 'block', title: '块', heading: true, cell: ({ block }) => `第 ${countText(block)} 块` },
  { key: 'rows', title: '行数', number: true, cell: ({ rows }) => countText(rows) },
  { key: 'first', title: '最早一行', cell: ({ firstAt }) => instantText(firstAt) },
  { key: 'last', title: '最晚一行', cell: ({ lastAt }) => instantText(lastAt) },
  { key: 'sealed', title: '封存时间', cell: ({ sealedAt }) => instantText(sealedAt) },
  {
    key: 'head',
    title: '签名头',
    cell: ({ head, signedAt }) => (head === null ? '等待签名' : `第 ${head} 个，${instantText(signedAt ?? '')}`),
  },
  { key: 'hash', title: '块杂凑（前 16 位）', cell: ({ hash }) => <code>{hash.slice(0, 16)}</code> },
];

const VERIFICATIONS: Column<VerificationShown, never>[] = [
  { key: 'at', title: '核对时间', heading: true, cell: ({ at }) => instantText(at) },
  { key: 'ok', title: '结果', cell: ({ ok, problemCount }) => (ok ? '完好' : `${countText(problemCount)} 处不符`) },
  { key: 'rows', title: '行数', number: true, cell: ({ sealedRows }) => countText(sealedRows) },
  { key: 'heads', title: '签名头', number: true, cell: ({ heads }) => countText(heads) },
  { key: 'copy', title: '与什么核对', cell: ({ copyFolder }) => copyFolder ?? '本机的签名头' },
  { key: 'problems', title: '问题', cell: ({ problems }) => problems.join(' ') },
];

function StateShown({ state: { lastHead, unsealedRows, blocks, verifications, kinds } }: { state: State }) {
  const [verified] = verifications;
  const warnings = warningsOf({ lastHead, verified, hasBlocks: blocks.length > 0 });
  return (
    <>
      {warnings.map((text) => (
        <Alert key={text} type="warning" showIcon title={text} className="kit-notice" />
      ))}
      <Figures>
        <Figure name="最近一次签名" note={lastHead ? `第 ${countText(lastHead.head)} 个签名头` : undefined}>
          {lastHead ? `${countText(lastHead.ageMinutes)} 分钟前` : '还没有'}
        </Figure>
        <Figure name="已封存" note={blocks[0] ? `到第 ${countText(blocks[0].block)} 块` : undefined}>
          {lastHead ? `${countText(lastHead.rows)} 行已签名` : '0 行已签名'}
        </Figure>
        <Figure name="尚未封存" note="写下几秒之内封存">
          {countText(unsealedRows)} 行
        </Figure>
        <Figure name="最近一次核对" note={verified ? instantText(verified.at) : '请执行 ./kangyang audit verify'}>
          {verified ? (verified.ok ? '完好' : `${countText(verified.problemCount)} 处不符`) : '没有核对过'}
        </Figure>
      </Figures>
      <Section title="最近的核对">
        {verifications.length === 0 ? (
          <EmptyState title="还没有核对过。">
            请系统管理员每天执行 ./kangyang audit verify，结果会显示在这里。
          </EmptyState>
        ) : (
          <DataTable<VerificationShown>
            caption="最近的核对"
            columns={VERIFICATIONS}
            rows={verifications}
            rowKey={({ at }) => at}
          />
        )}
      </Section>
      <Section title="最近的块和签名头">
        <DataTable<BlockShown> caption="最近的块" columns={BLOCKS} rows={blocks} rowKey={({ block }) => block} />
      </Section>
      <Section title="保存多久">
        <ul className="staff-plain-list">
          {kinds.map(({ kind, title, keepMonths, basis }) => (
            <li key={kind}>
              <Link to="/audit" search={{ kind }}>
                {title}
              </Link>
              ：至少 {keepMonths % 12 === 0 ? `${keepMonths / 12} 年` : `${keepMonths} 个月`}
              <span className="staff-aside">{basis}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

type Standing = Pick<State, 'lastHead'> & { verified: VerificationShown | undefined; hasBlocks: boolean };

function warningsOf({ lastHead, verified, hasBlocks }: Standing): string[] {
  const warnings: string[] = [];
  if (hasBlocks && (lastHead === null || lastHead.ageMinutes > HEAD_LATE_MINUTES))
    warnings.push('最近十分钟没有新的签名头。如果这段时间有人办事，请让系统管理员查看签名头文件夹和服务器记录。');
  if (verified && !verified.ok) warnings.push('上一次核对发现不符。请保留现场，不要重启或修复，按应急预案报告。');
  else if (!verified || verified.ageHours >= VERIFY_LATE_HOURS)
    warnings.push('一天以上没有核对审计。请系统管理员执行 ./kangyang audit verify。');
  return warnings;
}
