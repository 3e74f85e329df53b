-- A sync by the clock that does not succeed: one row from the first failure until one is applied again.
create table identity.directory_trouble (
  trouble_no integer generated always as identity primary key,
  since timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  reason text not null,
  ended_at timestamptz,
  constraint directory_trouble_days check (last_at >= since and ended_at >= since)
);
create unique index directory_trouble_open on identity.directory_trouble ((true)) where ended_at is null;
comment on table identity.directory_trouble is '通讯录同步没有做成 | purpose=自动同步失败有人知道 | basis=GB/T 22239-2019 8.1.4.2 | retention=3年';
comment on column identity.directory_trouble.trouble_no is 'L1 序号';
comment on column identity.directory_trouble.since is 'L1 第一次失败时间';
comment on column identity.directory_trouble.last_at is 'L1 最近一次失败时间';
comment on column identity.directory_trouble.times is 'L1 失败次数';
comment on column identity.directory_trouble.reason is 'L1 原因';
comment on column identity.directory_trouble.ended_at is 'L1 恢复时间';
grant select, insert on identity.directory_trouble to kangyang_app;
grant update (last_at, times, reason, ended_at) on identity.directory_trouble to kangyang_app;
