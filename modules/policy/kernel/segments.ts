import type { MonthNo } from '#platform/month/month.ts';

/** Flags of a segment; see DecidedPart: late and held are tolerances, neither ordered nor taken back. */
export const LATE = 1;
export const HELD = 2;

/**
 * 区段: months [from, to) for which one rule version grants one amount a month to the person whose rows begin at
 * `row`. Persons in order; one person's segments may lie in any order.
 */
export type Segments = {
  length: number;
  row: Int32Array;
  from: Int32Array;
  to: Int32Array;
  fen: Int32Array;
  /** Index into CompiledBook.versions, and of the band inside it. */
  version: Int16Array;
  band: Int8Array;
  layer: Int8Array;
  flags: Int8Array;
  area: Int32Array;
};

function allocate(capacity: number): Segments {
  return {
    length: 0,
    row: new Int32Array(capacity),
    from: new Int32Array(capacity),
    to: new Int32Array(capacity),
    fen: new Int32Array(capacity),
    version: new Int16Array(capacity),
    band: new Int8Array(capacity),
    layer: new Int8Array(capacity),
    flags: new Int8Array(capacity),
    area: new Int32Array(capacity),
  };
}

const ARRAYS = ['row', 'from', 'to', 'fen', 'version', 'band', 'layer', 'flags', 'area'] as const;

/** Collects segments; grows by doubling. */
export class SegmentWriter {
  segments: Segments;
  #capacity: number;
  constructor(capacity: number) {
    this.#capacity = Math.max(16, capacity);
    this.segments = allocate(this.#capacity);
  }

  /** Adds a segment, or lengthens the one before when it only goes on. */
  add(
    row: number,
    from: MonthNo,
    to: MonthNo,
    fen: number,
    version: number,
    band: number,
    layer: number,
    flags: number,
    area: number,
  ): void {
    const all = this.segments;
    const last = all.length - 1;
    if (
      last >= 0 &&
      all.row[last] === row &&
      all.to[last] === from &&
      all.fen[last] === fen &&
      all.version[last] === version &&
      all.band[last] === band &&
      all.layer[last] === layer &&
      all.flags[last] === flags &&
      all.area[last] === area
    ) {
      all.to[last] = to;
      return;
    }
    if (all.length === this.#capacity) this.#grow();
    const at = this.segments.length;
    const own = this.segments;
    own.row[at] = row;
    own.from[at] = from;
    own.to[at] = to;
    own.fen[at] = fen;
    own.version[at] = version;
    own.band[at] = band;
    own.layer[at] = layer;
    own.flags[at] = flags;
    own.area[at] = area;
    own.length = at + 1;
  }

  #grow(): void {
    this.#capacity *= 2;
    const larger = allocate(this.#capacity);
    for (const name of ARRAYS) larger[name].set(this.segments[name]);
    larger.length = this.segments.length;
    this.segments = larger;
  }
}
