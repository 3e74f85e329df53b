import { useState } from 'react';
import { askAccessQuestion, type EntryShown, listLookers } from '#modules/people/contract.ts';
import { dayText, instantText } from '../../kit/month.ts';
import { Answered, useAct, useAnswer } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';
import { TextField } from '../text-field.tsx';
import { goTo } from '../view.ts';

type Entry = EntryShown & { questionNo: number | null };

/** 谁看过我的数据: every look, the latest first; each can be questioned once. */
export function LookersView({ person }: { person: OwnPerson }) {
  const [page, setPage] = useState(1);
  const { personNo } = person;
  const { answer, again } = useAnswer(listLookers, { params: { personNo }, query: { page } });
  return (
    <Screen title="谁看过我的数据">
      <p>工作人员、受托人每看一次{person.name}的资料，这里都有一条。觉得不应当看的，可以问，安全管理员要答复您。</p>
      <button type="button" className="quiet-button" onClick={() => goTo('questions')}>
        我问过的
      </button>
      <Answered answer={answer}>
        {({ entries, total, pageSize }) => (
          <>
            <p role="status">一共{total}条。</p>
            <ul className="cards">
              {entries.map((entry) => (
                <li key={entry.entryId} className="card">
                  <EntryCard entry={entry} personNo={personNo} onAsked={again} />
                </li>
              ))}
            </ul>
            {page > 1 && (
              <button type="button" className="quiet-button" onClick={() => setPage(page - 1)}>
                看新一些的
              </button>
            )}
            {page * pageSize < total && (
              <button type="button" className="quiet-button" onClick={() => setPage(page + 1)}>
                看早一些的
              </button>
            )}
          </>
        )}
      </Answered>
    </Screen>
  );
}

/** Who, when, what, why: in sentences. */
export function EntryText({ entry }: { entry: EntryShown }) {
  const { organisation, role, nameMasked, title, purpose, list, at } = entry;
  return (
    <>
      <h2>{instantText(at)}</h2>
      <p>
        {organisation} {role} {nameMasked}
      </p>
      <p>
        做了什么：{title}
        {list !== null && `（您在“${list}”里，名单一起被办理或导出）`}
      </p>
      <p>为什么：{purpose}</p>
    </>
  );
}

type CardWish = { entry: Entry; personNo: number; onAsked: () => void };

function EntryCard({ entry, personNo, onAsked }: CardWish) {
  const [isAsking, setAsking] = useState(false);
  const [question, setQuestion] = useState('');
  const [dueDay, setDueDay] = useState<string>();
  const ask = useAct(askAccessQuestion, (reply) => {
    setAsking(false);
    setDueDay(reply.dueDay);
    onAsked();
  });
  const { entryId, questionNo } = entry;
  return (
    <>
      <EntryText entry={entry} />
      {dueDay !== undefined && <p role="status">已经问了，最晚{dayText(dueDay)}答复您。</p>}
      {questionNo !== null && dueDay === undefined && <p>您已经问过这一条，请在“我问过的”里看。</p>}
      {questionNo === null && !isAsking && entry.role !== '您自己' && (
        <button
          type="button"
          className="quiet-button"
          aria-label={`问${instantText(entry.at)}这一条`}
          onClick={() => setAsking(true)}
        >
          为什么看？我要问
        </button>
      )}
      {isAsking && (
        <>
          <TextField
            label="想问什么"
            value={question}
            onChange={setQuestion}
            rows={3}
            max={500}
            hint="写几个字就行。"
          />
          {ask.refused}
          <button type="button" className="main-button" onClick={() => ask.act({ personNo, entryId, question })}>
            {ask.isWaiting ? '正在送出……' : '送出'}
          </button>
        </>
      )}
    </>
  );
}
