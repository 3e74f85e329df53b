import { allDivisions, type Division, divisionPath, findDivision, getDivision } from '#modules/places/index.ts';
import { maskBirth } from '#platform/classification/masks.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { narrowTo } from '#platform/db/in-scope.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from './contract.ts';
import { readDocument } from './document.ts';
import { faultOf } from './document-exception.ts';
import { findEndingIn } from './ending-in.ts';
import { type PersonWish, selectFound } from './person.list.ts';
import { maskPersonName } from './person-name.ts';
import { idBlindOf } from './seal-person.ts';
import { PAGE_SIZE, type searchPeople } from './search.ts';

type Wish = Input<typeof searchPeople>['body'];
const SEX_NAMES = { 0: '未知', 1: '男', 2: '女', 9: '未说明' } as const;
/** A name or a list of everybody is asked for in a county at most: nobody trawls a city by a surname. */
const COUNTY = 3;

/**
 * 查找老人. Refuses a search for nothing, a name or a list without a county where the caller's places are more than one, and a number
 * that cannot be one.
 */
export async function findPeople(ctx: Ctx, keys: Keys, wish: Wish): Promise<Reply<typeof searchPeople>> {
  const { page, name, lastFour } = wish;
  const place = placeFor(ctx, wish);
  const idBlind = wish.idNumber === undefined ? undefined : blindOf(keys, wish.idNumber);
  const rows = await rowsIn(ctx, keys, place, { idBlind, name, lastFour }, (page - 1) * PAGE_SIZE);
  const persons = rows.slice(0, PAGE_SIZE).map((row) => ({
    personNo: row.person_no,
    nameMasked: maskPersonName(row.name),
    sex: SEX_NAMES[row.sex as keyof typeof SEX_NAMES] ?? '未知',
    bornMasked: maskBirth(row.born),
    hukouPlace: nameAt(row.hukou_place),
    residencePlace: nameAt(row.residence_place),
  }));
  return { persons, page, pageSize: PAGE_SIZE, hasMore: rows.length > PAGE_SIZE };
}

/** The caller's own county needs no filter, for the policy is it; another is narrowed to; what is smaller is filtered too. */
async function rowsIn(
  { db, user: { scope } }: Ctx,
  keys: Keys,
  place: Division | undefined,
  { lastFour, ...wish }: PersonWish & { lastFour: string | undefined },
  offset: number,
) {
  const isCounty = place !== undefined && place.level <= COUNTY;
  if (isCounty && !(scope.type === 'division' && scope.code === place.code)) await narrowTo(db, place);
  const within = isCounty ? undefined : place;
  const span = { limit: PAGE_SIZE + 1, offset };
  if (lastFour !== undefined) return findEndingIn(db, keys, { lastFour, name: wish.name, within }, span);
  return selectFound(db, { ...wish, within }, span.limit, offset);
}

function placeFor({ user: { scope } }: Ctx, { division, idNumber, name, lastFour }: Wish) {
  if (division !== undefined) {
    const place = getDivision(division);
    return idNumber === undefined && place.level < COUNTY ? refuse('people.choose-county') : place;
  }
  if (idNumber !== undefined) return undefined;
  const own = scope.type === 'division' ? findDivision(scope.code) : undefined;
  if (own && own.level >= COUNTY) return own;
  return refuse(name === undefined && lastFour === undefined ? 'people.search-empty' : 'people.choose-county');
}

function blindOf(keys: Keys, text: string): Buffer {
  const read = readDocument(text);
  const document = 'code' in read ? readDocument(text, undefined, faultOf(read)) : read;
  if ('code' in document) return refuse(document.code, document.details);
  return idBlindOf(keys, document.kind, document.number);
}

let codes: Map<number, string> | undefined;

/** Where a place number lies, from the city down; null for nowhere we know of. */
function nameAt(place: number): string | null {
  codes ??= new Map(allDivisions().map(({ placeLo, code }) => [placeLo, code]));
  const code = codes.get(place);
  return code === undefined
    ? null
    : divisionPath(code)
        .slice(1)
        .map(({ name }) => name)
        .join(' ');
}
