import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { KIND_NAMES, OUTCOME_NAMES, type showEntry } from '#modules/audit/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { EmptyState } from '../../kit/antd/empty-state.tsx';
import { Loaded } from '../../kit/antd/loaded.tsx';
import { Page, Section } from '../../kit/antd/page.tsx';
import { RefusalNotice } from '../../kit/antd/refusal-notice.tsx';
import { countText } from '../../kit/count.ts';
import { MaskedName } from '../../kit/masked-name.tsx';
import { instantText } from '../../kit/month.ts';
import { Crumbs } from '../crumbs.tsx';
import { entryQuery, prove } from './audit-queries.ts';
import { SealTag } from './seal-tag.tsx';

const route = getRouteApi('/signed-in/audit/entries/$entryNo');

/** 审计详情: one act, whom it was about, and its proof on demand. */
export function EntryPage() {
  const { entryNo } = route.useParams();
  const answer = useQuery(entryQuery(entryNo));
  return (
    <>
      <Crumbs>
        {[
          <Link key="audit" to="/audit">
            审计查询
          </Link>,
          `第 ${entryNo} 行`,
        ]}
      </Crumbs>
      <Page title={`审计第 ${entryNo} 行`}>
        <Loaded query={answer}>{(entry) => <EntryView entry={entry} />}</Loaded>
      </Page>
    </>
  );
}

type Entry = Reply<typeof showEntry>;

function EntryView({ entry }: { entry: Entry }) {
  const { accountName, action, persons, count, listHash, kind } = entry;
  const facts: [string, ReactNode][] = [
    ['时间', instantText(entry.at)],
    ['谁、什么岗位', entry.actor],
    [
      '账号',
      <Link key="account" to="/audit" search={{ account: accountName }}>
        {accountName}（看这个账号的全部审计）
      </Link>,
    ],
    ['来源地址', entry.address ?? '本机'],
    [
      '做了什么',
      <Link key="action" to="/audit" search={{ action }}>
        {entry.title}（看同类的审计）
      </Link>,
    ],
    ['结果', OUTCOME_NAMES[entry.outcome]],
    ['事由', entry.purpose ?? '没有写'],
    ['对象', entry.subject ?? '没有写'],
    ['件数', count === null ? '不计件' : countText(count)],
    ['名单或文件校验值', listHash ?? '没有'],
    ['种类', `${KIND_NAMES[kind]}，至少保存到 ${instantText(entry.keepUntil).slice(0, 10)}`],
    ['请求编号', entry.requestId],
    ['封存', <SealTag key="seal" seal={entry.seal} />],
  ];
  return (
    <>
      <Section title="这一行">
        <dl className="staff-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="staff-hash">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="涉及的人">
        {persons.length === 0 ? (
          <EmptyState title="这一行没有逐人记名。">成批的事记名单的件数和校验值，见上面。</EmptyState>
        ) : (
          <ul className="staff-plain-list">
            {persons.map(({ personNo, nameMasked }) => (
              <li key={personNo}>
                <Link to="/audit/seen" search={{ person: personNo }}>
                  <MaskedName name={nameMasked === '' ? '（已不在）' : nameMasked} />
                  （人员序号 {personNo}，看谁看过他）
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Proof entryNo={entry.entryNo} />
    </>
  );
}

function Proof({ entryNo }: { entryNo: string }) {
  const proving = useMutation({ mutationFn: () => prove(entryNo) });
  const proof = proving.data;
  return (
    <Section
      title="核对"
      aside={
        <Button type="primary" loading={proving.isPending} onClick={() => proving.mutate()}>
          现在核对这一行
        </Button>
      }
    >
      {proving.isError && <RefusalNotice error={proving.error} />}
      {proof === undefined ? (
        <p>重新计算这一行的鉴别码、它到块的 Merkle 根的路径、块和签名头，看有没有被改过。</p>
      ) : (
        <div role="status">
          <p className="staff-sentence">
            {proof.ok ? '核对相符：没有改过。' : '核对不符！请保留现场，不要重启或修复。'}
          </p>
          <ul className="kit-reasons">
            {proof.steps.map(({ ok, sentence }) => (
              <li key={sentence} className={ok ? 'kit-reason-yes' : 'kit-reason-no'}>
                <span className="kit-reason-mark">{ok ? '✓ 相符' : '✗ 不符'}</span>
                <span>{sentence}</span>
              </li>
            ))}
          </ul>
          {proof.root !== null && (
            <details>
              <summary>
                给审计人员：叶、路径和根（{proof.path.length} 步，用时 {proof.ms} 毫秒）
              </summary>
              <ol className="staff-hash">
                <li>叶 {proof.leaf}</li>
                {proof.path.map(({ side, hash }) => (
                  <li key={hash}>
                    {side === 'left' ? '左' : '右'} {hash}
                  </li>
                ))}
                <li>根 {proof.root}</li>
              </ol>
            </details>
          )}
        </div>
      )}
    </Section>
  );
}
