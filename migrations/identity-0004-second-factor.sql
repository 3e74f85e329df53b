-- The second factor: a secret in an authenticator app (RFC 6238). The old one counts until a new one is confirmed.
create table identity.second_factor (
  -- Made before the row: the sealed value is bound to it.
  second_factor_id uuid primary key,
  account_no integer not null,
  sealed bytea not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: it and those before it are not taken again.
  last_step bigint not null default 0,
  ended_at timestamptz,
  constraint second_factor_account foreign key (account_no) references identity.account (account_no)
);
create unique index second_factor_in_use on identity.second_factor (account_no) where confirmed_at is not null and ended_at is null;
create index second_factor_of_account on identity.second_factor (account_no);
comment on table identity.second_factor is '动态口令 | purpose=第二种鉴别 | basis=GB/T 22239-2019 8.1.4.1 d | retention=结束后3年';
comment on column identity.second_factor.second_factor_id is 'L1 动态口令编号';
comment on column identity.second_factor.account_no is 'L1 账号序号';
comment on column identity.second_factor.sealed is 'L4 动态口令密钥(封存)';
comment on column identity.second_factor.made_at is 'L1 生成时间';
comment on column identity.second_factor.confirmed_at is 'L1 启用时间';
comment on column identity.second_factor.last_step is 'L1 最近用过的时间步';
comment on column identity.second_factor.ended_at is 'L1 停用时间';
grant select, insert on identity.second_factor to kangyang_app;
grant update (confirmed_at, last_step, ended_at) on identity.second_factor to kangyang_app;

-- Ten codes for the day the telephone is lost; each works once. Kept as keyed hashes.
create table identity.recovery_code (
  code_hash bytea primary key,
  account_no integer not null,
  made_at timestamptz not null,
  -- Used, or replaced by new ones.
  ended_at timestamptz,
  constraint recovery_code_account foreign key (account_no) references identity.account (account_no)
);
create index recovery_code_of_account on identity.recovery_code (account_no) where ended_at is null;
comment on table identity.recovery_code is '恢复码 | purpose=动态口令丢失时登录 | basis=GB/T 22239-2019 8.1.4.1 d | retention=结束后90天';
comment on column identity.recovery_code.code_hash is 'L4 恢复码散列';
comment on column identity.recovery_code.account_no is 'L1 账号序号';
comment on column identity.recovery_code.made_at is 'L1 生成时间';
comment on column identity.recovery_code.ended_at is 'L1 用过或作废时间';
grant select, insert on identity.recovery_code to kangyang_app;
grant update (ended_at) on identity.recovery_code to kangyang_app;

alter table identity.session add column proved_at timestamptz;
comment on column identity.session.proved_at is 'L1 最近一次第二种鉴别';
grant update (proved_at) on identity.session to kangyang_app;

-- Whoever gave out a one-time password does not take the second factor away too: he could sign in as the other.
alter table identity.account add column one_time_by integer;
alter table identity.account add column factor_reset_by integer;
alter table identity.account add column signed_in_at timestamptz;
alter table identity.account add constraint account_one_time_by foreign key (one_time_by) references identity.account (account_no);
alter table identity.account add constraint account_factor_reset_by foreign key (factor_reset_by) references identity.account (account_no);
comment on column identity.account.one_time_by is 'L1 一次性口令由谁设';
comment on column identity.account.factor_reset_by is 'L1 动态口令由谁重设';
comment on column identity.account.signed_in_at is 'L1 最近登录或恢复使用';
grant update (one_time_by, factor_reset_by, signed_in_at) on identity.account to kangyang_app;

alter table identity.session add column way text;
comment on column identity.session.way is 'L1 登录方式';
