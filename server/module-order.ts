/** The modules, lowest first: each may use only those before it. `platform` owns the first migrations. */
export const MODULE_ORDER = [
  'platform',
  'places',
  'identity',
  'notices',
  'people',
  'audit',
  'policy',
  'allowances',
] as const;
