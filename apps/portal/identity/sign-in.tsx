import { useCallback, useEffect, useState } from 'react';
import { signInCitizen, whichCitizen } from '#modules/identity/contract.ts';
import { call } from '#platform/contract/call.ts';
import { Refused } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import { takeArrival } from './arrival.ts';

export type CitizenState = {
  name: string | undefined;
  signInUrl: string | null | undefined;
  error: unknown;
  forget: () => void;
};

/** 当前公民用户. A ticket in the address is exchanged at once and taken out of it before anything else. */
export function useCitizen(): CitizenState {
  const [state, setState] = useState<Omit<CitizenState, 'forget'>>({
    name: undefined,
    signInUrl: undefined,
    error: undefined,
  });
  useEffect(() => {
    let wanted = true;
    enter().then(
      (found) => wanted && setState(found),
      (error: unknown) => wanted && setState({ name: undefined, signInUrl: undefined, error }),
    );
    return () => {
      wanted = false;
    };
  }, []);
  const forget = useCallback(() => setState({ name: undefined, signInUrl: undefined, error: undefined }), []);
  return { ...state, forget };
}

/** Two mounts of one page must not send one ticket twice. */
let exchanging: Promise<unknown> | undefined;

async function enter(): Promise<Omit<CitizenState, 'forget'>> {
  const ticket = takeArrival();
  if (ticket) exchanging = call(signInCitizen, { body: { ticket } });
  const refused = await exchanging?.then(
    () => undefined,
    (error: unknown) => error,
  );
  exchanging = undefined;
  const { citizen, signInUrl } = await call(whichCitizen);
  return { name: citizen?.name, signInUrl, error: citizen ? undefined : refused };
}

/** 登录: by the province's identity service; where there is none, what to do instead. */
export function SignIn({ citizen: { signInUrl, error } }: { citizen: CitizenState }) {
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
