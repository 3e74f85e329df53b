-- How long each kind of act stays on record, as data. Nothing deletes yet; a row deleted one day leaves its leaf in its block.
create table platform.audit_kind (
  kind text primary key,
  title text not null,
  keep_months integer not null,
  basis text not null,
  constraint audit_kind_keep check (keep_months >= 6)
);
comment on table platform.audit_kind is '审计种类 | purpose=每种审计保存多久 | basis=网络安全法、个人信息保护法、会计档案管理办法 | retention=永久';
comment on column platform.audit_kind.kind is 'L1 种类';
comment on column platform.audit_kind.title is 'L1 名称';
comment on column platform.audit_kind.keep_months is 'L1 至少保存月数';
comment on column platform.audit_kind.basis is 'L1 依据';
grant select on platform.audit_kind to kangyang_app;

insert into platform.audit_kind (kind, title, keep_months, basis) values
  ('access', '登录和查看', 6, '网络安全法：网络日志留存不少于六个月；GB/T 22239-2019 8.1.4.3'),
  ('provision', '导出和对外提供', 36, '个人信息保护法第五十六条：处理情况记录至少保存三年'),
  ('rights', '账号、岗位和权限变动', 360, '随其批准的业务保存：会计档案管理办法（财政部 国家档案局令第79号）'),
  ('business', '审批、清册、凭证', 360, '会计档案管理办法（财政部 国家档案局令第79号）：会计凭证保管30年');

-- One row an act, written in the act's own transaction. What the code covers: platform/audit/entry.ts. The kind is a check and no
-- foreign key: every act would lock the same few rows of audit_kind.
create table platform.audit_entry (
  audit_no bigint generated always as identity primary key,
  entry_id uuid not null,
  at timestamptz not null,
  account_no integer,
  account_name text not null,
  post_no integer,
  address text,
  request_id text not null,
  action text not null,
  title text not null,
  purpose text,
  subject text,
  outcome text not null,
  item_count integer,
  list_hash text,
  kind text not null,
  mac bytea not null,
  constraint audit_entry_once unique (entry_id),
  constraint audit_entry_kind check (kind in ('access', 'provision', 'rights', 'business')),
  constraint audit_entry_outcome check (outcome in ('done', 'refused', 'read')),
  constraint audit_entry_count check (item_count >= 0)
);
create index audit_entry_at on platform.audit_entry using brin (at);
comment on table platform.audit_entry is '审计日志 | purpose=谁在何时何地为何做了什么 | basis=GB/T 22239-2019 8.1.4.3 | retention=见审计种类';
comment on column platform.audit_entry.audit_no is 'L2 审计序号';
comment on column platform.audit_entry.entry_id is 'L1 行标识';
comment on column platform.audit_entry.at is 'L2 时间';
comment on column platform.audit_entry.account_no is 'L2 账号序号';
comment on column platform.audit_entry.account_name is 'L2 账号名';
comment on column platform.audit_entry.post_no is 'L2 岗位序号';
comment on column platform.audit_entry.address is 'L2 来源地址';
comment on column platform.audit_entry.request_id is 'L2 请求编号';
comment on column platform.audit_entry.action is 'L2 动作';
comment on column platform.audit_entry.title is 'L2 动作名称';
comment on column platform.audit_entry.purpose is 'L2 事由';
comment on column platform.audit_entry.subject is 'L2 对象';
comment on column platform.audit_entry.outcome is 'L2 结果';
comment on column platform.audit_entry.item_count is 'L2 件数';
comment on column platform.audit_entry.list_hash is 'L1 名单校验值';
comment on column platform.audit_entry.kind is 'L1 种类';
comment on column platform.audit_entry.mac is 'L1 鉴别码';
grant select, insert on platform.audit_entry to kangyang_app;
-- The sealer takes no row whose number was never given out.
grant select on sequence platform.audit_entry_audit_no_seq to kangyang_app;

-- No foreign key: the row's code covers its persons, `audit verify` finds who points nowhere, and every act would pay for it.
create table platform.audit_subject (
  audit_no bigint not null,
  person_no integer not null,
  primary key (audit_no, person_no)
);
create index audit_subject_person on platform.audit_subject (person_no, audit_no);
comment on table platform.audit_subject is '审计涉及的人 | purpose=谁的资料被谁看过、改过 | basis=个人信息保护法第四十四条 | retention=同审计日志';
comment on column platform.audit_subject.audit_no is 'L2 审计序号';
comment on column platform.audit_subject.person_no is 'L2 人员序号';
grant select, insert on platform.audit_subject to kangyang_app;

-- Committed rows in the order in which they were sealed: a row's position is first_position plus its place in audit_nos.
create table platform.audit_block (
  block_no bigint primary key,
  first_position bigint not null,
  audit_nos bigint[] not null,
  leaves bytea not null,
  root bytea not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  sealed_at timestamptz not null,
  previous bytea not null,
  hash bytea not null,
  mac bytea not null,
  constraint audit_block_leaves check (octet_length(leaves) = 32 * cardinality(audit_nos))
);
create index audit_block_at on platform.audit_block using brin (first_at, last_at);
comment on table platform.audit_block is '审计块 | purpose=发现审计被改动 | basis=GB/T 22239-2019 8.1.4.3 | retention=30年';
comment on column platform.audit_block.block_no is 'L1 块号';
comment on column platform.audit_block.first_position is 'L1 首行位置';
comment on column platform.audit_block.audit_nos is 'L1 各行审计序号';
comment on column platform.audit_block.leaves is 'L1 各行杂凑';
comment on column platform.audit_block.root is 'L1 Merkle 根';
comment on column platform.audit_block.first_at is 'L1 最早时间';
comment on column platform.audit_block.last_at is 'L1 最晚时间';
comment on column platform.audit_block.sealed_at is 'L1 封存时间';
comment on column platform.audit_block.previous is 'L1 上一块杂凑';
comment on column platform.audit_block.hash is 'L1 块杂凑';
comment on column platform.audit_block.mac is 'L1 鉴别码';
grant select, insert on platform.audit_block to kangyang_app;

-- The same lines as in the heads file, which lies elsewhere: each shows what was cut from the other.
create table platform.audit_head (
  head_no bigint primary key,
  block_no bigint not null,
  line text not null,
  constraint audit_head_block foreign key (block_no) references platform.audit_block (block_no)
);
comment on table platform.audit_head is '审计签名头 | purpose=发现审计被截短或整库重写 | basis=GB/T 22239-2019 8.1.4.3 | retention=30年';
comment on column platform.audit_head.head_no is 'L1 头号';
comment on column platform.audit_head.block_no is 'L1 块号';
comment on column platform.audit_head.line is 'L1 签名行';
grant select, insert on platform.audit_head to kangyang_app;
