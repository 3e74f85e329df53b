-- Who stood on a list that was exported: the audit names its hash (allowances keeps its own lists likewise).
create table people.exported_list (
  list_hash text primary key,
  title text not null,
  person_count integer not null,
  named_at timestamptz not null,
  constraint exported_list_count check (person_count >= 0)
);
comment on table people.exported_list is '导出名单 | purpose=谁在哪份导出的名单上 | basis=个人信息保护法第四十四条、第五十五条 | retention=30年';
comment on column people.exported_list.list_hash is 'L1 名单校验值';
comment on column people.exported_list.title is 'L1 名单名称';
comment on column people.exported_list.person_count is 'L1 人数';
comment on column people.exported_list.named_at is 'L1 时间';
grant select, insert on people.exported_list to kangyang_app;

create table people.exported_list_member (
  list_hash text primary key,
  person_nos integer[] not null,
  constraint exported_list_member_list foreign key (list_hash) references people.exported_list (list_hash)
);
comment on table people.exported_list_member is '导出名单人员 | purpose=谁在哪份导出的名单上 | basis=个人信息保护法第四十四条、第五十五条 | retention=30年';
comment on column people.exported_list_member.list_hash is 'L1 名单校验值';
comment on column people.exported_list_member.person_nos is 'L2 人员序号';
create index exported_list_member_persons on people.exported_list_member using gin (person_nos);
grant select, insert on people.exported_list_member to kangyang_app;

-- Whoever exports writes who stood on the list; it is read by a job alone, for a person whom the caller may see.
alter table people.exported_list_member enable row level security, force row level security;
create policy exported_list_member_written on people.exported_list_member for insert to kangyang_app with check (true);
