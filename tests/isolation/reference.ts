// What each role may do and where, written down a second time and in another way: by hand from the list of roles and
// from the digits of the codes. Nothing here reads modules/identity or the routes' own declarations.

export type Principal = {
  role: string;
  kind: 'government' | 'outside';
  /** Where its organisation is. */
  at: string;
  /** Which of the care institutions where somebody stays; left out: another organisation. */
  institution?: string;
  /** Its post, or the days of standing in, have ended or not begun. */
  isOver: boolean;
};

const READERS = ['village-worker', 'street-reviewer', 'county-approver', 'county-releaser', 'city-officer'];
const ALL_READERS = [...READERS, 'province-officer', 'auditor', 'demonstration'];
const DIRECTORY = ['system-administrator', 'demonstration'];

const MAY: Record<string, readonly string[]> = {
  totals: [...ALL_READERS, 'bureau-finance', 'data-steward', 'bank', 'treasury'],
  lists: ALL_READERS,
  reveal: ['village-worker', 'street-reviewer', 'county-approver', 'demonstration'],
  run: ['county-approver', 'province-officer', 'demonstration'],
  export: ['county-approver', 'city-officer', 'province-officer', 'demonstration'],
  release: ['county-releaser', 'demonstration'],
  rules: [...ALL_READERS, 'rule-editor', 'rule-approver', 'data-steward', 'seat'],
  directory: [...DIRECTORY, 'security-administrator'],
  change: DIRECTORY,
  sessions: ['security-administrator', 'demonstration'],
  keys: ['security-administrator', 'demonstration'],
  audit: ['audit-administrator', 'demonstration'],
  urgent: ['village-worker', 'street-reviewer', 'county-approver', 'city-officer', 'demonstration'],
  urgentReview: ['county-approver', 'security-administrator', 'demonstration'],
  questions: ['security-administrator', 'demonstration'],
  mandates: ['village-worker', 'street-reviewer', 'county-approver', 'auditor', 'demonstration'],
  'make mandates': ['village-worker', 'street-reviewer', 'county-approver', 'demonstration'],
  families: ['data-steward', 'demonstration'],
  residents: ['institution-manager', 'demonstration'],
  'confirm stays': ['street-reviewer', 'county-approver', 'demonstration'],
};

/** A wish as sent: which act, and the codes in it. */
export type Wish = { county?: string; town?: string; village?: string };
type Act = { needs?: keyof typeof MAY; place?: (wish: Wish) => 'whole' | 'own' | 'organisation' | string };

const WHOLE = () => 'whole';
const OWN = () => 'own';
const ORGANISATION = () => 'organisation';
const finest = ({ village, town, county }: Wish) => village ?? town ?? county ?? 'own';

/** By address: what it takes, and which place the call is about; without one it is about none. */
export const ACTS: Record<string, Act> = {
  'GET /api/allowances/month': { needs: 'totals', place: OWN },
  'GET /api/allowances/month/:month/counties/:county': { needs: 'totals', place: ({ county }) => county ?? 'whole' },
  'POST /api/allowances/runs': { needs: 'run', place: ({ county }) => county ?? 'whole' },
  'GET /api/allowances/runs/:runNo': { needs: 'totals', place: OWN },
  'POST /api/allowances/release': { needs: 'release', place: ({ county }) => county ?? 'whole' },
  'GET /api/allowances/month/:month/lines': { needs: 'lists', place: finest },
  'GET /api/allowances/month/:month/lines.csv': { needs: 'export', place: finest },
  'GET /api/allowances/people/:personNo': { needs: 'lists', place: OWN },
  'GET /api/allowances/people/:personNo/month/:month': { needs: 'lists', place: OWN },
  'POST /api/people/search': { needs: 'lists', place: finest },
  'GET /api/people/mandates': { needs: 'mandates', place: OWN },
  'GET /api/people/mandates.csv': { needs: 'mandates', place: OWN },
  'GET /api/people/mandates/:mandateNo': { needs: 'mandates', place: OWN },
  'GET /api/people/mandates/:mandateNo/text': { needs: 'make mandates', place: OWN },
  'GET /api/people/mandates/:mandateNo/proofs/:proofNo': { needs: 'make mandates', place: OWN },
  'POST /api/people/mandates/prepare': { needs: 'make mandates', place: OWN },
  'POST /api/people/mandates': { needs: 'make mandates', place: OWN },
  'POST /api/people/mandates/confirm': { needs: 'make mandates', place: OWN },
  'POST /api/people/mandates/refuse': { needs: 'make mandates', place: OWN },
  'POST /api/people/mandates/revoke': { needs: 'make mandates', place: OWN },
  'POST /api/people/family-relations': { needs: 'families', place: OWN },
  'GET /api/people/residents': { needs: 'residents', place: ORGANISATION },
  'GET /api/people/residents/:personNo': { needs: 'residents', place: ORGANISATION },
  'GET /api/allowances/residents/:personNo/month': { needs: 'residents', place: ORGANISATION },
  'POST /api/people/residents': { needs: 'residents', place: ORGANISATION },
  'POST /api/people/residents/end': { needs: 'residents', place: ORGANISATION },
  'POST /api/people/residents/withdraw': { needs: 'residents', place: ORGANISATION },
  'GET /api/people/stays': { needs: 'confirm stays', place: OWN },
  'POST /api/people/stays/confirm': { needs: 'confirm stays', place: OWN },
  'POST /api/people/stays/retract': { needs: 'confirm stays', place: OWN },
  'GET /api/people/access-questions': { needs: 'questions', place: WHOLE },
  'GET /api/people/access-questions/:questionNo': { needs: 'questions', place: WHOLE },
  'POST /api/people/access-questions/take': { needs: 'questions', place: WHOLE },
  'POST /api/people/access-questions/answer': { needs: 'questions', place: WHOLE },
  'GET /api/policy/rules': { needs: 'rules' },
  'GET /api/policy/rule': { needs: 'rules' },
  'GET /api/identity/organisations': { needs: 'directory', place: WHOLE },
  'GET /api/identity/organisations.csv': { needs: 'directory', place: WHOLE },
  'POST /api/identity/organisations': { needs: 'change', place: WHOLE },
  'POST /api/identity/organisations/end': { needs: 'change', place: WHOLE },
  'GET /api/identity/accounts': { needs: 'directory', place: WHOLE },
  'GET /api/identity/accounts.csv': { needs: 'directory', place: WHOLE },
  'GET /api/identity/accounts/:accountNo': { needs: 'directory', place: WHOLE },
  'POST /api/identity/accounts': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/end': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/reset-password': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/reset-second-factor': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/employee-code': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/bind': { needs: 'change', place: WHOLE },
  'POST /api/identity/accounts/unbind': { needs: 'change', place: WHOLE },
  'GET /api/identity/directory': { needs: 'change', place: WHOLE },
  'POST /api/identity/directory/sync': { needs: 'change', place: WHOLE },
  'GET /api/identity/directory/changes': { needs: 'change', place: WHOLE },
  'GET /api/identity/directory/changes.csv': { needs: 'change', place: WHOLE },
  'GET /api/identity/directory/conflicts': { needs: 'change', place: WHOLE },
  'GET /api/identity/directory/conflicts.csv': { needs: 'change', place: WHOLE },
  'POST /api/identity/directory/conflicts/decide': { needs: 'change', place: WHOLE },
  'POST /api/identity/posts': { needs: 'change', place: WHOLE },
  'POST /api/identity/posts/end': { needs: 'change', place: WHOLE },
  'POST /api/identity/stand-ins': { needs: 'change', place: WHOLE },
  'POST /api/identity/stand-ins/end': { needs: 'change', place: WHOLE },
  'GET /api/identity/sessions': { needs: 'sessions', place: WHOLE },
  'POST /api/identity/sessions/end': { needs: 'sessions', place: WHOLE },
  'POST /api/identity/citizen-sessions/end': { needs: 'sessions', place: WHOLE },
  'POST /api/identity/break-glass': { needs: 'urgent', place: OWN },
  'POST /api/identity/break-glass/close': { needs: 'urgent', place: OWN },
  'GET /api/identity/break-glass/own': { needs: 'urgent', place: OWN },
  'GET /api/identity/break-glass': { needs: 'urgentReview', place: OWN },
  'POST /api/identity/break-glass/review': { needs: 'urgentReview', place: OWN },
  'GET /api/audit/entries': { needs: 'audit', place: WHOLE },
  'GET /api/audit/entries.csv': { needs: 'audit', place: WHOLE },
  'GET /api/audit/entries/:entryNo': { needs: 'audit', place: WHOLE },
  'GET /api/audit/entries/:entryNo/proof': { needs: 'audit', place: WHOLE },
  'POST /api/audit/find-person': { needs: 'audit', place: WHOLE },
  'GET /api/audit/who-saw': { needs: 'audit', place: WHOLE },
  'GET /api/audit/whom-saw': { needs: 'audit', place: WHOLE },
  'GET /api/audit/whom-saw.csv': { needs: 'audit', place: WHOLE },
  'GET /api/audit/state': { needs: 'audit', place: WHOLE },
  'GET /api/identity/own-sessions': {},
  'GET /api/identity/own-security': {},
  'POST /api/identity/second-factor/begin': {},
  'POST /api/identity/second-factor/confirm': {},
  'POST /api/identity/second-factor/prove': {},
  'POST /api/identity/prove-again': {},
  'POST /api/identity/second-factor/recovery-codes': {},
  'POST /api/identity/own-sessions/end': {},
  'POST /api/identity/switch-post': {},
  'GET /api/people/:personNo/identity': { needs: 'lists', place: OWN },
  'POST /api/people/reveal': { needs: 'reveal', place: OWN },
  'GET /api/identity/matrix': { needs: 'directory', place: WHOLE },
  'GET /api/identity/matrix.csv': { needs: 'directory', place: WHOLE },
  'GET /api/platform/classification.csv': { needs: 'keys', place: WHOLE },
  'GET /api/platform/classification': { needs: 'keys', place: WHOLE },
  'GET /api/platform/keys': { needs: 'keys', place: WHOLE },
  'POST /api/platform/keys/rotate': { needs: 'keys', place: WHOLE },
};

/** By the digits alone: a zone's code names the city it lies in. */
export function contains(outer: string, inner: string): boolean {
  if (outer.endsWith('0000')) return inner.startsWith('33') || inner.startsWith('Z33');
  if (outer.length === 6 && outer.endsWith('00'))
    return [outer.slice(0, 4), `Z${outer.slice(0, 4)}`].some((start) => inner.startsWith(start));
  return inner.startsWith(outer);
}

export function sees({ kind, at }: Principal, code: string): boolean {
  return kind === 'government' && contains(at, code);
}

/** Whom a principal sees: registered or living in his places today, or once on a list there. */
export function seesPerson(
  principal: Principal,
  person: { village: string; residence?: string; listedAt: readonly string[] },
): boolean {
  return livesWithin(principal, person) || person.listedAt.some((village) => sees(principal, village));
}

/** Whom a search may find: only who is registered or lives there today. */
export function livesWithin(principal: Principal, { village, residence }: { village: string; residence?: string }) {
  return sees(principal, village) || (residence !== undefined && sees(principal, residence));
}

type Stayed = { institution: string; at: string; state: string };

/** 住养老人: who lives in the principal's own institution today, confirmed, not ended and not retracted. */
export function housesToday({ kind, institution }: Principal, { stays = [] }: { stays?: readonly Stayed[] }): boolean {
  return kind === 'outside' && stays.some((stay) => stay.institution === institution && stay.state === 'standing');
}

/** Which stays an official sees: those of institutions in his places, and those of people registered or living there. */
export function seesStay(principal: Principal, stay: Stayed, person: { village: string; residence?: string }): boolean {
  return sees(principal, stay.at) || livesWithin(principal, person);
}

/** The code of the refusal to expect; undefined: the call gets through to its use case. */
export function refusalOf(
  principal: Principal,
  address: string,
  wish: Wish,
): 'not-permitted' | 'out-of-scope' | undefined {
  const act = ACTS[address];
  if (!act) throw new Error(`the reference does not know ${address}`);
  if (!act.needs) return undefined;
  if (principal.isOver || !MAY[act.needs]?.includes(principal.role)) return 'not-permitted';
  const place = act.place?.(wish);
  if (place === undefined) return undefined;
  if (place === 'organisation') return principal.kind === 'outside' ? undefined : 'out-of-scope';
  if (principal.kind === 'outside') return 'out-of-scope';
  if (place === 'own') return undefined;
  if (place === 'whole') return principal.at === '330000' ? undefined : 'out-of-scope';
  // Whoever has the province is told by the use case what a code is worth; the others only get what is theirs.
  return principal.at === '330000' || sees(principal, place) ? undefined : 'out-of-scope';
}
