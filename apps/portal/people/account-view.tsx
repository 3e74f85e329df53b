import { useState } from 'react';
import { requestAccountChange } from '#modules/people/contract.ts';
import { useAct } from '../ask.tsx';
import { Screen } from '../screen.tsx';
import type { OwnPerson } from '../signed-in.tsx';
import { TextField } from '../text-field.tsx';

/** 换收款账户: a wish; nothing is paid there before it was checked. */
export function AccountView({ person }: { person: OwnPerson }) {
  const [accountNumber, setAccountNumber] = useState('');
  const [isDone, setDone] = useState(false);
  const request = useAct(requestAccountChange, () => setDone(true));
  return (
    <Screen title="换收款账户">
      {isDone ? (
        <p className="verdict" role="status">
          已经收到。县级民政部门核对以前，钱还是发到原来的账户。
        </p>
      ) : (
        <>
          <p>
            要把{person.name}的津贴发到另一个账户，请填新的银行账号。账户要是{person.name}本人的，最好是社保卡。
          </p>
          <TextField
            label="新的银行账号"
            hint="12到23位数字，可以照着卡一组一组地填。"
            value={accountNumber}
            onChange={setAccountNumber}
            numeric
            max={40}
          />
          {request.refused}
          <button
            type="button"
            className="main-button"
            onClick={() => request.act({ personNo: person.personNo, accountNumber })}
          >
            {request.isWaiting ? '正在送出……' : '申请更换'}
          </button>
        </>
      )}
    </Screen>
  );
}
