import { useEffect } from 'react';
import { listMessages, readMessages } from '#modules/people/contract.ts';
import { call } from '#platform/contract/call.ts';
import { instantText } from '../../kit/month.ts';
import { Answered, useAnswer } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';

/** 消息: what the person was told; read once shown to himself. */
export function MessagesView({ person, onRead }: { person: OwnPerson; onRead: () => void }) {
  const { personNo, isSelf } = person;
  const { answer } = useAnswer(listMessages, { params: { personNo } });
  const hasNew = isSelf && (answer?.data?.messages.some(({ isNew }) => isNew) ?? false);
  useEffect(() => {
    if (hasNew) call(readMessages, { body: { personNo } }).then(onRead, () => undefined);
  }, [hasNew, personNo, onRead]);
  return (
    <Screen title="消息">
      <Answered answer={answer}>
        {({ messages }) => (
          <>
            {messages.length === 0 && <p>还没有消息。</p>}
            <ul className="cards">
              {messages.map(({ messageNo, sentence, at, isNew }) => (
                <li key={messageNo} className="card">
                  <p>
                    {isNew && <strong>{isSelf ? '新' : '老人还没读'} </strong>}
                    {instantText(at)}
                  </p>
                  <p>{sentence}</p>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Screen>
  );
}
