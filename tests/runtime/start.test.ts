import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readHolder } from '#server/lock.ts';
import { aDataFolder, kangyang, startServer } from './kangyang.ts';

// Each test starts real processes several times.
vi.setConfig({ testTimeout: 90_000 });

const NEW = ['--demo', 'none'];

function postmasterPid(data: string): number {
  return Number(readFileSync(join(data, 'postgresql', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('启动与停止', () => {
  test('启动、在用时拒绝第二个、用套接字办事、停止后什么都不留', async () => {
    const data = aDataFolder();
    const server = await startServer([...NEW, '--data', data]);
    expect((await fetch(server.url)).status).toBeLessThan(500);
    expect(statSync(join(data, 'secrets')).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'secrets', 'postgresql-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'secrets', 'master.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'control')).mode & 0o777).toBe(0o700);

    const second = await kangyang(['start', '--data', data]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`进程号 ${server.process.pid}`);
    expect((await kangyang(['reset', '--yes', '--data', data])).code).toBe(1);

    const backup = await kangyang(['backup', join(data, '..', 'backup'), '--json', '--data', data]);
    expect(backup.code).toBe(0);
    expect(JSON.parse(backup.stdout)).toMatchObject({ keyIncluded: false });
    expect(backup.stderr).toContain('platform.birth：1 行');

    const database = postmasterPid(data);
    const stopped = await kangyang(['stop', '--data', data]);
    expect(stopped).toMatchObject({ code: 0, stdout: `已停止（进程号 ${server.process.pid}）。\n` });
    expect((await server.ended).code).toBe(0);
    expect(isAlive(database)).toBe(false);
    expect(await kangyang(['stop', '--data', data])).toMatchObject({ code: 0, stdout: '没有正在运行的服务。\n' });
  });

  test('Ctrl-C 停止它启动的一切', async () => {
    const data = aDataFolder();
    const server = await startServer([...NEW, '--data', data]);
    const database = postmasterPid(data);
    server.process.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
    expect(isAlive(database)).toBe(false);
    expect(readHolder(join(data, 'lock'))).toBeUndefined();
  });

  test('服务被 kill -9 后，再次启动就接续，旧数据库进程先停下', async () => {
    const data = aDataFolder();
    const server = await startServer([...NEW, '--data', data]);
    const orphan = postmasterPid(data);
    server.process.kill('SIGKILL');
    await server.ended;
    expect(isAlive(orphan)).toBe(true);
    const next = await startServer(['--data', data]);
    expect(isAlive(orphan)).toBe(false);
    next.process.kill('SIGKILL');
    await next.ended;
    expect((await kangyang(['stop', '--data', data])).stdout).toContain('遗留的数据库进程');
  });

  test('数据库被 kill -9 后，服务自己恢复', async () => {
    const data = aDataFolder();
    const server = await startServer([...NEW, '--data', data]);
    process.kill(postmasterPid(data), 'SIGKILL');
    while (!server.output().stderr.includes('数据库已重新启动')) await sleep(50);
    const backup = await kangyang(['backup', join(data, '..', 'backup'), '--data', data]);
    expect(backup.code).toBe(0);
    expect(server.process.exitCode).toBeNull();
  });

  test('演示库与正式库不能互换；正式数据不会被 --yes 删除', async () => {
    const data = aDataFolder();
    const server = await startServer([...NEW, '--data', data]);
    server.process.kill('SIGTERM');
    await server.ended;
    const other = await kangyang(['start', '--demo', 'yuhuan', '--port', '0', '--data', data]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('这个数据库建立时是正式库');
    const reset = await kangyang(['reset', '--yes', '--data', data]);
    expect(reset.code).toBe(1);
    expect(reset.stderr).toContain('--yes-delete-real-data');
    expect((await kangyang(['reset', '--yes-delete-real-data', '--data', data])).code).toBe(0);
    expect(statSync(join(data, 'secrets', 'master.key')).size).toBeGreaterThan(0);
  });
});

describe('启动前的拒绝', () => {
  test('端口被占用时立即说明，不建数据库', async () => {
    const data = aDataFolder();
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await kangyang(['start', '--port', String(port), '--data', data]);
    expect(code).toBe(1);
    expect(stderr).toContain(`端口 ${port} 已被占用`);
    expect(() => statSync(join(data, 'postgresql'))).toThrow('ENOENT');
  });

  test('数据文件夹里有别的东西、是文件、没有数据库时，都说明怎么办', async () => {
    const data = aDataFolder();
    mkdirSync(data);
    writeFileSync(join(data, 'photo.jpg'), '');
    expect((await kangyang(['start', '--data', data])).stderr).toContain('不是本系统的数据文件夹');
    expect((await kangyang(['reset', '--yes', '--data', data])).stderr).toContain('不是本系统的数据文件夹');
    expect((await kangyang(['start', '--data', join(data, 'photo.jpg')])).stderr).toContain('不是文件夹');
    expect((await kangyang(['backup', join(data, 'b'), '--data', join(data, 'none')])).stderr).toContain(
      '里没有数据库',
    );
  });

  test('很长的数据文件夹路径也能用', async () => {
    const data = join(aDataFolder(), 'x'.repeat(120));
    const server = await startServer([...NEW, '--data', data]);
    const backup = await kangyang(['backup', join(data, '..', 'backup'), '--data', data]);
    expect(backup.code).toBe(0);
    server.process.kill('SIGTERM');
    await server.ended;
  });
});
