/** Room for whole numbers that is used again and again. */
export type Rooms = { take: (length: number) => Room };
/** `free` gives the room back: nothing may look into it afterwards. */
export type Room = { ints: Int32Array; free: () => void };

/**
 * 轮换的内存: a province's input is some 700 MB, of which two units are looked at at a time. Reading a file again into memory in use costs
 * a tenth of what fresh memory costs. A room that is never given back is only lost to the others.
 */
export function openRooms(): Rooms {
  const unused: Int32Array[] = [];
  return {
    take(length) {
      const at = unused.findIndex((room) => room.length >= length);
      const [found] = at >= 0 ? unused.splice(at, 1) : [];
      // The next one may be a little larger.
      const whole = found ?? new Int32Array(Math.ceil(length * SPARE));
      let isFree = false;
      const free = () => {
        if (!isFree) unused.push(whole);
        isFree = true;
      };
      return { ints: whole.subarray(0, length), free };
    },
  };
}

const SPARE = 1.25;
