import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALGORITHMS, type Algorithm, dataKeyFrom } from './cipher.ts';
import { keysFrom, makeRing } from './keys.ts';
import { blindBucket, blindIndex, freshIv, openSealed, seal, UnknownDataKey, unseal } from './seal.ts';

const MASTER = Buffer.alloc(32, 7);
const FIELDS = { idNumber: '339901194303150021', phone: '15400000001', note: '汉字·𠮷' };
const PLACE = { table: 'people.person', column: 'sealed', row: 17 };

/** Two keys, numbers 1 and 2, both of one algorithm; the second seals. */
function keysOf(algorithm: Algorithm) {
  const all = [1, 2].map((keyId) => dataKeyFrom(keyId, algorithm, Buffer.alloc(32, keyId)));
  return { ...keysFrom(MASTER), ring: makeRing(all, 2) };
}

describe('C-21 封存', () => {
  for (const algorithm of ALGORITHMS) {
    const keys = keysOf(algorithm);

    test(`${algorithm}：封存后能启封，密文里没有明文，带着密钥编号`, () => {
      const sealed = seal(keys, PLACE, FIELDS);
      expect(unseal(keys, PLACE, sealed)).toEqual(FIELDS);
      for (const value of Object.values(FIELDS)) expect(sealed.includes(value)).toBe(false);
      expect(sealed.readUInt16BE(1)).toBe(2);
    });

    test(`${algorithm}：换了表、列、行或密钥都打不开：1000例全部拒绝`, () => {
      const place = fc.record({
        table: fc.constantFrom('people.person', 'people.set_aside', 'people'),
        column: fc.constantFrom('sealed', 'other', 'person.sealed'),
        row: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom('17', '1', '17\u00a0', '117')),
      });
      const said = ({ table, column, row }: typeof PLACE | { table: string; column: string; row: number | string }) =>
        [table, column, String(row)].join('\0');
      let moved = 0;
      fc.assert(
        fc.property(place, place, (from, to) => {
          const sealed = seal(keys, from, FIELDS);
          if (said(from) === said(to)) expect(unseal(keys, to, sealed)).toEqual(FIELDS);
          else {
            moved += 1;
            expect(() => unseal(keys, to, sealed)).toThrow();
          }
        }),
        { numRuns: 1_000 },
      );
      expect(moved).toBeGreaterThan(800);
      const sealed = seal(keys, PLACE, FIELDS);
      sealed.writeUInt16BE(1, 1);
      expect(() => unseal(keys, PLACE, sealed)).toThrow();
      sealed.writeUInt16BE(9, 1);
      expect(() => unseal(keys, PLACE, sealed)).toThrow(UnknownDataKey);
    });

    test(`${algorithm}：任何一位翻转、任何长度的截短、接上别人的IV或标签：全部拒绝`, () => {
      const sealed = seal(keys, PLACE, FIELDS);
      const other = seal(keys, PLACE, { ...FIELDS, phone: '15400000002' });
      let tried = 0;
      const refused = (bytes: Buffer) => {
        tried += 1;
        expect(() => unseal(keys, PLACE, bytes)).toThrow();
      };
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        refused(changed);
      }
      for (let length = 0; length < sealed.length; length += 1) refused(sealed.subarray(0, length));
      refused(Buffer.concat([sealed, Buffer.from([0])]));
      // Any stretch of another value of the same place put in: its IV, its tag, its text, alone or together.
      for (const [from, to] of [
        [3, 15],
        [3, 19],
        [15, 31],
        [19, 51],
        [31, sealed.length],
        [51, sealed.length],
        [3, 31],
      ]) {
        const spliced = Buffer.from(sealed);
        other.copy(spliced, from, from, to);
        refused(spliced);
      }
      expect(tried).toBeGreaterThan(900);
    });
  }
});

/** KANGYANG_IVS=10000000 is the long form. */
const IVS = Number(process.env.KANGYANG_IVS ?? 1_000_000);
const WORDS = 2 ** 32;

test(`C-21 初始向量从不重复（${IVS}个）`, () => {
  // The first eight bytes of each in a table of numbers: ten million texts would not fit into a Set.
  const seen = new BigUint64Array(IVS);
  for (let n = 0; n < IVS; n += 1) {
    const iv = freshIv(n % 2 === 0 ? 12 : 16);
    seen[n] = BigInt(iv.readUInt32BE(0)) * BigInt(WORDS) + BigInt(iv.readUInt32BE(4));
  }
  seen.sort();
  let repeated = 0;
  for (let n = 1; n < IVS; n += 1) if (seen[n] === seen[n - 1]) repeated += 1;
  expect(repeated).toBe(0);
}, 300_000);

test('C-23 两种算法随时都读得出：换算法只影响以后的封存', () => {
  const [aes, sm] = [
    dataKeyFrom(1, 'aes-256-gcm', Buffer.alloc(32, 1)),
    dataKeyFrom(2, 'sm4-ctr-hmac-sm3', Buffer.alloc(32, 2)),
  ];
  const before = { ring: makeRing([aes], 1) };
  const old = seal(before, PLACE, FIELDS);
  const after = { ring: makeRing([aes, sm], 2) };
  expect(unseal(after, PLACE, old)).toEqual(FIELDS);
  expect(unseal(after, PLACE, seal(after, PLACE, FIELDS))).toEqual(FIELDS);
  const back = { ring: makeRing([aes, sm], 1) };
  expect(unseal(back, PLACE, seal(after, PLACE, FIELDS))).toEqual(FIELDS);
});

test('C-23 别的进程新造的密钥：读环一次再启封', async () => {
  const [first, second] = [1, 2].map((id) => dataKeyFrom(id, 'aes-256-gcm', Buffer.alloc(32, id)));
  if (!first || !second) throw new Error('two keys');
  const sealed = seal({ ring: makeRing([first, second], 2) }, PLACE, FIELDS);
  const ring = makeRing([first], 1);
  let reloads = 0;
  const reload = async () => {
    reloads += 1;
    ring.take([first, second], 2);
  };
  expect(await openSealed({ ring: { ...ring, reload } }, PLACE, sealed)).toEqual(FIELDS);
  expect(reloads).toBe(1);
});

test('I-08 盲索引：每列一把密钥，换了主密钥就不同；截短的桶大小均匀', () => {
  const keys = keysFrom(MASTER);
  const other = keysFrom(Buffer.alloc(32, 8));
  const one = blindIndex(keys, 'a', '0021');
  expect(blindIndex(keys, 'a', '0021')).toEqual(one);
  expect(blindIndex(keys, 'b', '0021')).not.toEqual(one);
  expect(blindIndex(other, 'a', '0021')).not.toEqual(one);
  const sizes = new Map<number, number>();
  for (let n = 0; n < 11_000; n += 1) {
    const bucket = blindBucket(keys, 'a', String(n).padStart(4, '0'), 8);
    sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1);
  }
  expect(sizes.size).toBe(256);
  expect(Math.min(...sizes.keys())).toBe(0);
  expect(Math.min(...sizes.values())).toBeGreaterThan(15);
});
