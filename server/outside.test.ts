import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { cloneDatabase } from '#platform/testing/database.ts';
import { readConfig } from './config.ts';
import { openOutside } from './outside.ts';

test('B-70 本机上的模拟器只在演示库里叫得到；正式库、还没有数据的库都不行', async () => {
  const simulator = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  const database = await cloneDatabase();
  onTestFinished(async () => {
    simulator.close();
    await database.close();
  });
  const origin = `http://127.0.0.1:${(simulator.address() as AddressInfo).port}`;
  const outside = { origins: [origin], networks: [] };
  const call = async () => (await openOutside({ ownerPool: database.ownerPool, outside }))(`${origin}/`);
  await expect(call()).rejects.toThrow('denied');
  await database.ownerPool.query("insert into platform.birth (kind, born_at) values ('real', now())");
  await expect(call()).rejects.toThrow('denied');
  await database.ownerPool.query("update platform.birth set kind = 'demonstration', demonstration = 'yuhuan'");
  expect(await (await call()).text()).toBe('ok');
});

test('F27 对外名单写错了就不启动，用中文说是哪一项', () => {
  const read = (env: NodeJS.ProcessEnv) => readConfig('/tmp/none', env).outside;
  expect(read({})).toEqual({ origins: [], networks: [] });
  expect(
    read({ KANGYANG_OUTSIDE: 'https://a.example, http://b.example:81', KANGYANG_OUTSIDE_NETWORKS: '10.0.0.0/8' }),
  ).toEqual({
    origins: ['https://a.example', 'http://b.example:81'],
    networks: ['10.0.0.0/8'],
  });
  for (const wrong of ['sso.example', 'ftp://a', 'https://']) {
    expect(() => read({ KANGYANG_OUTSIDE: wrong }), wrong).toThrow('KANGYANG_OUTSIDE');
  }
  for (const wrong of ['10.0.0.0', '10.0.0.0/33', 'x/8', '10.0.0.0/8/8']) {
    expect(() => read({ KANGYANG_OUTSIDE_NETWORKS: wrong }), wrong).toThrow('KANGYANG_OUTSIDE_NETWORKS');
  }
});
