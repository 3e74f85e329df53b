import { citizens } from '#modules/identity/index.ts';
import type { Keys } from '#platform/crypto/keys.ts';
import { own } from '#platform/db/own.ts';
import type { Ctx } from '#platform/session/ctx.ts';
import { refuse } from '../contract.ts';
import { readDocument } from '../document.ts';
import { lockPerson } from '../person.store.ts';
import { readPersonName } from '../person-name.ts';
import { findFamilyRelation } from './mandate.store.ts';
import type { Relation } from './mandate.ts';

export type RelationWish = {
  personNo: number;
  relative: { name: string; idNumber: string };
  relation: Relation;
  source: string;
};

/** 登记亲属关系: what a department delivered about who is whose family. Refuses one that is known, also when two come at once. */
export async function recordFamilyRelation(ctx: Ctx, keys: Keys, wish: RelationWish): Promise<number> {
  const { personNo, relative, relation, source } = wish;
  const name = readPersonName(relative.name);
  if ('code' in name) return refuse(name.code, name.details);
  const document = readDocument(relative.idNumber);
  if ('code' in document) return refuse(document.code, document.details);
  const relativeBlind = citizens.blindOf(keys, document.number);
  await lockPerson(ctx.db, `no/${personNo}`);
  if (await findFamilyRelation(ctx.db, personNo, relativeBlind)) refuse('people.relation-known');
  const row = await own('people')(ctx.db)
    .insertInto('people.family_relation')
    .values({
      ...{ person_no: personNo, relation, relative_name: name.name, relative_blind: relativeBlind, source },
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('relation_no')
    .executeTakeFirst();
  return row?.relation_no ?? refuse('people.relation-known');
}
