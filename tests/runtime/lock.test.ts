import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHolder, takeLock } from '#server/lock.ts';
import { aDataFolder } from './kangyang.ts';

function aLockFile(): string {
  const folder = aDataFolder();
  mkdirSync(folder);
  return join(folder, 'lock');
}

describe('数据文件夹的锁', () => {
  test('同一时刻只有一个持有者，拒绝时说出进程号和命令', () => {
    const file = aLockFile();
    const lock = takeLock(file, 'start', '/run/control.sock');
    expect(readHolder(file)).toMatchObject({ pid: process.pid, command: 'start', socket: '/run/control.sock' });
    expect(() => takeLock(file, 'run', null)).toThrow(`进程号 ${process.pid}，命令 start`);
    lock.release();
    expect(existsSync(file)).toBe(false);
  });

  test('进程已不在的锁自动失效', () => {
    const file = aLockFile();
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, started: '1', command: 'start', socket: null }));
    expect(readHolder(file)).toBeUndefined();
    takeLock(file, 'run', null).release();
  });

  test('进程号已被别的程序使用的锁自动失效', () => {
    const file = aLockFile();
    writeFileSync(
      file,
      JSON.stringify({ pid: process.pid, started: 'before the restart', command: 'start', socket: null }),
    );
    expect(readHolder(file)).toBeUndefined();
  });

  test('释放不会删掉别人后来取得的锁', () => {
    const file = aLockFile();
    const lock = takeLock(file, 'run', null);
    writeFileSync(file, 'of another');
    lock.release();
    expect(readFileSync(file, 'utf8')).toBe('of another');
  });
});
