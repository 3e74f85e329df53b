import type { DirectoryPerson, KnownAccount, Plan } from './known.ts';

export type Counts = Record<'make' | 'end' | 'give' | 'take' | 'rename' | 'conflicts' | 'people', number>;

export function countsOf(people: readonly DirectoryPerson[], plan: Plan): Counts {
  const posts = (rows: readonly { posts: readonly unknown[] }[]) =>
    rows.reduce((sum, row) => sum + row.posts.length, 0);
  return {
    people: people.length,
    make: plan.make.length,
    end: plan.end.length,
    give: posts(plan.give) + posts(plan.make),
    take: posts(plan.take),
    rename: plan.rename.length,
    conflicts: plan.conflicts.length,
  };
}

const ALWAYS_ALLOWED = 5;

/** 防清空: whether so many would lose account or posts that a person must say yes first. */
export function losesTooMany(plan: Plan, accounts: readonly KnownAccount[], mostPercent: number): boolean {
  const standing = accounts.filter((one) => one.employeeCode !== null && !one.isEnded).length;
  const losing = plan.end.length + plan.take.length;
  return losing > ALWAYS_ALLOWED && losing * 100 > standing * mostPercent;
}
