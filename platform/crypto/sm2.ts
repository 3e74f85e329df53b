import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import smCrypto from 'sm-crypto';
import { sm3 } from './sm3.ts';

// SM2 signatures (GB/T 32918.2-2016), DER as OpenSSL writes them. Node's `crypto.sign` with such a key is plain ECDSA, which
// nobody accepts as SM2. Verifying is sm-crypto's. Signing is a line of arithmetic once there is a secret number k and its
// point; both come from OpenSSL by a key made for this one signature, since sm-crypto draws k from RC4 seeded once.

/** The signer's id where nobody agreed on another (GM/T 0009-2012). */
const SIGNER = '1234567812345678';
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
/** a, b and the base point of the curve, as they enter the hash of every message. */
const CURVE = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);
/** What stands in DER before the public point (EC key on 1.2.156.10197.1.301) and before the private number. */
const BEFORE_POINT = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const BEFORE_NUMBER = Buffer.from('0201010420', 'hex');
const POINT_BYTES = 65;
const NUMBER_BYTES = 32;

export type PublicKey = {
  pem: string;
  /** First 16 digits of the SM3 of the key (SPKI DER). */
  fingerprint: string;
  /** Whether the signature (DER, hexadecimal) is this key's for the text as UTF-8. */
  verifies: (text: string, signature: string) => boolean;
};
export type SigningKey = { publicKey: PublicKey; sign: (text: string) => string };

/** A new SM2 key as PKCS #8 PEM. */
export function makeSigningKey(): string {
  return makeKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The key of a PKCS #8 PEM; a key of another curve is refused. */
export function signingKeyFrom(pem: string): SigningKey {
  const key = createPrivateKey(pem);
  const point = pointOf(createPublicKey(key));
  const number = numberOf(key);
  return {
    publicKey: publicKeyFrom(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()),
    sign: (text) => sign(number, digestOf(point, text)),
  };
}

/** The key of an SPKI PEM; a key of another curve is refused. */
export function publicKeyFrom(pem: string): PublicKey {
  const key = createPublicKey(pem);
  const point = pointOf(key).toString('hex');
  const options = { hash: true, der: true, userId: SIGNER } as const;
  return {
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: sm3(key.export({ type: 'spki', format: 'der' }))
      .toString('hex')
      .slice(0, 16),
    verifies: (text, signature) =>
      /^[0-9a-f]+$/.test(signature) &&
      smCrypto.sm2.doVerifySignature([...Buffer.from(text)], signature, point, options),
  };
}

/** e = SM3(Z ‖ M), where Z binds the signer's id, the curve and the key. */
function digestOf(point: Buffer, text: string): bigint {
  const bits = Buffer.from([0, SIGNER.length * 8]);
  const z = sm3(bits, SIGNER, CURVE, point.subarray(1));
  return integer(sm3(z, text));
}

function sign(number: bigint, digest: bigint): string {
  for (;;) {
    const { publicKey, privateKey } = makeKeyPair();
    const k = numberOf(privateKey);
    const r = (digest + integer(pointOf(publicKey).subarray(1, 1 + NUMBER_BYTES))) % ORDER;
    const s = modulo(inverse(1n + number) * (k - r * number));
    if (r !== 0n && s !== 0n && r + k !== ORDER) return der(r, s);
  }
}

function makeKeyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'SM2' });
}

/** The public point, uncompressed: 04, x, y. */
function pointOf(key: KeyObject): Buffer {
  const spki = key.export({ type: 'spki', format: 'der' });
  if (spki.indexOf(BEFORE_POINT) !== 0) throw new Error('签名密钥应为 SM2 密钥，而这是另一种。');
  return spki.subarray(-POINT_BYTES);
}

function numberOf(key: KeyObject): bigint {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const start = pkcs8.indexOf(BEFORE_NUMBER) + BEFORE_NUMBER.length;
  return integer(pkcs8.subarray(start, start + NUMBER_BYTES));
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function modulo(value: bigint): bigint {
  return ((value % ORDER) + ORDER) % ORDER;
}

/** By Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = modulo(value);
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function der(...numbers: bigint[]): string {
  const parts = numbers.map((number) => {
    const hex = number.toString(16);
    const even = hex.length % 2 === 0 ? hex : `0${hex}`;
    // A leading one bit would make the number negative.
    return tagged('02', /^[89a-f]/.test(even) ? `00${even}` : even);
  });
  return tagged('30', parts.join(''));
}

function tagged(tag: string, content: string): string {
  return `${tag}${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
}
