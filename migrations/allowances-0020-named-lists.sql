-- Who stood on a list when somebody released or exported it: the audit names the hash, this table its people, so that each of them can
-- be told. A list is frozen here once; by county, because that is how it is looked up.
create table allowances.named_list (
  list_hash text primary key,
  benefit text not null,
  pay_month integer not null,
  person_count integer not null,
  named_at timestamptz not null,
  constraint named_list_count check (person_count >= 0)
);
comment on table allowances.named_list is '留名清册 | purpose=谁在哪份发放或导出的名单上 | basis=个人信息保护法第四十四条、第五十五条 | retention=30年';
comment on column allowances.named_list.list_hash is 'L1 名单校验值';
comment on column allowances.named_list.benefit is 'L1 待遇';
comment on column allowances.named_list.pay_month is 'L1 发放月';
comment on column allowances.named_list.person_count is 'L1 人数';
comment on column allowances.named_list.named_at is 'L1 时间';
grant select, insert on allowances.named_list to kangyang_app;

create table allowances.named_list_member (
  list_hash text not null,
  county text not null,
  person_nos integer[] not null,
  constraint named_list_member_key primary key (county, list_hash),
  constraint named_list_member_list foreign key (list_hash) references allowances.named_list (list_hash)
);
comment on table allowances.named_list_member is '留名清册人员 | purpose=谁在哪份发放或导出的名单上 | basis=个人信息保护法第四十四条、第五十五条 | retention=30年';
comment on column allowances.named_list_member.list_hash is 'L1 名单校验值';
comment on column allowances.named_list_member.county is 'L1 县';
comment on column allowances.named_list_member.person_nos is 'L2 人员序号';
grant select, insert on allowances.named_list_member to kangyang_app;

-- Whoever releases or exports writes who stood on the list; it is read by a job alone, for a person whom the caller may see.
alter table allowances.named_list_member enable row level security, force row level security;
create policy named_list_member_written on allowances.named_list_member for insert to kangyang_app with check (true);
