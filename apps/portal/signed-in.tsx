import { useState } from 'react';
import { signOutCitizen } from '#modules/identity/contract.ts';
import { showOwn } from '#modules/people/contract.ts';
import type { Reply } from '#platform/contract/route.ts';
import { OwnMonths } from './allowances/own-months.tsx';
import { Answered, useAct, useAnswer } from './ask.tsx';
import { SignIn, useCitizen } from './identity/sign-in.tsx';
import { AcceptView } from './people/accept-view.tsx';
import { AccountView } from './people/account-view.tsx';
import { GiveView } from './people/give-view.tsx';
import { LookersView } from './people/lookers-view.tsx';
import { MandatesView } from './people/mandates-view.tsx';
import { MessagesView } from './people/messages-view.tsx';
import { OwnView } from './people/own-view.tsx';
import { QuestionsView } from './people/questions-view.tsx';
import { goTo, type View } from './view.ts';

export type Own = Reply<typeof showOwn>;
export type OwnPerson = Own['persons'][number];

/** Everything behind the sign-in; loaded only when somebody goes there. */
export function SignedIn({ view }: { view: View }) {
  const citizen = useCitizen();
  if (citizen.error !== undefined || citizen.name === undefined) return <SignIn citizen={citizen} />;
  return <Own name={citizen.name} view={view} onSignedOut={citizen.forget} />;
}

function Own({ name, view, onSignedOut }: { name: string; view: View; onSignedOut: () => void }) {
  const { answer, again } = useAnswer(showOwn);
  const [personNo, setPersonNo] = useState<number>();
  const signOut = useAct(signOutCitizen, () => {
    onSignedOut();
    goTo('due');
  });
  return (
    <>
      <div className="signed-in">
        <p>
          您好，<strong>{name}</strong>
        </p>
        <button type="button" className="quiet-button" onClick={() => signOut.act({})}>
          退出登录
        </button>
      </div>
      {signOut.refused}
      <Answered answer={answer}>
        {(own) => {
          const person = own.persons.find((one) => one.personNo === personNo) ?? own.persons[0];
          return <OwnScreen {...{ own, person, view, again }} onPerson={setPersonNo} />;
        }}
      </Answered>
    </>
  );
}

type ScreenWish = {
  own: Own;
  person: OwnPerson | undefined;
  view: View;
  onPerson: (personNo: number) => void;
  again: () => void;
};

function OwnScreen({ own, person, view, onPerson, again }: ScreenWish) {
  if (view === 'accept') return <AcceptView offers={own.offers} onDone={again} />;
  if (!person || view === 'own') return <OwnView own={own} person={person} onPerson={onPerson} />;
  if (view === 'months') return <OwnMonths person={person} />;
  if (view === 'mandates') return <MandatesView person={person} onChanged={again} />;
  if (view === 'give') return <GiveView />;
  if (view === 'messages') return <MessagesView person={person} onRead={again} />;
  if (view === 'lookers') return <LookersView person={person} />;
  if (view === 'questions') return <QuestionsView person={person} />;
  return <AccountView person={person} />;
}
