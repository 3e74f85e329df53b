import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#platform/contract/call.ts';
import type { AnyRoute, Input, Reply } from '#platform/contract/route.ts';
import { needsSignIn, shownRefusal } from '../kit/refusal.ts';
import { goTo } from './view.ts';

type Answer<T> = { key: string; data?: T; error?: unknown };

/** 取资料: asked again when the input changes or `again` is called; an older answer never overtakes a newer question. */
export function useAnswer<R extends AnyRoute>(route: R, input: Partial<Input<R>> = {}) {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer<Reply<R>>>();
  const key = `${round} ${JSON.stringify(input)}`;
  const wanted = useRef(key);
  wanted.current = key;
  useEffect(() => {
    const asked = JSON.parse(inputOf(key)) as Partial<Input<R>>;
    call(route, asked).then(
      (data) => wanted.current === key && setAnswer({ key, data }),
      (error: unknown) => wanted.current === key && setAnswer({ key, error }),
    );
  }, [route, key]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  // While the same is read again the last answer stays on the screen, and what stands on it keeps what it says.
  return { answer: answer !== undefined && inputOf(answer.key) === inputOf(key) ? answer : undefined, again };
}

/** A key is the round and the input. */
function inputOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

type AnsweredProps<T> = { answer: Answer<T> | undefined; children: (data: T) => ReactNode };

/** What came of it: still waiting, refused, or the answer. */
export function Answered<T>({ answer, children }: AnsweredProps<T>) {
  if (answer === undefined) return <p role="status">正在取资料……</p>;
  if (answer.data === undefined) return <Refused error={answer.error} />;
  return children(answer.data);
}

/** 没有办成: the sentence, and the way to sign in where that helps. */
export function Refused({ error }: { error: unknown }) {
  return (
    <div role="alert">
      <p className="form-error">✗ {shownRefusal(error).sentence}</p>
      {needsSignIn(error) && (
        <button type="button" className="main-button" onClick={() => goTo('own')}>
          重新登录
        </button>
      )}
    </div>
  );
}

/** 办一件事: waiting, and what was refused, until it is done. */
export function useAct<R extends AnyRoute>(route: R, onDone: (reply: Reply<R>) => void) {
  const [isWaiting, setWaiting] = useState(false);
  const [error, setError] = useState<unknown>();
  const act = (body: Input<R>['body']) => {
    if (isWaiting) return;
    setWaiting(true);
    setError(undefined);
    call(route, { body } as Partial<Input<R>>)
      .then(onDone, setError)
      .finally(() => setWaiting(false));
  };
  return { act, isWaiting, refused: error === undefined ? null : <Refused error={error} /> };
}
