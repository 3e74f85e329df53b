import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Before, codeOf, here, type OfficeStage, openOfficeStage } from './office-stage.ts';

let stage: OfficeStage;
beforeAll(async () => {
  stage = await openOfficeStage();
  return () => stage.closeOffice();
});
beforeEach(() => stage.emptyOffice());

/** Nobody goes on before so many are there. */
function meeting(size: number): Before {
  const { promise, resolve } = Promise.withResolvers<void>();
  let here = 0;
  return () => {
    here += 1;
    if (here >= size) resolve();
    return promise;
  };
}
describe('通讯录读的时候又有事发生', () => {
  test('读到一半断了：下次从断的地方接着读；两个人同时做，结果一样', async () => {
    await stage.set([here('E1'), here('E2'), here('E3')], { pageSize: 1, failAfterPages: 2 });
    expect(await codeOf(stage.sync())).toBe('identity.directory-silent');
    expect(await stage.accounts()).toEqual([]);
    const [open] = await stage.rows('select page_cursor from identity.directory_sync where ended_at is null');
    expect(open?.page_cursor).toBe('0:2');
    const bothHere = meeting(2);
    const both = await Promise.all([stage.sync('full', {}, bothHere), stage.sync('full', {}, bothHere)]);
    expect(both.map(({ counts }) => counts.make)).toEqual([3, 3]);
    expect(await stage.accounts()).toHaveLength(3);
  });

  test('全量还在读，中间做了一次增量：增量读到的人没有离职，说的也不被旧页盖掉', async () => {
    await stage.set([here('E1'), here('E2')], { pageSize: 1 });
    await stage.sync();
    let pages = 0;
    const between: Before = async (kind) => {
      pages += kind === 'full' ? 1 : 0;
      if (kind !== 'full' || pages !== 2) return;
      await stage.set([here('E1', '发放岗'), here('E2')], { pageSize: 1 });
      expect((await stage.sync('delta')).counts).toMatchObject({ people: 1, take: 1, give: 1 });
    };
    expect((await stage.sync('full', {}, between)).counts).toMatchObject({ end: 0, take: 0, give: 0 });
    expect((await stage.accounts()).map(({ roles }) => roles)).toEqual(['county-releaser', 'county-approver']);
  });

  test('读过的页后来又变了：下次增量从第一页读到的时候算起', async () => {
    await stage.set([here('E1'), here('E2')], { pageSize: 1 });
    let pages = 0;
    const meanwhile: Before = async () => {
      pages += 1;
      if (pages === 2) await stage.set([here('E1', '发放岗'), here('E2')], { pageSize: 1 });
    };
    await stage.sync('full', {}, meanwhile);
    expect((await stage.sync('delta')).counts).toMatchObject({ take: 1, give: 1 });
  });

  test('读完了没有执行的，隔了很久没读完的：都从头读，旧的页不算', async () => {
    const many = Array.from({ length: 8 }, (_, at) => here(`E${at + 1}`));
    await stage.set(many);
    await stage.sync();
    await stage.set(many.slice(0, 2));
    expect(await codeOf(stage.sync())).toBe('identity.directory-too-many');
    await stage.set([here('E1'), ...many.slice(2)]);
    expect((await stage.sync()).counts).toMatchObject({ people: 8, end: 1 });
    expect((await stage.accounts()).filter(({ ended }) => ended).map((one) => one.employee_code)).toEqual(['E2']);

    await stage.set([...many.slice(2), here('E9')], { pageSize: 2, failAfterPages: 2 });
    expect(await codeOf(stage.sync())).toBe('identity.directory-silent');
    stage.minutesLater(61);
    await stage.set(many.slice(3), { pageSize: 100 });
    expect((await stage.sync()).counts).toMatchObject({ end: 2 });
    const ended = (await stage.accounts()).filter((one) => one.ended).map((one) => one.employee_code);
    expect(ended).toEqual(['E1', 'E2', 'E3']);
  });
});
