/** Random numbers of one person: `start` picks the stream, so that a person never depends on who was made before. */
export type Random = {
  start: (personNo: number, part: number) => void;
  /** 0 ≤ x < 1 */
  unit: () => number;
  /** integer 0 … n − 1 */
  below: (n: number) => number;
  chance: (share: number) => boolean;
};

/** murmur3's finaliser: every bit of the input changes every bit of the result. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** xoshiro128** (Blackman, Vigna), each stream seeded from (seed, person, part). */
export function makeRandom(seed: number): Random {
  const base = mix(seed + 0x9e3779b9);
  let [a, b, c, d] = [1, 2, 3, 4];

  function next(): number {
    const rotated = Math.imul(b, 5);
    const result = Math.imul((rotated << 7) | (rotated >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  const unit = () => next() / 4294967296;
  return {
    start(personNo, part) {
      const first = mix(base ^ mix(Math.imul(personNo, 0x9e3779b1) + part));
      a = first | 1;
      b = mix(first + 0x6d2b79f5);
      c = mix(first + 0xda56f3ea);
      d = mix(first ^ personNo);
    },
    unit,
    below: (n) => Math.floor(unit() * n),
    chance: (share) => unit() < share,
  };
}

export type Draw = (random: Random) => number;

/** Draws an index with probability proportional to its weight, in constant time (Vose's alias method). */
export function weighted(weights: readonly number[]): Draw {
  const n = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (n === 0 || !(total > 0)) throw new Error('weights must have a positive sum');
  const share = Float64Array.from(weights, (weight) => (weight * n) / total);
  const other = new Int32Array(n);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < n; i += 1) ((share[i] as number) < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const low = small.pop() as number;
    const high = large.at(-1) as number;
    other[low] = high;
    share[high] = (share[high] as number) + (share[low] as number) - 1;
    if ((share[high] as number) < 1) small.push(large.pop() as number);
  }
  for (const i of [...small, ...large]) share[i] = 1;
  return (random) => {
    const x = random.unit() * n;
    const i = Math.floor(x);
    return x - i < (share[i] as number) ? i : (other[i] as number);
  };
}

/** Draws a key of a table of weights. */
export function weightedKey<K extends string>(table: Readonly<Record<K, number>>): (random: Random) => K {
  const keys = Object.keys(table) as K[];
  const draw = weighted(keys.map((key) => table[key]));
  return (random) => keys[draw(random)] as K;
}
