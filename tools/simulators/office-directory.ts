import type { Told } from './simulator.ts';

type Department = { code: string; name: string; division?: string };
type Employee = {
  employeeCode: string;
  name: string;
  isHere: boolean;
  positions: { departmentCode: string; position: string }[];
};
type Wish = { departments?: Department[]; employees?: Employee[]; pageSize?: number; failAfterPages?: number };

/** 通讯录 of the simulator: set as a whole; what differs from the last time is the next delta. `failAfterPages`: then it is silent once. */
export function openDirectory() {
  let departments: Department[] = [];
  let employees: Employee[] = [];
  let pageSize = 100;
  let failAfter: number | undefined;
  let version = 0;
  const changedAt = new Map<string, number>();
  const leavers: (Employee & { at: number })[] = [];

  return {
    set: (wish: Wish): Told => {
      version += 1;
      const before = new Map(employees.map((one) => [one.employeeCode, JSON.stringify(one)]));
      departments = wish.departments ?? departments;
      const gone = employees.filter((one) => !wish.employees?.some((now) => now.employeeCode === one.employeeCode));
      employees = wish.employees ?? employees;
      for (const one of employees)
        if (before.get(one.employeeCode) !== JSON.stringify(one)) changedAt.set(one.employeeCode, version);
      leavers.push(...(wish.employees ? gone.map((one) => ({ ...one, isHere: false, at: version })) : []));
      pageSize = wish.pageSize ?? pageSize;
      failAfter = wish.failAfterPages;
      return { json: { version } };
    },
    page: ({ kind = 'full', cursor = '' }: Record<string, string>): Told => {
      if (failAfter === 0) {
        failAfter = undefined;
        return { status: 500, json: { message: 'Internal Server Error' } };
      }
      if (failAfter !== undefined) failAfter -= 1;
      const [since = '0', from = '0'] = cursor.includes(':') ? cursor.split(':') : [cursor || '0', '0'];
      const rows = kind === 'full' ? employees : changedSince(Number(since));
      const next = Number(from) + pageSize < rows.length ? `${since}:${Number(from) + pageSize}` : null;
      const page = rows.slice(Number(from), Number(from) + pageSize);
      const data = { departments: from === '0' ? departments : [], employees: page, next, cursor: String(version) };
      return { json: { success: true, content: { success: true, data } } };
    },
  };

  function changedSince(since: number): Employee[] {
    const isHere = new Set(employees.map(({ employeeCode }) => employeeCode));
    const gone = leavers.filter(({ at, employeeCode }) => at > since && !isHere.has(employeeCode));
    const left = gone.map(({ at: _, ...one }) => one);
    return [...employees.filter((one) => (changedAt.get(one.employeeCode) ?? 0) > since), ...left];
  }
}
