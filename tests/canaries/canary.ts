import { makeSyntheticIdNumber } from '#modules/people/contract.ts';
import type { NewPerson } from '#modules/people/index.ts';

export type Canary = { personNo: number; idNumber: string; accountNumber: string; phone: string; address: string };

export const COUNT = 200;
const BORN = '1938-04-11';
/** Beginnings that stand nowhere else: a search for the beginning finds every canary in one go. */
const ID_PREFIX = 339_973;
const ACCOUNT = '99997319380';
const PHONE = '15473193';
const ADDRESS = '合成金丝雀路';

/** 200 made-up persons of one village; number n is line n. */
export function canaries(village: string, firstPersonNo = 1): { person: NewPerson; canary: Canary }[] {
  return Array.from({ length: COUNT }, (_, n) => {
    const canary = {
      personNo: firstPersonNo + n,
      idNumber: makeSyntheticIdNumber(ID_PREFIX, BORN, n + 1),
      accountNumber: `${ACCOUNT}${String(n).padStart(8, '0')}`,
      phone: `${PHONE}${String(n).padStart(3, '0')}`,
      address: `${ADDRESS}${n + 1}号`,
    };
    const hukou = {
      kind: 'hukou',
      value: 'rural',
      division: village,
      fromDay: BORN,
      toDay: null,
      source: '公安',
    } as const;
    const { idNumber, accountNumber, phone, address } = canary;
    const sex = n % 2 === 0 ? (1 as const) : (2 as const);
    // Some with faults, so that the set-aside rows and their reasons are searched too: a number in the wrong column.
    const misplaced = n % 10 === 0 ? [{ ...hukou, kind: 'hardship' as const, division: null, value: idNumber }] : [];
    const astray = n % 10 === 5 ? [{ ...hukou, kind: 'residence' as const, division: idNumber, value: null }] : [];
    const facts = [hukou, ...misplaced, ...astray];
    const person = { name: '合成雀', sex, ethnicity: 1, born: BORN, idNumber, accountNumber, phone, address, facts };
    return { person, canary };
  });
}

export type Needle = { about: string; bytes: Buffer };

/** Beginnings of what must not be found anywhere, as clear text and as it looks in base64, hexadecimal and UTF-16. */
export function needles(): Needle[] {
  const texts = {
    证件号码: `${ID_PREFIX}${BORN.replaceAll('-', '')}`,
    银行账号: ACCOUNT,
    电话: PHONE,
    地址: ADDRESS,
  };
  return Object.entries(texts).flatMap(([about, text]) => {
    const bytes = Buffer.from(text, 'utf8');
    const wide = Buffer.from(text, 'utf16le');
    return [
      { about, bytes },
      { about: `${about} 十六进制`, bytes: Buffer.from(bytes.toString('hex')) },
      { about: `${about} 十六进制大写`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
      { about: `${about} UTF-16`, bytes: wide },
      { about: `${about} UTF-16BE`, bytes: Buffer.from(wide).swap16() },
      ...(bytes.length === text.length ? [] : [{ about: `${about} JSON转义`, bytes: Buffer.from(escaped(text)) }]),
      ...[0, 1, 2].map((shift) => ({ about: `${about} base64/${shift}`, bytes: base64At(bytes, shift) })),
    ];
  });
}

/** Where any needle stands in the bytes. */
export function found(bytes: Buffer, all: readonly Needle[]): string[] {
  return all.filter((needle) => bytes.includes(needle.bytes)).map(({ about }) => about);
}

function escaped(text: string): string {
  return [...text].map((sign) => (sign < '\u0080' ? sign : `\\u${sign.charCodeAt(0).toString(16)}`)).join('');
}

/** What base64 makes of a text that begins `shift` bytes behind a multiple of three; signs that depend on the neighbours are left out. */
function base64At(bytes: Buffer, shift: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const text = whole.toString('base64').replace(/=+$/, '');
  const from = Math.ceil((shift * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  return Buffer.from(text.slice(from, to));
}
