import { createHash } from 'node:crypto';

// The JavaScript twin of totals.sql: same words, same order, same arithmetic.

/** One granted amount as it enters the checksum; `state`: 0 due, 1 late, 2 held; `layer`: 0 base, 1 add-on, 2 yearly. */
export type Counted = {
  personNo: number;
  month: number;
  versionKey: number;
  /** First full year of age of the band. */
  fromAge: number;
  layer: number;
  state: number;
  fen: number;
};

/** A rule version as a number: the first 32 bits of the SHA-256 of 'file@version'. */
export function versionKey(file: string, version: string): number {
  return createHash('sha256').update(`${file}@${version}`).digest().readUInt32BE(0);
}

/** Two 32-bit hashes of one part; to be summed modulo 2^32 over any order of parts. */
export function hashLow({ personNo, versionKey, fen, ...rest }: Counted): number {
  let hash = mix(2_654_435_769, personNo, 2_146_121_005);
  hash = mix(hash, packed(rest), 2_073_254_073);
  hash = mix(hash, versionKey, 1_852_497_127);
  return mix(hash, fen, 2_146_121_005);
}

export function hashHigh({ personNo, versionKey, fen, ...rest }: Counted): number {
  let hash = mix(2_246_822_519, fen, 1_640_531_527);
  hash = mix(hash, versionKey, 2_127_912_213);
  hash = mix(hash, packed(rest), 1_935_289_751);
  return mix(hash, personNo, 1_640_531_527);
}

function packed({ month, fromAge, layer, state }: Pick<Counted, 'month' | 'fromAge' | 'layer' | 'state'>): number {
  return ((month * 256 + fromAge) * 4 + layer) * 4 + state;
}

/** Bits 16 to 47 of (hash xor word) × factor; in halves, since a double holds 53 bits. */
function mix(hash: number, word: number, factor: number): number {
  const x = (hash ^ word) >>> 0;
  return ((x >>> 16) * factor + Math.floor(((x & 0xffff) * factor) / 65_536)) % 4_294_967_296;
}
