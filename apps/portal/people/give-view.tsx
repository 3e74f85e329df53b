import { useState } from 'react';
import {
  MANDATE_SCOPE_NAMES,
  makeOwnMandate,
  prepareOwnMandate,
  RELATION_NAMES,
  RELATIONS,
  type Relation,
  WAY_TABLE,
} from '#modules/people/contract.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { today } from '../../kit/month.ts';
import { useAct } from '../ask.tsx';
import { CheckGroup } from '../check-group.tsx';
import { ChoiceGroup } from '../choice-group.tsx';
import { Screen } from '../screen.tsx';
import { TextField } from '../text-field.tsx';

type Wish = Input<typeof prepareOwnMandate>['body'];
type Text = Reply<typeof prepareOwnMandate>;

const SCOPES = WAY_TABLE.portal.scopes.map((code) => ({ code, name: MANDATE_SCOPE_NAMES[code] }));
const RELATION_CHOICES = RELATIONS.filter((code) => code !== 'guardian').map((code) => ({
  code,
  name: RELATION_NAMES[code],
}));
const SPANS = [3, 6, 12, 24] as const;

/** 请家人代办: whom, what, until when → the text to read → the code to hand on. */
export function GiveView() {
  const [asked, setAsked] = useState<{ wish: Wish; text: Text }>();
  const [code, setCode] = useState<string>();
  const make = useAct(makeOwnMandate, (reply) => setCode(reply.code));
  if (code !== undefined) return <CodeShown code={code} name={asked?.wish.holder.name ?? ''} />;
  if (!asked) return <GiveForm onText={(wish, text) => setAsked({ wish, text })} />;
  return (
    <Screen key="text" title="请看一遍委托书" back="mandates">
      <div className="contract">
        {asked.text.text.split('\n').map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never move
          <p key={at}>{line}</p>
        ))}
      </div>
      {make.refused}
      <button
        type="button"
        className="main-button"
        onClick={() => make.act({ ...asked.wish, textHash: asked.text.textHash })}
      >
        {make.isWaiting ? '正在办……' : '我看过了，同意'}
      </button>
      <button type="button" className="quiet-button" onClick={() => setAsked(undefined)}>
        不对，改一改
      </button>
    </Screen>
  );
}

function GiveForm({ onText }: { onText: (wish: Wish, text: Text) => void }) {
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState<Relation | ''>('');
  const [scopes, setScopes] = useState<string[]>(['view']);
  const [months, setMonths] = useState('12');
  const [missing, setMissing] = useState(false);
  const wish = {
    holder: { name, idNumber, phone },
    relation: relation || 'other',
    scopes: WAY_TABLE.portal.scopes.filter((scope) => scopes.includes(scope)),
    untilDay: monthsOn(today(), Number(months)),
  } satisfies Wish;
  const prepare = useAct(prepareOwnMandate, (text) => onText(wish, text));
  const submit = () => {
    setMissing(relation === '');
    if (relation !== '') prepare.act(wish);
  };
  return (
    <Screen key="form" title="请一位家人代办" back="mandates">
      <TextField label="家人的姓名" hint="和身份证上的一样。" value={name} onChange={setName} />
      <TextField label="家人的身份证号" hint="18位，最后一位可能是X。" value={idNumber} onChange={setIdNumber} />
      <TextField label="家人的手机号" hint="11位数字。" value={phone} onChange={setPhone} numeric />
      <ChoiceGroup
        name="relation"
        title="他（她）是您的"
        choices={RELATION_CHOICES}
        chosen={relation}
        onChoose={(code) => setRelation(code as Relation)}
        error={missing ? '请选一个。' : undefined}
      />
      <CheckGroup
        title="请他（她）办什么"
        hint="“查看”一定要有。收款账户谁也不能代您改。"
        choices={SCOPES}
        chosen={scopes}
        fixed={['view']}
        onChange={setScopes}
      />
      <ChoiceGroup
        name="months"
        title="办多久"
        choices={SPANS.map((span) => ({ code: String(span), name: `${span}个月` }))}
        chosen={months}
        onChoose={setMonths}
        error={undefined}
        hint="到时候自动停止。您随时可以提前撤销。"
      />
      {prepare.refused}
      <button type="button" className="main-button" onClick={submit}>
        {prepare.isWaiting ? '正在生成……' : '看委托书'}
      </button>
    </Screen>
  );
}

function CodeShown({ code, name }: { code: string; name: string }) {
  return (
    <Screen key="code" title="把接受码告诉家人" back="mandates">
      <p className="verdict" role="status">
        接受码：<strong className="amount">{`${code.slice(0, 4)} ${code.slice(4)}`}</strong>
      </p>
      <p>请打电话或当面告诉{name}。他（她）登录后，在“我的”里填上这个接受码，委托才有效。</p>
      <p>接受码七天内有效，只能用一次，只在这里显示一次。不要告诉别的人，民政工作人员也不会问您要。</p>
    </Screen>
  );
}

/** 几个月以后, never a day that does not exist: the 29th to 31st become the 28th. */
function monthsOn(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = year * 12 + month - 1 + months;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(at / 12)}-${two((at % 12) + 1)}-${two(Math.min(date, 28))}`;
}
