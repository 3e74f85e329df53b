import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cloneDatabase } from '#platform/testing/database.ts';
import { signInOf } from './sign-in.ts';

const SETTINGS = `publicUrl: https://kangyang.example
officials:
  - { form: office-app, name: zzd, title: 浙政钉, gateway: 'https://gateway.example', loginUrl: 'https://login.example/auth.htm',
      accessKey: kangyang-app, secret: { env: OFFICE_SECRET } }
directory: { way: zzd, roles: { 审批岗: county-approver } }
`;

test('登录设置只打开一次：网页和命令用同一份，改了文件重新启动才算', async () => {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'kangyang-sign-in-'));
  onTestFinished(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await database.close();
  });
  const { ownerPool } = database;
  const env = { OFFICE_SECRET: 'kVq8-simulated-secret-of-the-office-41' };
  const deps = { ownerPool, dataDir, now: () => new Date() };
  const file = join(dataDir, 'sign-in.yaml');
  writeFileSync(file, SETTINGS);
  const opened = await signInOf(deps, env);
  expect(opened?.directory?.roles).toEqual(new Map([['审批岗', 'county-approver']]));
  writeFileSync(file, SETTINGS.replace('county-approver', 'county-releaser'));
  expect(await signInOf(deps, env)).toBe(opened);
  const restarted = await signInOf({ ...deps }, env);
  expect(restarted?.directory?.roles).toEqual(new Map([['审批岗', 'county-releaser']]));
});
