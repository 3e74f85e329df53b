import { describe, expect, test } from 'vitest';
import { type MigrationFile, nameProblems, schemaProblems } from './migration-text.ts';
import { columnCommentProblems, constraintNameProblems, tableCommentProblems } from './schema-rules.ts';

const ORDER = ['platform', 'places', 'people'];
const file = (name: string, text = ''): MigrationFile => ({ name, text });
const names = (...files: string[]) =>
  nameProblems(
    files.map((name) => file(name)),
    ORDER,
  );
const schemas = (name: string, text: string) => schemaProblems([file(name, text)], ORDER);

describe('检查程序自己也要查', () => {
  test('名字不对、模块不认识、序号用了两次', () => {
    expect(names('people-0001-persons.sql', 'people-0002-more-facts.sql')).toEqual([]);
    expect(names('people-1-persons.sql')).toHaveLength(1);
    expect(names('meals-0001-orders.sql')).toHaveLength(1);
    expect(names('people-0001-a.sql', 'people-0003-b.sql')).toEqual([]);
    expect(names('people-0001-a.sql', 'people-0001-b.sql')).toEqual(['people: number 1 is used twice']);
    expect(() => names()).toThrow('looks in the wrong place');
  });

  test('点了别人的表，外键指向上层', () => {
    const good =
      "-- see people.person\ncreate table people.a (b text references places.division (code) default 'x.y');";
    expect(schemas('people-0001-a.sql', good)).toEqual([]);
    expect(schemas('places-0001-a.sql', 'create table places.a (b int references people.person (no))')).toEqual([
      'places-0001-a.sql: a foreign key points up to people',
    ]);
    expect(schemas('people-0001-a.sql', 'create view people.v as select 1 from places.division')).toEqual([
      'people-0001-a.sql: names places.division of another module',
    ]);
    expect(() => schemaProblems([], ORDER)).toThrow('looks in the wrong place');
  });

  test('注释缺用途、依据、期限或级别', () => {
    const comments = ['老年人 | purpose=识别 | basis=文件 | retention=10年', '老年人 | purpose=识别', null];
    expect(tableCommentProblems(comments.map((comment) => ({ name: 'a.b', comment })))).toHaveLength(2);
    const classes = ['L2 姓名', '姓名', 'L5 姓名', 'L1 ', null].map((comment) => ({ name: 'a.b.c', comment }));
    expect(columnCommentProblems(classes)).toHaveLength(4);
    expect(() => tableCommentProblems([])).toThrow('looks in the wrong place');
    expect(() => columnCommentProblems([])).toThrow('looks in the wrong place');
  });

  test('约束用了数据库起的名字', () => {
    const on = { table: 'people.fact', columns: ['person_no'] };
    const named = (name: string, type: 'c' | 'f') => constraintNameProblems([{ ...on, name, type }]).length;
    expect(named('fact_person', 'f')).toBe(0);
    expect(named('fact_person_no_fkey', 'f')).toBe(1);
    expect(named('fact_person_no_check', 'c')).toBe(1);
    expect(named('fact_check1', 'c')).toBe(1);
    expect(named('fact_span', 'c')).toBe(0);
    expect(() => constraintNameProblems([])).toThrow('looks in the wrong place');
  });
});
