-- What each sync did to which account, and why. Its hash stands in the audit entry of that sync.
create table identity.directory_change (
  change_no integer generated always as identity primary key,
  sync_no integer not null,
  -- Null: the sync did it itself, else what somebody decided at the desk.
  conflict_no integer,
  account_no integer not null,
  what text not null,
  detail text not null,
  why text not null,
  made_at timestamptz not null,
  constraint directory_change_sync foreign key (sync_no) references identity.directory_sync (sync_no),
  constraint directory_change_conflict foreign key (conflict_no) references identity.directory_conflict (conflict_no),
  constraint directory_change_account foreign key (account_no) references identity.account (account_no),
  constraint directory_change_what check (what in ('joined', 'left', 'post-given', 'post-ended', 'renamed', 'code-changed', 'restored')),
  constraint directory_change_why check (why in ('new-person', 'gone', 'position-named', 'position-gone', 'name-changed', 'decided'))
);
create index directory_change_of_sync on identity.directory_change (sync_no, change_no);
comment on table identity.directory_change is '通讯录同步改了什么 | purpose=每次同步改了谁、为什么都可查 | basis=GB/T 22239-2019 8.1.4.2、8.1.4.3 | retention=3年';
comment on column identity.directory_change.change_no is 'L1 变更序号';
comment on column identity.directory_change.sync_no is 'L1 同步序号';
comment on column identity.directory_change.conflict_no is 'L1 待核事项序号';
comment on column identity.directory_change.account_no is 'L2 账号序号';
comment on column identity.directory_change.what is 'L2 改了什么';
comment on column identity.directory_change.detail is 'L2 内容';
comment on column identity.directory_change.why is 'L2 原因';
comment on column identity.directory_change.made_at is 'L1 时间';
grant select, insert on identity.directory_change to kangyang_app;
