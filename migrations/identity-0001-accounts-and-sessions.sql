create schema identity;
grant usage on schema identity to kangyang_app;

create table identity.account (
  account_no integer generated always as identity primary key,
  name text not null,
  display_name text not null,
  password_hash text not null,
  -- Until then a password works that an administrator gave out; whoever signs in with it must change it first.
  one_time_until timestamptz,
  created_at timestamptz not null,
  ended_on date,
  constraint account_name_unique unique (name)
);
comment on table identity.account is '账号 | purpose=登录 | basis=GB/T 22239-2019 8.1.4.1 | retention=停用后3年';
comment on column identity.account.account_no is 'L1 账号序号';
comment on column identity.account.name is 'L2 账号名';
comment on column identity.account.display_name is 'L2 显示名';
comment on column identity.account.password_hash is 'L4 口令散列(argon2id)';
comment on column identity.account.one_time_until is 'L1 一次性口令有效期';
comment on column identity.account.created_at is 'L1 建立时间';
comment on column identity.account.ended_on is 'L1 停用日';
grant select, insert on identity.account to kangyang_app;
grant update (password_hash, one_time_until, ended_on) on identity.account to kangyang_app;

create table identity.session (
  token_hash bytea primary key,
  -- How others may speak of a session: the token's hash is nobody's business.
  session_no integer not null generated always as identity,
  account_no integer not null,
  source text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  constraint session_no_unique unique (session_no),
  constraint session_account foreign key (account_no) references identity.account (account_no)
);
create index session_of_account on identity.session (account_no, last_seen_at);
create index session_in_use on identity.session (last_seen_at) where ended_at is null;
comment on table identity.session is '会话 | purpose=保持登录 | basis=GB/T 22239-2019 8.1.4.1 | retention=90天';
comment on column identity.session.token_hash is 'L4 令牌散列';
comment on column identity.session.session_no is 'L1 会话序号';
comment on column identity.session.account_no is 'L1 账号序号';
comment on column identity.session.source is 'L2 来源地址';
comment on column identity.session.created_at is 'L1 登录时间';
comment on column identity.session.last_seen_at is 'L1 最近使用';
comment on column identity.session.ended_at is 'L1 结束时间';
grant select, insert on identity.session to kangyang_app;
grant update (last_seen_at, ended_at) on identity.session to kangyang_app;

-- The one-time code with which the first administrator is made; printed at the first start, kept only as a hash.
create table identity.setup_code (
  code_hash bytea primary key,
  made_at timestamptz not null,
  ended_at timestamptz
);
comment on table identity.setup_code is '首次启动码 | purpose=建立首位管理员 | basis=GB/T 22239-2019 8.1.4.1 | retention=90天';
comment on column identity.setup_code.code_hash is 'L4 启动码散列';
comment on column identity.setup_code.made_at is 'L1 生成时间';
comment on column identity.setup_code.ended_at is 'L1 使用或作废时间';
grant select, insert on identity.setup_code to kangyang_app;
grant update (ended_at) on identity.setup_code to kangyang_app;

-- Wrong passwords and setup codes, per source and per account name. Names nobody has are counted like the others, so the
-- answer never tells which accounts exist; and hashed, because people type a password into the wrong field.
create table identity.sign_in_failure (
  key_hash bytea primary key,
  failed_count integer not null,
  forget_at timestamptz not null,
  constraint sign_in_failure_counted check (failed_count > 0)
);
comment on table identity.sign_in_failure is '登录失败计数 | purpose=登录失败锁定 | basis=GB/T 22239-2019 8.1.4.1 | retention=1天';
comment on column identity.sign_in_failure.key_hash is 'L2 来源或账号名的散列';
comment on column identity.sign_in_failure.failed_count is 'L1 连续失败次数';
comment on column identity.sign_in_failure.forget_at is 'L1 到此时不再计';
grant select, insert, update, delete on identity.sign_in_failure to kangyang_app;
