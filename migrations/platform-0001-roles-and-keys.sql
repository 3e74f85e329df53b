-- The application's role owns nothing: what it may do is granted table by table.
do $$ begin
  if not exists (select from pg_roles where rolname = 'kangyang_app') then
    create role kangyang_app nologin noinherit;
  end if;
end $$;
do $$ begin
  execute format('grant kangyang_app to %I', current_user);
end $$;
revoke create on schema public from public;

create schema platform;
grant usage on schema platform to kangyang_app;

-- What kind of database this is; set once when it is born, read by generator, bench and simulators.
create table platform.birth (
  only_one boolean primary key default true,
  kind text not null,
  demonstration text,
  born_at timestamptz not null,
  constraint birth_one_row check (only_one),
  constraint birth_kind check (kind in ('real', 'demonstration'))
);
comment on table platform.birth is '数据库性质 | purpose=区分演示库与正式库 | basis=系统运行 | retention=永久';
comment on column platform.birth.only_one is 'L1 唯一行';
comment on column platform.birth.kind is 'L1 性质';
comment on column platform.birth.demonstration is 'L1 演示数据名称';
comment on column platform.birth.born_at is 'L1 建立时间';
grant select, insert on platform.birth to kangyang_app;

-- Which key seals this database's columns. The key itself is never here; a server that has another one does not start.
create table platform.sealing_key (
  only_one boolean primary key default true,
  fingerprint text not null,
  constraint sealing_key_one_row check (only_one)
);
comment on table platform.sealing_key is '封存密钥 | purpose=防止用错密钥 | basis=GB/T 22239-2019 8.1.4.8 | retention=永久';
comment on column platform.sealing_key.only_one is 'L1 唯一行';
comment on column platform.sealing_key.fingerprint is 'L1 密钥指纹';

-- Steps of a load that may be killed: a step is there when it is done.
create table platform.loaded_step (
  step text primary key,
  done_at timestamptz not null
);
comment on table platform.loaded_step is '装载步骤 | purpose=中断后续做 | basis=系统运行 | retention=永久';
comment on column platform.loaded_step.step is 'L1 步骤';
comment on column platform.loaded_step.done_at is 'L1 完成时间';
grant select, insert on platform.loaded_step to kangyang_app;

-- Everything written (by clock_timestamp) before this instant is committed or gone: nothing older can still appear.
-- Owned by the migration role, since the application may not see other sessions.
create function platform.settled_up_to() returns timestamptz
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select least(clock_timestamp(), min(xact_start)) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and xact_start is not null
$$;
revoke all on function platform.settled_up_to() from public;
grant execute on function platform.settled_up_to() to kangyang_app;
