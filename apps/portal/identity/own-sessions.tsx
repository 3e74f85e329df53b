import { type CitizenSessionShown, endOwnCitizenSession, listOwnCitizenSessions } from '#modules/identity/contract.ts';
import { instantText } from '../../kit/month.ts';
import { Answered, useAct, useAnswer } from '../ask.tsx';

/** 在哪些地方登录着: this one is left by signing out, any other is ended here. */
export function OwnSessions() {
  const { answer, again } = useAnswer(listOwnCitizenSessions);
  return (
    <section aria-labelledby="own-sessions">
      <h2 id="own-sessions">您在哪些地方登录着</h2>
      <p>不是您自己登录的，请结束它。</p>
      <Answered answer={answer}>
        {({ sessions }) => (
          <ul className="cards">
            {sessions.map((session) => (
              <li key={session.sessionNo} className="card">
                <SessionCard session={session} onEnded={again} />
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}

function SessionCard({ session, onEnded }: { session: CitizenSessionShown; onEnded: () => void }) {
  const { sessionNo, source, createdAt, lastSeenAt, isThis } = session;
  const end = useAct(endOwnCitizenSession, onEnded);
  return (
    <>
      <p>
        {instantText(createdAt)}登录{isThis && <strong>（就是现在这一个）</strong>}
      </p>
      <p>最近一次使用：{instantText(lastSeenAt)}</p>
      <p>网络地址：{source}</p>
      {end.refused}
      {!isThis && (
        <button
          type="button"
          className="quiet-button"
          aria-label={`结束${instantText(createdAt)}的登录`}
          onClick={() => end.act({ sessionNo })}
        >
          {end.isWaiting ? '正在结束……' : '结束这个登录'}
        </button>
      )}
    </>
  );
}
