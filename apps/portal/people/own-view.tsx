import { usePageTitle } from '../../kit/page-title.ts';
import { ThisMonth } from '../allowances/own-months.tsx';
import { ChoiceGroup } from '../choice-group.tsx';
import { OwnSessions } from '../identity/own-sessions.tsx';
import type { Own, OwnPerson } from '../signed-in.tsx';
import { goTo, type View } from '../view.ts';

type Wish = { own: Own; person: OwnPerson | undefined; onPerson: (personNo: number) => void };

/** 我的: for whom, this month in one sentence, and where to go on. */
export function OwnView({ own, person, onPerson }: Wish) {
  usePageTitle('我的');
  return (
    <article className="screen">
      <h1>我的</h1>
      {own.offers.length > 0 && (
        <div className="notice" role="status">
          <p>有{own.offers.length}位老人请您代办，等您接受。</p>
          <button type="button" className="main-button" onClick={() => goTo('accept')}>
            去看看
          </button>
        </div>
      )}
      {own.persons.length > 1 && (
        <ChoiceGroup
          name="person"
          title="看谁的"
          choices={own.persons.map((one) => ({
            code: String(one.personNo),
            name: one.isSelf ? `${one.name}（我自己）` : one.name,
          }))}
          chosen={String(person?.personNo ?? '')}
          onChoose={(code) => onPerson(Number(code))}
          error={undefined}
        />
      )}
      {person ? <PersonPart person={person} /> : <Nobody />}
      <OwnSessions />
    </article>
  );
}

function PersonPart({ person }: { person: OwnPerson }) {
  const may = (scope: OwnPerson['scopes'][number]) => person.scopes.includes(scope);
  const ways: [View, string, boolean][] = [
    ['months', '每个月的津贴', true],
    [
      'messages',
      person.unread > 0 ? `消息（${person.isSelf ? '' : '老人'}${person.unread}条没读）` : '消息',
      may('notices'),
    ],
    ['lookers', '谁看过我的数据', true],
    ['mandates', person.isSelf ? '请家人代办（授权委托）' : '我受的委托', true],
    ['account', '换收款账户', person.isSelf || may('account')],
  ];
  return (
    <>
      <h2>
        {person.name}
        {person.isSelf ? '' : '（您受委托代看）'}
      </h2>
      <ThisMonth key={person.personNo} person={person} />
      <nav aria-label="还能做什么">
        <ul className="ways">
          {ways.map(
            ([view, text, isOpen]) =>
              isOpen && (
                <li key={view}>
                  <button type="button" className="way-button" onClick={() => goTo(view)}>
                    {text}
                  </button>
                </li>
              ),
          )}
        </ul>
      </nav>
    </>
  );
}

function Nobody() {
  return (
    <>
      <p>没有查到您本人的老年人登记，也没有老人委托您代办。</p>
      <p>您是家属的，请老人登录后点“请家人代办”，写上您的姓名和身份证号；老人不会用手机的，请一起到村（社区）办理。</p>
    </>
  );
}
