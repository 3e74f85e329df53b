/** 文件种类 that may be uploaded. */
export const FILE_KINDS = ['jpeg', 'png', 'pdf', 'zip'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const MEDIA_TYPES: Record<FileKind, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  zip: 'application/zip',
};
export const KIND_NAMES: Record<FileKind, string> = {
  jpeg: 'JPEG 图片',
  png: 'PNG 图片',
  pdf: 'PDF',
  zip: 'ZIP 压缩包',
};
