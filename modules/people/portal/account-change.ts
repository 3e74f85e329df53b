import type { Keys } from '#platform/crypto/keys.ts';
import { seal } from '#platform/crypto/seal.ts';
import { own } from '#platform/db/own.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { readAccountNumber } from '../account-number.ts';
import { refuse } from '../contract.ts';
import { tellPerson } from '../mandate/message.store.ts';
import { citizenOf, mayActFor } from './may-act-for.ts';

export type AccountChangeWish = { personNo: number; accountNumber: string };

/**
 * 申请变更收款账户: by the older person, or by whom a court or notary named. Refuses every other holder. The older person is told. Money
 * goes there only after an official has checked the account.
 */
export async function requestAccountChange(ctx: Ctx, keys: Keys, wish: AccountChangeWish): Promise<number> {
  const { personNo } = wish;
  const citizen = citizenOf(ctx);
  const { mandateNo } = await mayActFor(ctx, personNo, 'account');
  const accountNumber = readAccountNumber(wish.accountNumber) ?? refuse('people.account-shape');
  const { no } = await own('people')(ctx.db)
    .selectNoFrom((e) => e.fn<number>('nextval', [e.val('people.account_change_change_no_seq')]).as('no'))
    .executeTakeFirstOrThrow();
  const changeNo = Number(no);
  await own('people')(ctx.db)
    .insertInto('people.account_change')
    .values({
      ...{ change_no: changeNo, person_no: personNo, mandate_no: mandateNo, citizen_no: citizen.citizenNo },
      status: 'requested',
      sealed: seal(keys, { table: 'people.account_change', column: 'sealed', row: changeNo }, { accountNumber }),
      requested_at: ctx.now,
    })
    .execute();
  const by = mandateNo === null ? '您本人' : '您的监护人（受托人）';
  const sentence = `${by}申请把收款账户改为尾号${accountNumber.slice(-4)}的账户。县级民政部门核对以前，钱还是发到原来的账户。不是您的意思，请马上拨打 12345。`;
  await tellPerson(ctx.db, personNo, { kind: 'account', sentence }, ctx.now);
  return changeNo;
}
