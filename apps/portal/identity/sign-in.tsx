import { useCallback, useEffect, useState } from 'react';
import { signInCitizen, whichCitizen } from '#modules/identity/contract.ts';
import { CallRefused, call } from '#platform/contract/call.ts';
import { Refused } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import { type Arrival, takeArrival } from './arrival.ts';

type Found = {
  name: string | undefined;
  signInUrl: string | null | undefined;
  error: unknown;
  /** Somebody came with a ticket, and not because this browser went to sign in: he is asked first. */
  unasked: Arrival | undefined;
};
export type CitizenState = Found & { forget: () => void; confirm: (arrival: Arrival) => void };

const NOBODY: Found = { name: undefined, signInUrl: undefined, error: undefined, unasked: undefined };

/** 当前公民用户. A ticket in the address is exchanged at once and taken out of it before anything else. */
export function useCitizen(): CitizenState {
  const [found, setFound] = useState(NOBODY);
  const find = useCallback((finding: Promise<Found>) => {
    let wanted = true;
    finding.then(
      (now) => wanted && setFound(now),
      (error: unknown) => wanted && setFound({ ...NOBODY, error }),
    );
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => find(enter()), [find]);
  const forget = useCallback(() => setFound(NOBODY), []);
  const confirm = useCallback((arrival: Arrival) => void find(exchange(arrival, { mine: true })), [find]);
  return { ...found, forget, confirm };
}

/** Two mounts of one page must not send one ticket twice. */
let entering: Promise<Found> | undefined;

function enter(): Promise<Found> {
  const arrival = takeArrival();
  if (arrival) entering = exchange(arrival);
  const found = entering ?? whoIsThere(undefined);
  return found.finally(() => {
    entering = undefined;
  });
}

async function exchange(arrival: Arrival, said: { mine?: true } = {}): Promise<Found> {
  // Nobody whom we sent comes back without our state: asking the server would only be refused.
  if (arrival.state === undefined && !said.mine) return { ...NOBODY, unasked: arrival };
  const refused = await call(signInCitizen, { body: { ...arrival, ...said } }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (refused instanceof CallRefused && refused.code === 'identity.citizen-not-sent') {
    return { ...NOBODY, unasked: arrival };
  }
  return whoIsThere(refused);
}

async function whoIsThere(refused: unknown): Promise<Found> {
  const { citizen, signInUrl } = await call(whichCitizen);
  return { ...NOBODY, name: citizen?.name, signInUrl, error: citizen ? undefined : refused };
}

/** 登录: by the province's identity service; where there is none, what to do instead. */
export function SignIn({ citizen }: { citizen: CitizenState }) {
  const { signInUrl, error, unasked } = citizen;
  if (unasked) return <WasItYou onYes={() => citizen.confirm(unasked)} />;
  return (
    <Screen title="登录看“我的”" back="due">
      {error !== undefined && <Refused error={error} />}
      <p>登录后能看：这个月应领多少，发了没有，为什么；谁看过您的数据。也可以请家人代您办。</p>
      {signInUrl === undefined && error === undefined && <p role="status">正在连接……</p>}
      {signInUrl === null && <p>这里还没有开通网上登录。请到村（社区）或街道办理，或拨打 12345。</p>}
      {signInUrl && (
        <a className="main-button main-link" href={signInUrl} rel="noreferrer">
          用浙里办登录
        </a>
      )}
    </Screen>
  );
}

/** A link that somebody else sent could open his account here, and what is typed then would be his to read. */
function WasItYou({ onYes }: { onYes: () => void }) {
  return (
    <Screen title="是您自己点的登录吗？" back="due">
      <p>您刚从浙里办进来。</p>
      <p>
        如果是<strong>别人发来的链接</strong>，请不要继续：里面可能是别人的账号，您填的会被他看到。
      </p>
      <button type="button" className="main-button" onClick={onYes}>
        是我自己，继续登录
      </button>
    </Screen>
  );
}
