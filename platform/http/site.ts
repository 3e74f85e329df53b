/** How people reach this server, from the configuration. */
export type Site = {
  /** By https, ended here or at a proxy: cookies are then Secure and browsers are told to stay with it. */
  https: boolean;
  /** The one host name (with port) it goes by; any other is refused. Undefined: whatever the browser says. */
  host?: string | undefined;
  /** Addresses or networks of the proxies in front, whose X-Forwarded-* count. From anybody else they count for nothing. */
  trustProxy: readonly string[];
  /** Origins that may show our pages in a frame (an office app's web view). */
  frameAncestors: readonly string[];
};

export const PLAIN_SITE: Site = { https: false, trustProxy: [], frameAncestors: [] };

/** 页面策略 (CSP): scripts and styles only from us or with this answer's nonce; nothing inline, nothing from elsewhere. */
export function pagePolicy(nonce: string, { frameAncestors }: Pick<Site, 'frameAncestors'>): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : `'self' ${frameAncestors.join(' ')}`}`,
  ].join('; ');
}

/** What is not a page needs nothing at all. */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const PERMISSIONS = [
  ...['camera=(self)', 'geolocation=()', 'microphone=()', 'payment=()', 'usb=()', 'serial=()', 'bluetooth=()'],
  ...['midi=()', 'display-capture=()', 'browsing-topics=()', 'interest-cohort=()'],
].join(', ');
