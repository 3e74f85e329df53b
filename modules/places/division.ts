/** 层级: province 1, city 2, county 3, street 4, village 5. */
export type DivisionLevel = 1 | 2 | 3 | 4 | 5;

/** 行政区划 or 功能区 (kind 'zone', county-rank). Days are 'YYYY-MM-DD', validTo exclusive; null = no such day known. */
export type Division = Readonly<{
  code: string;
  name: string;
  level: DivisionLevel;
  kind: 'division' | 'zone';
  parentCode: string | null;
  validFrom: string | null;
  validTo: string | null;
  placeLo: number;
  placeHi: number;
  payingAuthority: string | null;
}>;

/** 沿革: on `day` the predecessor, or a part of it, became (a part of) the successor. */
export type Succession = Readonly<{ predecessor: string; successor: string; day: string }>;

/** Level of a code in its canonical form, told by its length and zeros; throws for anything else (a mistake in the data). */
export function levelOfCode(code: string): DivisionLevel {
  if (code.startsWith('Z') && code.length === 9) return 3;
  if (code.length === 12) return 5;
  if (code.length === 9) return 4;
  if (code.length !== 6) throw new Error(`not a division code: ${code}`);
  if (code.endsWith('0000')) return 1;
  return code.endsWith('00') ? 2 : 3;
}

/** The code one level up; null for a province. A zone lies in the city its code names. */
export function parentCodeOf(code: string): string | null {
  if (code.startsWith('Z')) return code.slice(1, 7);
  if (code.length > 6) return code.slice(0, -3);
  if (code.endsWith('0000')) return null;
  return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`;
}

/** Other ways to write a code: '33', '3301', and codes padded with zeros (the national systems' twelve digits). */
export function canonicalCode(code: string): string {
  if (!/^\d+$/.test(code)) return code;
  if (code.length === 2) return `${code}0000`;
  if (code.length === 4) return `${code}00`;
  const street = code.length === 12 && code.endsWith('000') ? code.slice(0, 9) : code;
  return street.length === 9 && street.endsWith('000') ? street.slice(0, 6) : street;
}

export function isValidOn(division: Division, day: string): boolean {
  return (
    (division.validFrom === null || division.validFrom <= day) && (division.validTo === null || day < division.validTo)
  );
}

/** 辖区: whether `inner` lies in `outer` (a division lies in itself). */
export function placeIsWithin(inner: Division, outer: Division): boolean {
  return outer.placeLo <= inner.placeLo && inner.placeHi <= outer.placeHi;
}
