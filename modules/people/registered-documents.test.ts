import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blindIndex } from '#platform/crypto/seal.ts';
import { startInScope } from '#platform/db/in-scope.ts';
import { SYSTEM_USER } from '#platform/session/ctx.ts';
import {
  aCtx,
  type ClonedDatabase,
  cloneDatabase,
  committing,
  inTransaction,
  testDatabase,
} from '#platform/testing/database.ts';
import type { NewPerson } from './admit.ts';
import { DOCUMENT_NAMES, type DocumentKind } from './document-kind.ts';
import { findPersonByIdNumber } from './get-person.ts';
import { readIdentity } from './identity.page.ts';
import { type DocumentException, getPerson, importPersons } from './index.ts';
import { aPerson, BORN, ID, permitNumber, withWrongCheckDigit } from './people.testing.ts';
import { registerPerson } from './register-person.ts';
import { idBlindOf, unsealPerson } from './seal-person.ts';
import { makeSyntheticIdNumber } from './synthetic-id-number.ts';

const { keys } = await testDatabase();
const EXCEPTION: DocumentException = {
  wrong: 'check-digit',
  certificate: '合成公户〔2022〕第1号',
  verifiedBy: '合成县公安局',
  verifiedOn: '2022-06-01',
};
const TYPO = withWrongCheckDigit(ID);
const WRONG_ACCOUNT = '9999330000000000014';
const PASSPORT: Partial<NewPerson> = { documentKind: 'passport', idNumber: 'EX0000001' };

describe('登记', () => {
  it.each([
    ['id-card', {}],
    ['hk-macao-permit', { idNumber: permitNumber('819900', BORN, 2) }],
    ['taiwan-permit', { idNumber: permitNumber('839900', BORN, 2), documentKind: 'taiwan-permit' }],
    ['foreign-card', { idNumber: permitNumber('999999', BORN, 2) }],
    ['foreign-card', { idNumber: 'XXA000000000000', documentKind: 'foreign-card' }],
    ['passport', PASSPORT],
    ['officer-card', { idNumber: '测字第0000001号', documentKind: 'officer-card' }],
  ] as const)('B-26 %s：登记、找到、再登记被拒绝', (kind, wish) =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson(ctx, keys, aPerson(wish));
      expect(await getPerson(ctx.db, personNo)).toMatchObject({ documentKind: kind, documentException: null });
      const number = aPerson(wish).idNumber ?? '';
      expect(await findPersonByIdNumber(ctx.db, keys, ` ${number.toLowerCase()}`, kind)).toMatchObject({ personNo });
      const again = registerPerson(ctx, keys, aPerson({ ...wish, name: '合成乙' }));
      await expect(again).rejects.toMatchObject({ code: 'people.double-registered' });
    }),
  );

  it('B-21 经核实的例外：人员页写明错在哪里、谁在何时核实、证明文号', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson(ctx, keys, aPerson({ idNumber: TYPO, documentException: EXCEPTION }));
      expect(await readIdentity(ctx, keys, personNo)).toMatchObject({
        documentName: DOCUMENT_NAMES['id-card'],
        documentNote: '号码校验位不符，合成县公安局2022-06-01核实证件为真（合成公户〔2022〕第1号）',
      });
      const { personNo: another } = await registerPerson(ctx, keys, aPerson(PASSPORT));
      expect(await readIdentity(ctx, keys, another)).toMatchObject({ documentNote: null });
    }));

  it('B-26 没有证件：照收，种类为空；只填种类不填号码：拒绝', () =>
    inTransaction(async (ctx) => {
      const { personNo } = await registerPerson(ctx, keys, aPerson({ idNumber: null }));
      expect(await getPerson(ctx.db, personNo)).toMatchObject({ documentKind: null });
      const half = registerPerson(ctx, keys, aPerson({ idNumber: null, documentKind: 'passport' }));
      await expect(half).rejects.toMatchObject({ code: 'people.document-missing', status: 422 });
    }));

  it.each([
    [{ idNumber: permitNumber('819900', '1943-03-16', 2) }, 'people.id-birth-differs'],
    [{ idNumber: permitNumber('839900', BORN, 1) }, 'people.id-sex-differs'],
    [{ idNumber: permitNumber('999999', '1943-02-30', 2) }, 'people.id-birth'],
    [{ idNumber: withWrongCheckDigit(permitNumber('829900', BORN, 2)) }, 'people.id-check-digit'],
  ] as const)('B-26 居住证、永居证与本人不符（%j）：拒绝，%s', (wish, code) =>
    inTransaction(async (ctx) => {
      await expect(registerPerson(ctx, keys, aPerson(wish))).rejects.toMatchObject({ code, status: 422 });
    }),
  );

  it('B-26 居民身份证的盲索引与从前相同，不带种类', () =>
    inTransaction(async (ctx) => {
      await registerPerson(ctx, keys, aPerson());
      const { id_blind } = await ctx.db.selectFrom('people.person').select('id_blind').executeTakeFirstOrThrow();
      expect(id_blind).toEqual(blindIndex(keys, 'people.person.id_number', ID));
    }));

  it('B-26 同样的字，证件种类不同：盲索引各不相同，不是同一个人', () => {
    const kinds = Object.keys(DOCUMENT_NAMES) as DocumentKind[];
    const blinds = kinds.map((kind) => idBlindOf(keys, kind, 'EX0000001').toString('hex'));
    expect(new Set(blinds).size).toBe(6);
  });

  it('B-21 校验位不符而没有证明：拒绝；有证明：收下，证明可查，凭原号码找得到', () =>
    inTransaction(async (ctx) => {
      const plain = registerPerson(ctx, keys, aPerson({ idNumber: TYPO }));
      await expect(plain).rejects.toMatchObject({ code: 'people.id-check-digit' });
      const excused = aPerson({ idNumber: TYPO, documentException: EXCEPTION });
      await expect(findPersonByIdNumber(ctx.db, keys, TYPO)).rejects.toMatchObject({ code: 'people.id-check-digit' });
      const { personNo } = await registerPerson(ctx, keys, excused);
      expect(await getPerson(ctx.db, personNo)).toMatchObject({ documentException: EXCEPTION });
      expect(await findPersonByIdNumber(ctx.db, keys, TYPO)).toMatchObject({ personNo });
      await expect(registerPerson(ctx, keys, excused)).rejects.toMatchObject({ code: 'people.double-registered' });
    }));

  it.each([BORN, '1943-02-30'])('B-21 号码里的出生日期（%s）与真实的不同：有证明才收，以真实的为准', (written) =>
    inTransaction(async (ctx) => {
      const wish = { born: '1942-03-15', idNumber: permitNumber('339901', written, 2), facts: [] };
      await expect(registerPerson(ctx, keys, aPerson(wish))).rejects.toHaveProperty('code');
      const documentException: DocumentException = { ...EXCEPTION, wrong: 'birth' };
      const { personNo } = await registerPerson(ctx, keys, aPerson({ ...wish, documentException }));
      expect(await getPerson(ctx.db, personNo)).toMatchObject({ born: '1942-03-15', documentException });
      expect(await findPersonByIdNumber(ctx.db, keys, wish.idNumber)).toMatchObject({ personNo });
    }),
  );

  it.each([
    [{ idNumber: TYPO, documentException: { ...EXCEPTION, wrong: 'birth' } }, 'people.id-check-digit'],
    [{ born: '1942-03-15', documentException: EXCEPTION, facts: [] }, 'people.id-birth-differs'],
    [{ idNumber: TYPO, born: '1942-03-15', documentException: EXCEPTION, facts: [] }, 'people.id-birth-differs'],
    [{ sex: 1, documentException: EXCEPTION }, 'people.id-sex-differs'],
    [{ idNumber: TYPO, documentException: { ...EXCEPTION, certificate: ' ' } }, 'people.exception-incomplete'],
    [{ idNumber: TYPO, documentException: { ...EXCEPTION, verifiedBy: '' } }, 'people.exception-incomplete'],
    [{ idNumber: TYPO, documentException: { ...EXCEPTION, verifiedOn: '2024-02-30' } }, 'people.exception-incomplete'],
    [{ idNumber: TYPO, documentException: { ...EXCEPTION, verifiedOn: '2023-08-06' } }, 'people.exception-incomplete'],
    [{ documentException: EXCEPTION }, 'people.exception-unneeded'],
    [{ ...PASSPORT, documentException: EXCEPTION }, 'people.exception-unneeded'],
  ] as [Partial<NewPerson>, string][])('B-21 证明不全、证的不是这一处、用不着证明（%j）：%s', (wish, code) =>
    inTransaction(async (ctx) => {
      await expect(registerPerson(ctx, keys, aPerson(wish))).rejects.toMatchObject({ code, status: 422 });
    }),
  );

  it('B-29 账号校验位不符：收下，提示核对；校验位相符的不提示', () =>
    inTransaction(async (ctx) => {
      const doubtful = await registerPerson(ctx, keys, aPerson({ accountNumber: WRONG_ACCOUNT }));
      expect(doubtful.warnings).toEqual([expect.stringContaining('校验位不符')]);
      expect(await getPerson(ctx.db, doubtful.personNo)).toMatchObject({ accountCheckFails: true });
      const good = await registerPerson(ctx, keys, aPerson({ ...PASSPORT, accountNumber: '9999-3300 0000 0000 013' }));
      expect(good.warnings).toEqual([]);
      expect(await getPerson(ctx.db, good.personNo)).toMatchObject({ accountCheckFails: false });
    }));
});

describe('批量收录', () => {
  let cloned: ClonedDatabase;
  beforeAll(async () => {
    cloned = await cloneDatabase();
  });
  afterAll(() => cloned.close());

  async function load(persons: Iterable<NewPerson> | AsyncIterable<NewPerson>, delivery: string) {
    const client = await cloned.bulkPool.connect();
    try {
      const options = { delivery, recordedAt: '2022-12-31T09:00:00+08:00', maxLines: 10 };
      return await importPersons(client, keys, persons, options);
    } finally {
      client.release();
    }
  }
  const numbered = (order: number, wish: Partial<NewPerson> = {}) =>
    aPerson({ idNumber: makeSyntheticIdNumber(339_902, BORN, order), accountNumber: null, ...wish });

  it('B-26、B-21、B-29 各种证件、证明和账号：收下的查得到、解得开，搁置的有原因，提示另外计数', async () => {
    const permit = permitNumber('819900', BORN, 2);
    const report = await load(
      [
        aPerson({ idNumber: permit }),
        aPerson(PASSPORT),
        aPerson({ documentKind: 'officer-card', idNumber: 'EX0000001' }),
        aPerson({ documentKind: 'officer-card', idNumber: '测0000001' }),
        aPerson({ idNumber: null, accountNumber: null }),
        aPerson({ idNumber: TYPO, documentException: EXCEPTION }),
        aPerson({ documentException: EXCEPTION }),
        numbered(2, { accountNumber: WRONG_ACCOUNT }),
        numbered(2, { accountNumber: WRONG_ACCOUNT }),
        aPerson({ ...PASSPORT, name: '合成乙' }),
      ],
      'documents',
    );
    expect(report).toMatchObject({ lines: 10, persons: 7, setAside: 4, accountWarnings: 1 });
    expect(report.reasons).toEqual({
      'people.double-registered': 2,
      'people.exception-unneeded': 1,
      'people.officer-card-shape': 1,
    });
    expect(await load([], 'documents')).toEqual(report);
    const { rows } = await cloned.bulkPool.query(
      'select person_no as no, document_kind as kind, sealed from people.person order by 1',
    );
    const opened = await Promise.all(rows.map(({ no, sealed }) => unsealPerson(keys, no, sealed)));
    expect(rows.map(({ kind }, index) => [kind, opened[index]?.idNumber])).toEqual([
      ['hk-macao-permit', permit],
      ['passport', 'EX0000001'],
      ['officer-card', '测字第0000001号'],
      [null, null],
      ['id-card', TYPO],
      ['id-card', ID],
      ['id-card', numbered(2).idNumber],
    ]);
    expect(await committing(cloned.db, ({ db }) => getPerson(db, rows[4].no))).toMatchObject({
      documentException: EXCEPTION,
    });
    const doubtful = await committing(cloned.db, ({ db }) =>
      findPersonByIdNumber(db, keys, numbered(2).idNumber ?? ''),
    );
    expect(doubtful).toMatchObject({ accountCheckFails: true, personNo: rows[6].no });
    expect(opened[6]?.accountNumber).toBe(WRONG_ACCOUNT);
  });

  it('B-27 两人一号：后报的整行搁置；15位与18位是同一号；一人两号、换了号：各自成一条，不猜着合并', async () => {
    const first = numbered(4);
    const old = `${first.idNumber?.slice(0, 6)}${first.idNumber?.slice(8, 17)}`;
    const report = await load(
      [first, numbered(4, { name: '合成乙' }), numbered(4, { idNumber: old }), numbered(6), numbered(6, PASSPORT)],
      'two-numbers',
    );
    expect(report).toMatchObject({ persons: 2, setAside: 3, reasons: { 'people.double-registered': 3 } });
    const { rows } = await cloned.bulkPool.query(
      "select delivery_line as line, reason from people.set_aside where delivery = 'two-numbers' order by 1",
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect(rows[0].reason).toContain('先查找原记录');
  });

  it('B-27 两个街道同时登记同一人，一个在窗口、一个在已开的批次：批次等窗口办完，后到的搁置', async () => {
    const transaction = await startInScope(cloned.db, SYSTEM_USER, undefined);
    async function* afterOpening() {
      await registerPerson(aCtx(transaction), keys, numbered(8));
      yield numbered(8, { name: '合成乙' });
    }
    let isLoaded = false;
    const loading = load(afterOpening(), 'same-time').finally(() => {
      isLoaded = true;
    });
    const waits = "select from pg_locks where locktype = 'advisory' and not granted and database = $1";
    const { rows } = await cloned.bulkPool.query('select oid from pg_database where datname = current_database()');
    while (!isLoaded && (await cloned.bulkPool.query(waits, [rows[0].oid])).rowCount === 0) await setTimeout(5);
    await transaction.commit().execute();
    expect(await loading).toMatchObject({ persons: 0, reasons: { 'people.double-registered': 1 } });
    expect(
      await committing(cloned.db, ({ db }) => findPersonByIdNumber(db, keys, numbered(8).idNumber ?? '')),
    ).toMatchObject({ name: '合成甲' });
  });
});
