import type { Cell, Compared, ComparedCell, Moment, MonthCell, Settled, SettledCell } from './cell.ts';
import { codeCells } from './code-cell.ts';
import { comparedCells } from './compared-cell.ts';
import { monthCells } from './month-cell.ts';
import { settledCells } from './settled-cell.ts';
import { readSourceCodes } from './source-code.ts';

export type Counted = Cell & { persons: number; months: number };

type Count = { persons: number; months: number; lastPerson: number };

/** 覆盖表: every cell with its count. Persons are told by number and come one after another. */
export function coverageTable(sourceCodesPath: string) {
  const months: MonthCell[] = [...monthCells, ...codeCells(readSourceCodes(sourceCodesPath))];
  const all: Cell[] = [...months, ...settledCells, ...comparedCells];
  const counts = new Map<Cell, Count>(all.map((cell) => [cell, { persons: 0, months: 0, lastPerson: -1 }]));

  const add = (cell: Cell, person: number, found: number) => {
    const count = counts.get(cell);
    if (!count || found === 0) return;
    count.months += found;
    if (count.lastPerson !== person) count.persons += 1;
    count.lastPerson = person;
  };

  return {
    see(person: number, moment: Moment): void {
      if (moment.decision.steps.length === 0) return;
      for (const cell of months) if (cell.met(moment)) add(cell, person, 1);
    },
    seeSettled(person: number, settled: Settled): void {
      for (const cell of settledCells) add(cell, person, (cell as SettledCell).months(settled));
    },
    seeCompared(person: number, compared: Compared): void {
      for (const cell of comparedCells) add(cell, person, (cell as ComparedCell).months(compared));
    },
    /** In order of group, as the groups first appear. */
    counted(): Counted[] {
      const groups = [...new Set(all.map(({ group }) => group))].sort((a, b) => rank(a) - rank(b));
      return groups.flatMap((wanted) =>
        all
          .filter(({ group }) => group === wanted)
          .map((cell) => {
            const { persons = 0, months: seen = 0 } = counts.get(cell) ?? {};
            return { group: cell.group, name: cell.name, title: cell.title, persons, months: seen };
          }),
      );
    },
  };
}

export type CoverageTable = ReturnType<typeof coverageTable>;

/** R-01 … R-10 first, then the codes as they are listed. */
function rank(group: string): number {
  return group.startsWith('R-') ? Number(group.slice(2, 4)) : 100;
}
