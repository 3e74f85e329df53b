import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';

/** 加密算法 by which values can be sealed; which one is used is configuration, all can be read at any time. */
export const ALGORITHMS = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const DATA_KEY_BYTES = 32;

/** 数据密钥, ready for use. Its number stands in every value that it sealed. */
export type DataKey = { keyId: number; algorithm: Algorithm; encryption: KeyObject; authentication: KeyObject };

export type Sealing = { iv: Buffer; tag: Buffer; body: Buffer };
export type Cipher = {
  ivBytes: number;
  tagBytes: number;
  close: (key: DataKey, about: Buffer, iv: Buffer, text: Buffer) => Omit<Sealing, 'iv'>;
  /** Throws when anything was changed: key, `about`, IV, tag or text. */
  open: (key: DataKey, about: Buffer, sealing: Sealing) => Buffer;
};

export function dataKeyFrom(keyId: number, algorithm: Algorithm, bytes: Buffer): DataKey {
  if (bytes.length !== DATA_KEY_BYTES) throw new Error(`a data key has ${DATA_KEY_BYTES} bytes, not ${bytes.length}`);
  const isSm = algorithm === 'sm4-ctr-hmac-sm3';
  const derive = (purpose: string, length: number) =>
    createSecretKey(Buffer.from(hkdfSync(isSm ? 'sm3' : 'sha256', bytes, '', `kangyang/data/${purpose}`, length)));
  // Key objects, not bytes: OpenSSL then prepares a key once and not at every call.
  return { keyId, algorithm, encryption: derive('encrypt', isSm ? 16 : 32), authentication: derive('mac', 32) };
}

const aes: Cipher = {
  ivBytes: 12,
  tagBytes: 16,
  close: ({ encryption }, about, iv, text) => {
    const cipher = createCipheriv('aes-256-gcm', encryption, iv);
    cipher.setAAD(about);
    const body = cipher.update(text);
    cipher.final();
    return { tag: cipher.getAuthTag(), body };
  },
  open: ({ encryption }, about, { iv, tag, body }) => {
    const decipher = createDecipheriv('aes-256-gcm', encryption, iv, { authTagLength: 16 });
    decipher.setAAD(about);
    decipher.setAuthTag(tag);
    const text = decipher.update(body);
    decipher.final();
    return text;
  },
};

/** SM4-CTR, then HMAC-SM3 over all of it: OpenSSL 3 as Node carries it has no sm4-gcm. The whole code is kept, 32 bytes. */
const sm: Cipher = {
  ivBytes: 16,
  tagBytes: 32,
  close: (key, about, iv, text) => {
    const body = createCipheriv('sm4-ctr', key.encryption, iv).update(text);
    return { tag: smTag(key, about, iv, body), body };
  },
  open: (key, about, { iv, tag, body }) => {
    if (!sameBytes(smTag(key, about, iv, body), tag)) throw new Error('sealed value was changed');
    return createDecipheriv('sm4-ctr', key.encryption, iv).update(body);
  },
};

/** The length of `about` first: no byte can move between it and the rest. */
function smTag({ authentication }: DataKey, about: Buffer, iv: Buffer, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(about.length);
  return createHmac('sm3', authentication).update(length).update(about).update(iv).update(body).digest();
}

function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

export const CIPHERS: Record<Algorithm, Cipher> = { 'aes-256-gcm': aes, 'sm4-ctr-hmac-sm3': sm };
