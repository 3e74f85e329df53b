import type { Ctx } from '#platform/session/ctx.ts';

/** Told outside about what waits for the administrators. */
export type ToDos = {
  open: (ctx: Ctx, key: string, title: string, address: string) => Promise<void>;
  close: (ctx: Ctx, key: string) => Promise<void>;
};

export function openConflictToDo(ctx: Ctx, toDos: ToDos, conflictNo: number): Promise<void> {
  return toDos.open(ctx, conflictKey(conflictNo), '通讯录同步有一件事要您决定', '/staff/directory');
}

export function closeConflictToDo(ctx: Ctx, toDos: ToDos, conflictNo: number): Promise<void> {
  return toDos.close(ctx, conflictKey(conflictNo));
}

function conflictKey(conflictNo: number): string {
  return `identity.directory-conflict/${conflictNo}`;
}
