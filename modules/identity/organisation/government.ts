import { type Division, getDivision } from '#modules/places/index.ts';

export type GovernmentOrganisation = {
  division: string;
  name: string;
  fromDay: string | null;
  untilDay: string | null;
};

/** 民政系统的组织 of a division, in the words of the field, as long as the division is there. */
export function governmentOrganisation(division: Division): GovernmentOrganisation {
  const { code, validFrom, validTo } = division;
  return { division: code, name: nameOf(division), fromDay: validFrom, untilDay: validTo };
}

function nameOf({ level, name, payingAuthority, parentCode }: Division): string {
  if (level === 1) return `${name}民政厅`;
  if (level === 2) return `${name}民政局`;
  // A zone's paying authority may not be known.
  if (level === 3) return `${name}${payingAuthority ?? '管理委员会'}`;
  const above = parentCode === null ? '' : getDivision(parentCode).name;
  return above + (level === 4 ? streetName(name) : villageName(name));
}

function streetName(name: string): string {
  if (name.endsWith('街道')) return `${name}办事处`;
  if (/[镇乡]$/.test(name)) return `${name}人民政府`;
  return /(区|城|中心)$/.test(name) ? `${name}管理委员会` : name;
}

/** The statistical list writes some committees out and shortens others. */
function villageName(name: string): string {
  if (/(村民|居民)委员会$/.test(name)) return name;
  if (name.endsWith('村委会')) return name.replace(/委会$/, '村民委员会');
  if (name.endsWith('居委会')) return name.replace(/居委会$/, '居民委员会');
  if (name.endsWith('社区')) return `${name}居民委员会`;
  return name.endsWith('村') ? `${name}村民委员会` : name;
}
