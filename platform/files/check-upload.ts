import { createHash } from 'node:crypto';
import { type FileKind, KIND_NAMES } from '../contract/file-kind.ts';
import type { UploadRules } from '../contract/route.ts';
import { kindOfBytes } from './magic.ts';
import { isMalware } from './malware.ts';
import { checkPdf } from './pdf.ts';
import { reencode } from './picture.ts';
import { refuseFile } from './refuse.ts';
import { readZip, unzip } from './zip.ts';

/** A file that may be kept: of a wished kind, small enough, without what acts. Pictures are new ones (see `reencode`). */
export type CheckedFile = { kind: FileKind; bytes: Buffer; sha256: string };

/** 检查上传 (B-52 … B-55): refuses in Chinese what is not exactly a file of a wished kind. Slow: not inside a transaction. */
export async function checkUpload(bytes: Buffer, { kinds, largestBytes }: UploadRules): Promise<CheckedFile> {
  if (bytes.length === 0) refuseFile('file.empty');
  if (bytes.length > largestBytes) refuseFile('file.too-large', { largest: megabytes(largestBytes) });
  if (isMalware(bytes)) refuseFile('file.malware');
  const kind = kindOfBytes(bytes);
  if (!kind || !kinds.includes(kind)) {
    return refuseFile('file.kind', { kinds: kinds.map((name) => KIND_NAMES[name]).join('、') });
  }
  const kept = await keptBytes(bytes, kind);
  return { kind, bytes: kept, sha256: createHash('sha256').update(kept).digest('hex') };
}

async function keptBytes(bytes: Buffer, kind: FileKind): Promise<Buffer> {
  if (kind === 'jpeg' || kind === 'png') return reencode(bytes, kind);
  if (kind === 'pdf') checkPdf(bytes);
  else for (const entry of readZip(bytes)) unzip(bytes, entry);
  return bytes;
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}
