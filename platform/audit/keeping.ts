import type { KeyObject } from 'node:crypto';
import type { DialectAdapter } from 'kysely';
import type { AnyDb } from '../db/own.ts';

/** access 登录和查看, provision 导出和对外提供, rights 权限变动, business 审批、清册、凭证: how long each is kept is in platform.audit_kind. */
export type AuditKind = 'access' | 'provision' | 'rights' | 'business';
export type AuditOutcome = 'done' | 'refused' | 'read';
export type AuditKeeping = {
  /** For the authentication code of every row; never in the database. */
  key: KeyObject;
  /** Which kind an act is, by a table that knows the modules' actions. */
  kindOf: (action: string, outcome: AuditOutcome) => AuditKind;
};

// The adapter is the one object that a connected database shares with all its transactions.
const keepings = new WeakMap<DialectAdapter, AuditKeeping>();

/** From here on acts in this database's transactions can be audited. */
export function keepAudit(db: AnyDb, keeping: AuditKeeping): void {
  keepings.set(db.getExecutor().adapter, keeping);
}

/** Throws when nobody said how: without an audit no act happens. */
export function keepingOf(db: AnyDb): AuditKeeping {
  const keeping = keepings.get(db.getExecutor().adapter);
  if (!keeping) throw new Error('this database has no audit key: call keepAudit where it is connected');
  return keeping;
}
