/** 证件种类: what somebody is identified by. Without a document there is no kind. */
export type DocumentKind =
  | 'id-card'
  | 'hk-macao-permit'
  | 'taiwan-permit'
  | 'foreign-card'
  | 'passport'
  | 'officer-card';

export const DOCUMENT_NAMES: Record<DocumentKind, string> = {
  'id-card': '居民身份证',
  'hk-macao-permit': '港澳居民居住证',
  'taiwan-permit': '台湾居民居住证',
  'foreign-card': '外国人永久居留身份证',
  passport: '护照',
  'officer-card': '军官证',
};

export function isDocumentKind(text: string): text is DocumentKind {
  return Object.hasOwn(DOCUMENT_NAMES, text);
}
