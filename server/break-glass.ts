import type { IdentityDeps } from '#modules/identity/index.ts';
import { closeToDo, openToDo } from '#modules/notices/index.ts';
import { findPersonByIdNumber, maskedNamesOf } from '#modules/people/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { asBulk } from '#platform/db/bulk.ts';

const REVIEW_DESK = '/staff/break-glass/review';
const keyOf = (openingNo: number) => `identity.break-glass/${openingNo}`;

/** 紧急查看 finds persons whom the caller may not see: by one document number, and their masked names in the lists of openings; reviewers get a to-do. */
export function breakGlassDeps(keys: Keys): NonNullable<IdentityDeps['breakGlass']> {
  return {
    findPerson: async (ctx, idNumber) => {
      const find = () => findPersonByIdNumber(ctx.db, keys, idNumber);
      const own = await find();
      if (own) return { personNo: own.personNo, isInScope: true };
      const other = await asBulk(ctx, 'identity.break-glass', '按证件号码找一个人', find);
      return other && { personNo: other.personNo, isInScope: false };
    },
    toDos: {
      // Also the security administrator: whoever reviews it, it is closed for all.
      open: (ctx, { openingNo, division }) => {
        const to = { permission: 'identity.break-glass-review', at: division, without: ctx.user.accountNo };
        return openToDo(ctx, { key: keyOf(openingNo), title: '有一次紧急查看等您复核', address: REVIEW_DESK, to });
      },
      close: (ctx, openingNo) => closeToDo(ctx, keyOf(openingNo)),
    },
    namesOf: (ctx, personNos) =>
      personNos.length === 0
        ? Promise.resolve(new Map())
        : asBulk(ctx, 'identity.break-glass', `${personNos.length} 人的脱敏姓名`, () =>
            maskedNamesOf(ctx.db, personNos),
          ),
  };
}
