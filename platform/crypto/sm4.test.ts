import { execFileSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, getCiphers, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { CIPHERS, dataKeyFrom } from './cipher.ts';
import { hmacSm3, sm3 } from './sm3.ts';

/** GB/T 32907-2016, appendix A: the key is also the text. */
const EXAMPLE = '0123456789abcdeffedcba9876543210';
const EXAMPLE_SEALED = '681edf34d206965e86b3e94f536e4246';
const EXAMPLE_MILLION = '595298c7c6fd271f0402f804c33d3f66';

const openssl = (input: Buffer, ...args: string[]) => execFileSync('openssl', args, { input, stdio: 'pipe' });

beforeAll(() => {
  // Loud, not silent: without them nothing here would be compared with anything.
  const known = execFileSync('openssl', ['list', '-cipher-algorithms'], { encoding: 'utf8' });
  if (!/SM4-CTR/i.test(known)) throw new Error('the system openssl has no SM4: install one that has (OpenSSL 3)');
  if (!getCiphers().includes('sm4-ctr')) throw new Error('this Node has no SM4');
});

test('C-20 SM4 与国标示例一致：一次加密，一百万次加密', () => {
  const key = Buffer.from(EXAMPLE, 'hex');
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  expect(cipher.update(EXAMPLE, 'hex', 'hex')).toBe(EXAMPLE_SEALED);
  const again = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  let block: Buffer<ArrayBufferLike> = key;
  for (let n = 0; n < 1_000_000; n += 1) block = again.update(block);
  expect(block.toString('hex')).toBe(EXAMPLE_MILLION);
});

test('C-20 SM4-CTR 与 OpenSSL 双向一致，各种长度', () => {
  for (const length of [0, 1, 15, 16, 17, 100, 4_096]) {
    const [key, iv, text] = [randomBytes(16), randomBytes(16), randomBytes(length)];
    const args = ['-sm4-ctr', '-K', key.toString('hex'), '-iv', iv.toString('hex')];
    const ours = createCipheriv('sm4-ctr', key, iv).update(text);
    expect(openssl(ours, 'enc', '-d', ...args).equals(text)).toBe(true);
    const theirs = openssl(text, 'enc', '-e', ...args);
    expect(createDecipheriv('sm4-ctr', key, iv).update(theirs).equals(text)).toBe(true);
  }
});

test('C-20 SM3、HMAC-SM3 与 OpenSSL 一致', () => {
  for (const length of [0, 1, 55, 56, 64, 1_000]) {
    const [key, text] = [randomBytes(32), randomBytes(length)];
    expect(openssl(text, 'dgst', '-sm3', '-binary').equals(sm3(text))).toBe(true);
    const theirs = openssl(text, 'dgst', '-sm3', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, '-binary');
    expect(theirs.equals(hmacSm3(createSecretKey(key), text))).toBe(true);
  }
});

test('C-20 C-21 封存用的 SM4 与 HMAC-SM3：OpenSSL 用同样的密钥解得开、算得出同样的标签', () => {
  const key = dataKeyFrom(3, 'sm4-ctr-hmac-sm3', randomBytes(32));
  const [about, iv, text] = [
    Buffer.from('people.person\0sealed\x0017\x003'),
    randomBytes(16),
    Buffer.from('{"a":"汉"}'),
  ];
  const { tag, body } = CIPHERS[key.algorithm].close(key, about, iv, text);
  const hex = (name: 'encryption' | 'authentication') => key[name].export().toString('hex');
  expect(hex('encryption')).toHaveLength(32);
  expect(openssl(body, 'enc', '-d', '-sm4-ctr', '-K', hex('encryption'), '-iv', iv.toString('hex')).equals(text)).toBe(
    true,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(about.length);
  const covered = Buffer.concat([length, about, iv, body]);
  const args = ['-mac', 'HMAC', '-macopt', `hexkey:${hex('authentication')}`, '-binary'];
  expect(openssl(covered, 'dgst', '-sm3', ...args).equals(tag)).toBe(true);
  expect(createHmac('sm3', key.authentication).update(covered).digest().equals(tag)).toBe(true);
});
