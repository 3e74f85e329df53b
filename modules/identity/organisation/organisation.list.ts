import { divisionPath, findDivision } from '#modules/places/index.ts';
import { type AnyDb, own } from '#platform/db/own.ts';
import { csvLine, UTF8_MARK } from '#platform/http/csv.ts';
import { ORGANISATION_KIND_NAMES, type OrganisationKind } from '../role.ts';
import { levelOf } from '../scope.ts';
import { PAGE_SIZE, pattern } from '../search.ts';
import { type OrganisationRow, organisationVersion } from './organisation.store.ts';
import type { Organisation } from './organisation-contract.ts';

export type OrganisationFilter = {
  search?: string | undefined;
  division?: string | undefined;
  kind?: OrganisationKind | undefined;
};

const EXPORT_BATCH = 2_000;

function filtered(db: AnyDb, { search, division, kind }: OrganisationFilter) {
  let query = own('identity')(db).selectFrom('identity.organisation');
  if (search) query = query.where('name', 'ilike', pattern(search));
  if (kind) query = query.where('kind', '=', kind);
  if (division) {
    const starts = codesWithin(division);
    query = query.where((e) => e.or(starts.map((start) => e('division', 'like', `${start}%`))));
  }
  return query;
}

/** How the codes of all that lies in a division begin; zones have codes of their own with the city's digits. */
function codesWithin(code: string): string[] {
  const division = findDivision(code);
  if (!division || division.level > 2) return [division?.code ?? code];
  const digits = division.code.slice(0, division.level * 2);
  return [digits, `Z${digits}`];
}

/** 组织一页: by number, which is the order of places for government. */
export async function readOrganisations(db: AnyDb, filter: OrganisationFilter, page: number) {
  const rows = await filtered(db, filter)
    .selectAll()
    .$narrowType<{ kind: OrganisationKind }>()
    .orderBy('organisation_no')
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const { total } = await filtered(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { organisations: rows.map(organisationShown), total: Number(total), page, pageSize: PAGE_SIZE };
}

/** 导出组织: the filtered list as CSV. */
export async function* exportOrganisations(db: AnyDb, filter: OrganisationFilter): AsyncGenerator<string> {
  yield UTF8_MARK + csvLine(['组织序号', '类别', '名称', '所在地', '区划代码', '起日', '止日']);
  for (let last = 0; ; ) {
    const rows = await filtered(db, filter)
      .selectAll()
      .$narrowType<{ kind: OrganisationKind }>()
      .where('organisation_no', '>', last)
      .orderBy('organisation_no')
      .limit(EXPORT_BATCH)
      .execute();
    const end = rows.at(-1);
    if (!end) return;
    last = end.organisation_no;
    yield rows.map((row) => lineOf(organisationShown(row))).join('');
  }
}

function lineOf(shown: Organisation): string {
  const { organisationNo, kind, name, divisionName, division, fromDay, untilDay } = shown;
  const days = [fromDay ?? '', untilDay ?? ''];
  return csvLine([String(organisationNo), ORGANISATION_KIND_NAMES[kind], name, divisionName, division, ...days]);
}

function organisationShown(row: OrganisationRow): Organisation {
  return {
    organisationNo: row.organisation_no,
    kind: row.kind,
    name: row.name,
    division: row.division,
    divisionName: placeName(row.division),
    level: levelOf(row.division),
    fromDay: row.from_day,
    untilDay: row.until_day,
    version: organisationVersion(row),
  };
}

/** From the city down; the province by itself. */
function placeName(code: string): string {
  if (!findDivision(code)) return code;
  const path = divisionPath(code).map(({ name }) => name);
  return (path.length > 1 ? path.slice(1) : path).join(' ');
}
