import type { IdentityDeps } from '#modules/identity/index.ts';
import { findPersonByIdNumber, maskedNamesOf } from '#modules/people/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { asBulk } from '#platform/db/bulk.ts';

/** 紧急查看 finds persons whom the caller may not see: by one document number, and their masked names in the lists of openings. */
export function breakGlassDeps(keys: Keys): NonNullable<IdentityDeps['breakGlass']> {
  return {
    findPerson: async (ctx, idNumber) => {
      const find = () => findPersonByIdNumber(ctx.db, keys, idNumber);
      const own = await find();
      if (own) return { personNo: own.personNo, isInScope: true };
      const other = await asBulk(ctx, 'identity.break-glass', '按证件号码找一个人', find);
      return other && { personNo: other.personNo, isInScope: false };
    },
    namesOf: (ctx, personNos) =>
      personNos.length === 0
        ? Promise.resolve(new Map())
        : asBulk(ctx, 'identity.break-glass', `${personNos.length} 人的脱敏姓名`, () =>
            maskedNamesOf(ctx.db, personNos),
          ),
  };
}
