-- What a search of the audit needs: by time, by account within a time, by frozen list. `at` grows with the table, so its index is
-- written at one end; it takes the place of the BRIN, which cannot give rows in order.
create index audit_entry_at_order on platform.audit_entry (at, audit_no);
drop index platform.audit_entry_at;
create index audit_entry_account on platform.audit_entry (account_name, at);
create index audit_entry_list on platform.audit_entry (list_hash) where list_hash is not null;
-- The block of a row: the first whose last row is not before it. The head of a block: the first that reaches it.
create index audit_block_last_at on platform.audit_block (last_at);
create index audit_head_block on platform.audit_head (block_no);

-- What `audit verify` found, so that the audit administrator sees when it last ran. Not part of what is verified.
create table platform.audit_verification (
  verification_no integer generated always as identity primary key,
  at timestamptz not null,
  is_ok boolean not null,
  blocks integer not null,
  sealed_rows bigint not null,
  unsealed_rows bigint not null,
  heads integer not null,
  problem_count integer not null,
  problems text[] not null,
  took_ms integer not null,
  copy_folder text,
  constraint audit_verification_ok check (is_ok = (problem_count = 0))
);
comment on table platform.audit_verification is '审计核对 | purpose=何时核对过审计、有没有问题 | basis=GB/T 22239-2019 8.1.4.3 | retention=3年';
comment on column platform.audit_verification.verification_no is 'L1 核对序号';
comment on column platform.audit_verification.at is 'L1 核对时间';
comment on column platform.audit_verification.is_ok is 'L1 是否完好';
comment on column platform.audit_verification.blocks is 'L1 块数';
comment on column platform.audit_verification.sealed_rows is 'L1 已封存行数';
comment on column platform.audit_verification.unsealed_rows is 'L1 未封存行数';
comment on column platform.audit_verification.heads is 'L1 签名头数';
comment on column platform.audit_verification.problem_count is 'L1 问题数';
comment on column platform.audit_verification.problems is 'L1 问题（前十条）';
comment on column platform.audit_verification.took_ms is 'L1 用时毫秒';
comment on column platform.audit_verification.copy_folder is 'L1 核对的副本文件夹';
grant select, insert on platform.audit_verification to kangyang_app;

-- 导出编号: stands in every line of an exported file and in the audit. Gaps are exports that were not begun.
create sequence platform.export_no_seq;
grant usage on sequence platform.export_no_seq to kangyang_app;
