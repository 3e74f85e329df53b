import type { Account } from '#modules/identity/contract.ts';
import type { searchPeople } from '#modules/people/contract.ts';
import type { Input } from '#platform/contract/route.ts';

type Wish = Partial<Input<typeof searchPeople>['body']>;
type WayEntry = {
  name: string;
  /** Of what is typed; null: nothing is. */
  label: string | null;
  longest: number;
  /** What it finds, and what it does not. */
  explained: string;
  wishOf: (typed: string) => Wish;
};

/** 按什么找. */
export const SEARCH_WAYS = {
  number: {
    name: '证件号码',
    label: '证件号码（写全）',
    longest: 40,
    explained: '只找号码完全一样的一位老人。身份证、居住证、护照等都可以。',
    wishOf: (idNumber) => ({ idNumber }),
  },
  tail: {
    name: '证件末四位',
    label: '证件号码最后四位',
    longest: 4,
    explained:
      '在一个县（市、区）里找证件号码最后四位正好是这四位的所有老人；一个县往往有十几位，请再用姓名、出生年月核对。末位是 X 的写 X。',
    wishOf: (lastFour) => ({ lastFour }),
  },
  name: {
    name: '姓名开头',
    label: '姓名开头的字',
    longest: 50,
    explained: '在一个县（市、区）里找姓名以这些字开头的老人，至少写一个字；写得越全，列出的越少。',
    wishOf: (name) => ({ name }),
  },
  place: {
    name: '整个辖区',
    label: null,
    longest: 0,
    explained: '列出一个县（市、区）或您所在乡镇、村里登记的全部老人，每页五十位。',
    wishOf: () => ({}),
  },
} as const satisfies Record<string, WayEntry>;

export type SearchWay = keyof typeof SEARCH_WAYS;
export const SEARCH_WAY_KEYS = Object.keys(SEARCH_WAYS) as [SearchWay, ...SearchWay[]];

/** Above the county one says which county: nobody is looked for by a name in a whole city. */
export function needsCounty(scope: Account['scope']): boolean {
  return scope.type === 'whole' || (scope.type === 'division' && /^\d{4}00$/.test(scope.code));
}
