import { Secret, TOTP } from 'otpauth';

const ISSUER = '康养';
const SECRET_BYTES = 20;
const PERIOD_S = 30;
/** A telephone's clock may be one step off either way. */
const WINDOW = 1;

export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code says; understood by every authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). */
export function enrolmentAddress(secret: string, accountName: string): string {
  return totpOf(secret, accountName).toString();
}

/** 时间步 that a code belongs to; undefined when it fits none around now. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const token = code.normalize('NFKC').replace(/\s/g, '');
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / PERIOD_S) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_S });
}
