import type { FileKind } from '../contract/file-kind.ts';

const BEGINNINGS: Record<FileKind, readonly string[]> = {
  jpeg: ['ffd8ff'],
  png: ['89504e470d0a1a0a'],
  pdf: ['255044462d'],
  // A file, an empty archive.
  zip: ['504b0304', '504b0506'],
};

/** 文件头: what a file is by its first bytes; its name and the sender's word count for nothing (B-53). */
export function kindOfBytes(bytes: Uint8Array): FileKind | undefined {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  const kinds = Object.keys(BEGINNINGS) as FileKind[];
  return kinds.find((kind) => BEGINNINGS[kind].some((beginning) => head.startsWith(beginning)));
}
