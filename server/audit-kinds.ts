import type { AuditKind, AuditOutcome } from '#platform/audit/keeping.ts';

/** 审计种类 of single acts; how long each kind is kept stands in platform.audit_kind. */
const ACTS: Record<string, AuditKind> = {
  '/api/identity/sign-in': 'access',
  '/api/identity/sign-out': 'access',
  '/api/identity/switch-post': 'access',
  '/api/identity/second-factor/prove': 'access',
  '/api/identity/prove-again': 'access',
  '/api/identity/external/begin': 'access',
  '/api/identity/external/finish': 'access',
  '/api/identity/external/in-app': 'access',
  '/api/identity/own-sessions/end': 'access',
  '/api/identity/citizen/sign-in': 'access',
  '/api/identity/citizen/sign-out': 'access',
  '/api/identity/citizen/own-sessions/end': 'access',
  '/api/people/portal/messages/read': 'access',
  '/api/policy/what-am-i-due': 'access',
  '/api/audit/find-person': 'access',
  '/api/people/reveal': 'access',
  '/api/people/search': 'access',
  '/control/backup': 'provision',
  '/control/audit/export': 'provision',
};

/** Of everything else a module or the owner does, the longest beginning counts. */
const PLACES: Record<string, AuditKind> = {
  '/api/identity/': 'rights',
  'identity.': 'rights',
  '/api/audit/': 'access',
  '/api/policy/': 'business',
  '/api/allowances/': 'business',
  '/api/people/': 'business',
  '/api/platform/': 'rights',
  '/control/': 'business',
  'bulk/': 'business',
  'platform.': 'rights',
  '/api/notices/': 'business',
};

/** What takes whole lists out of the system. */
const EXPORT = /\.csv$/;

/** The kind that somebody decided on for this act; undefined when nobody did. */
export function decidedKindOf(action: string, outcome: AuditOutcome): AuditKind | undefined {
  const place = Object.keys(PLACES).find((beginning) => action.startsWith(beginning));
  if (place === undefined) return undefined;
  const act = ACTS[action];
  if (act) return act;
  if (EXPORT.test(action)) return 'provision';
  return outcome === 'read' ? 'access' : PLACES[place];
}

/** Kept too long rather than lost, when nobody decided. */
export function auditKindOf(action: string, outcome: AuditOutcome): AuditKind {
  return decidedKindOf(action, outcome) ?? 'business';
}
