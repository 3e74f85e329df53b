import { crc32, deflateRawSync } from 'node:zlib';

export type AnEntry = {
  name: string;
  content?: Buffer;
  /** What the directory says instead of the truth. */
  said?: { bytes?: number; packed?: number; at?: number; count?: number };
  method?: number;
  flags?: number;
  mode?: number;
};

/** A zip as a hostile sender could write it: every field may lie. */
export function aZip(entries: readonly AnEntry[], said: { count?: number; comment?: Buffer } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = Buffer.from('x'), ...more } of entries) {
    const method = more.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(nameBytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE((more.mode === undefined ? 0 : 3) << 8, 4);
    entry.writeUInt16LE(more.flags ?? 0x800, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(more.said?.packed ?? packed.length, 20);
    entry.writeUInt32LE(more.said?.bytes ?? content.length, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(((more.mode ?? 0) << 16) >>> 0, 38);
    entry.writeUInt32LE(more.said?.at ?? at, 42);
    parts.push(local, nameBytes, packed);
    directory.push(entry, nameBytes);
    at += 30 + nameBytes.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const comment = said.comment ?? Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(said.count ?? entries.length, 8);
  end.writeUInt16LE(said.count ?? entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, listed, end, comment]);
}
