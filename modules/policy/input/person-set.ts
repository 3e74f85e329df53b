import type { InputColumns } from './columns.ts';

/** 人员集合: a bit a person, for millions of numbers of which most are there. */
export function personSet() {
  let words = new Uint32Array(0);
  const wordOf = (personNo: number) => personNo >>> 5;
  const bitOf = (personNo: number) => 1 << (personNo & 31);
  return {
    add({ length, person_no }: InputColumns) {
      // A unit's persons are in order of number.
      const most = wordOf(person_no[length - 1] ?? 0) + 1;
      if (most > words.length) {
        const larger = new Uint32Array(Math.max(most, words.length * 2));
        larger.set(words);
        words = larger;
      }
      for (let row = 0; row < length; row += 1) words[wordOf(person_no[row]!)]! |= bitOf(person_no[row]!);
    },
    has: (personNo: number) => ((words[wordOf(personNo)] ?? 0) & bitOf(personNo)) !== 0,
  };
}
