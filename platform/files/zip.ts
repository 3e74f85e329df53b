import { inflateRawSync } from 'node:zlib';
import { isMalware } from './malware.ts';
import { refuseFile } from './refuse.ts';

const LARGEST_RATIO = 100;
const LARGEST_TOTAL = 200 * 1024 * 1024;
const MOST_ENTRIES = 1_000;
const LONGEST_NAME = 200;

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const LOCKED = 1;
const UTF8 = 0x800;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const PLAIN_FILE = 0o100000;
const FOLDER = 0o040000;

export type ZipEntry = { name: string; bytes: number; packed: number; method: number; at: number };

/**
 * 压缩包目录: the entries of a zip, read from its directory before anything is unpacked (B-52). Refuses more than 1,000 entries,
 * 200 MB, a ratio above 100, links, locked entries, and names that lead out of a folder or are written twice.
 */
export function readZip(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  // 0xffff: more than that, told elsewhere (zip64); several disks; or the directory is not where it says.
  if (count > MOST_ENTRIES) no(`里面超过 ${MOST_ENTRIES} 个文件`);
  if (bytes.readUInt32LE(end + 4) !== 0 || at + bytes.readUInt32LE(end + 12) !== end) no('目录不完整');
  const entries: ZipEntry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (at + ENTRY_BYTES > end || bytes.readUInt32LE(at) !== ENTRY) no('目录不完整');
    entries.push(readEntry(bytes, at));
    at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) no('目录不完整');
  checkTogether(entries, bytes.length);
  return entries;
}

/** One entry unpacked, at most as large as its directory said; what lies about its size is refused. */
export function unzip(bytes: Buffer, entry: ZipEntry): Buffer {
  if (entry.at + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(entry.at) !== LOCAL) no('目录不完整');
  const from = entry.at + LOCAL_BYTES + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28);
  const packed = bytes.subarray(from, from + entry.packed);
  const content = entry.method === STORED ? packed : inflate(packed, entry.bytes);
  if (content.length !== entry.bytes) no('里面的文件与目录不符');
  if (isMalware(content)) refuseFile('file.malware');
  return content;
}

function inflate(packed: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: most + 1 });
  } catch {
    return no('里面的文件与目录不符');
  }
}

/** The comment at the very end may be long, but its length must fit: otherwise two readers see two archives. */
function findEnd(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - END_BYTES - 0xffff);
  for (let at = bytes.length - END_BYTES; at >= least; at -= 1) {
    if (bytes.readUInt32LE(at) === END && at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return no('目录不完整');
}

function readEntry(bytes: Buffer, at: number): ZipEntry {
  const madeOn = bytes.readUInt8(at + 5);
  const flags = bytes.readUInt16LE(at + 8);
  const nameBytes = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + bytes.readUInt16LE(at + 28));
  const type = (bytes.readUInt32LE(at + 38) >>> 16) & FILE_TYPE;
  if (flags & LOCKED) no('里面有加密的文件');
  if (madeOn === UNIX && type !== 0 && type !== PLAIN_FILE && type !== FOLDER) no('里面有链接或设备');
  const entry: ZipEntry = {
    name: nameBytes.toString(flags & UTF8 ? 'utf8' : 'latin1'),
    method: bytes.readUInt16LE(at + 10),
    packed: bytes.readUInt32LE(at + 20),
    bytes: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
  };
  if (entry.method !== STORED && entry.method !== DEFLATED) no('压缩方式不认识');
  if (!isPlainName(entry.name)) no('里面有不安全的文件名');
  if (entry.bytes > entry.packed * LARGEST_RATIO) no(`里面有压缩率超过 ${LARGEST_RATIO} 的文件`);
  return entry;
}

/** Several entries may point to the same packed bytes: so the packed ones are added up too. */
function checkTogether(entries: readonly ZipEntry[], fileBytes: number): void {
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > LARGEST_TOTAL)
    no(`解开后超过 ${LARGEST_TOTAL / 1024 / 1024} MB`);
  if (entries.reduce((sum, { packed }) => sum + packed, 0) > fileBytes) no('里面的文件互相重叠');
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== entries.length) no('里面有同名的文件');
}

/** 安全的文件名 (B-54): relative, without steps upward, drive letters, control or reordering signs, device names. */
export function isPlainName(name: string): boolean {
  if (name === '' || name.length > LONGEST_NAME || /[\\:*?"<>|\p{C}\p{Zl}\p{Zp}]/u.test(name)) return false;
  if (name.startsWith('/') || /%(?:2e|2f|5c|00)/i.test(name)) return false;
  return name.replace(/\/$/, '').split('/').every(isPlainPart);
}

function isPlainPart(part: string): boolean {
  if (part === '' || /^\.+;?$/.test(part) || /[. ]$/.test(part)) return false;
  return !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(part);
}

function no(why: string): never {
  return refuseFile('file.archive', { why });
}
