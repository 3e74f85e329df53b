import type { AnyDb } from '#platform/db/own.ts';
import { accountVersion, findAccount } from './account.store.ts';
import { findOrganisation, organisationVersion } from './organisation/organisation.store.ts';
import { findPost, postVersion } from './post/post.store.ts';
import { findStandIn, standInVersion } from './post/stand-in.store.ts';

const NOBODYS = '0'.repeat(16);

/** 行版本 as the screens would show it now of the row that an act names; any where there is no such row. */
export async function seenVersion(db: AnyDb, act: Readonly<Record<string, unknown>>): Promise<string> {
  const no = (name: string) => (act[name] === undefined ? undefined : Number(act[name]));
  const [standInNo, postNo, organisationNo, accountNo] = ['standInNo', 'postNo', 'organisationNo', 'accountNo'].map(no);
  const versions = [
    standInNo === undefined ? undefined : await findStandIn(db, standInNo).then((row) => row && standInVersion(row)),
    postNo === undefined ? undefined : await findPost(db, postNo).then((row) => row && postVersion(row)),
    organisationNo === undefined
      ? undefined
      : await findOrganisation(db, organisationNo).then((row) => row && organisationVersion(row)),
    accountNo === undefined ? undefined : await findAccount(db, accountNo).then((row) => row && accountVersion(row)),
  ];
  return versions.find((version) => version !== undefined) ?? NOBODYS;
}
