import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSigningKey, publicKeyFrom, signingKeyFrom } from './sm2.ts';
import { sm3 } from './sm3.ts';

const TEXT = '审计第 12 块 · 𠮷';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kangyang-sm2-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
/** The signer's id as OpenSSL wants it said. */
const SIGNER = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];

test('C-20 SM3 与国标示例一致', () => {
  expect(sm3('abc').toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(sm3('abcd'.repeat(8), 'abcd'.repeat(8)).toString('hex')).toBe(
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  );
});

test('C-20 SM2 验签与 GM/T 0003.5 示例一致', () => {
  const point =
    '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
  const der = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d03420004${point}`, 'hex');
  const key = publicKeyFrom(`-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`);
  const r = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3';
  const s = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
  expect(key.verifies('message digest', `3046022100${r}022100${s}`)).toBe(true);
  expect(key.verifies('message digests', `3046022100${r}022100${s}`)).toBe(false);
});

test('C-20 本系统签的，OpenSSL 认；OpenSSL 签的，本系统认；改一个字都不认', () => {
  const pem = makeSigningKey();
  const key = signingKeyFrom(pem);
  writeFileSync(file('private.pem'), pem);
  writeFileSync(file('public.pem'), key.publicKey.pem);
  writeFileSync(file('text'), TEXT);
  writeFileSync(file('ours'), Buffer.from(key.sign(TEXT), 'hex'));
  const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', file('public.pem'), '-sigfile', file('ours'), ...SIGNER];
  expect(openssl(...verify, '-in', file('text'))).toContain('Verified Successfully');
  writeFileSync(file('changed'), `${TEXT}。`);
  expect(() => openssl(...verify, '-in', file('changed'))).toThrow();

  openssl('pkeyutl', '-sign', '-inkey', file('private.pem'), '-in', file('text'), '-out', file('theirs'), ...SIGNER);
  const theirs = readFileSync(file('theirs')).toString('hex');
  expect(key.publicKey.verifies(TEXT, theirs)).toBe(true);
  expect(key.publicKey.verifies(`${TEXT}。`, theirs)).toBe(false);
});

test('C-20 每次签名不同，都验得过；别的密钥、坏的签名不认', () => {
  const key = signingKeyFrom(makeSigningKey());
  const signatures = Array.from({ length: 40 }, () => key.sign(TEXT));
  expect(new Set(signatures).size).toBe(signatures.length);
  // 40 of them meet every length of the two numbers in DER that is at all likely.
  for (const signature of signatures) expect(key.publicKey.verifies(TEXT, signature)).toBe(true);
  const other = signingKeyFrom(makeSigningKey());
  expect(other.publicKey.verifies(TEXT, signatures[0]!)).toBe(false);
  for (const broken of ['', '30', 'zz', `${signatures[0]}00`, signatures[0]!.toUpperCase(), signatures[0]!.slice(2)])
    expect(key.publicKey.verifies(TEXT, broken), broken).toBe(false);
});

test('C-20 Node 自带的签名不是 SM2；别的曲线的密钥不收', () => {
  const pem = makeSigningKey();
  const plain = nodeSign('sm3', Buffer.from(TEXT), createPrivateKey(pem)).toString('hex');
  expect(signingKeyFrom(pem).publicKey.verifies(TEXT, plain)).toBe(false);
  const { privateKey: p256 } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(() => signingKeyFrom(p256.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow('应为 SM2 密钥');
});
