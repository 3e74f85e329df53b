import { z } from 'zod';
import { defineRoute } from '#platform/contract/define-route.ts';
import { rowVersion } from '#platform/contract/row-version.ts';
import { divisionCode, endDay, fromDay, level, no, organisationName, page, search } from '../field.ts';
import { ORGANISATION_KINDS, OUTSIDE_KINDS } from '../role.ts';

// Organisations. Days are 'YYYY-MM-DD'; an untilDay is the first day that does not count any more.

const done = z.object({ done: z.literal(true) });

const organisationSchema = z.object({
  organisationNo: z.int(),
  kind: z.enum(ORGANISATION_KINDS).meta({ title: '类别' }),
  name: z.string().meta({ title: '名称' }),
  division: z.string().meta({ title: '区划代码' }),
  /** From the city down, '杭州市 上城区 清波街道'. */
  divisionName: z.string().meta({ title: '所在地' }),
  level: level.meta({ title: '层级' }),
  fromDay: z.string().nullable().meta({ title: '起日' }),
  untilDay: z.string().nullable().meta({ title: '止日' }),
  version: rowVersion,
});
export type Organisation = z.infer<typeof organisationSchema>;

const organisationFilter = {
  search,
  division: divisionCode.optional().meta({ title: '所在地' }),
  kind: z.enum(ORGANISATION_KINDS).optional().meta({ title: '类别' }),
};

export const listOrganisations = defineRoute({
  method: 'GET',
  path: '/api/identity/organisations',
  title: '组织',
  permission: 'identity.read',
  scope: 'whole',
  query: z.strictObject({ ...organisationFilter, page }),
  reply: z.object({ organisations: z.array(organisationSchema), total: z.int(), page: z.int(), pageSize: z.int() }),
});

export const exportOrganisations = defineRoute({
  method: 'GET',
  path: '/api/identity/organisations.csv',
  title: '导出组织',
  permission: 'identity.read',
  scope: 'whole',
  query: z.strictObject(organisationFilter),
  reply: z.string(),
  stream: 'csv',
});

/** 建外部单位: government organisations are made from the divisions alone. */
export const makeOrganisation = defineRoute({
  method: 'POST',
  path: '/api/identity/organisations',
  title: '建立外部单位',
  permission: 'identity.manage',
  scope: 'whole',
  body: z.strictObject({
    kind: z.enum(OUTSIDE_KINDS).meta({ title: '类别' }),
    name: organisationName,
    division: divisionCode.meta({ title: '所在地' }),
    fromDay,
  }),
  reply: z.object({ organisationNo: z.int() }),
});

export const endOrganisation = defineRoute({
  method: 'POST',
  path: '/api/identity/organisations/end',
  title: '停用外部单位',
  permission: 'identity.manage',
  scope: 'whole',
  body: z.strictObject({ organisationNo: no, version: rowVersion, untilDay: endDay }),
  reply: done,
});
