-- What the office directory says, as it was last read: read page by page, applied in one transaction.
create table identity.directory_sync (
  sync_no integer generated always as identity primary key,
  kind text not null,
  by_whom text not null,
  started_at timestamptz not null,
  -- Where the next page begins; a sync that was killed goes on there.
  page_cursor text,
  -- Where the next delta begins, told by the directory's last page.
  next_cursor text,
  ended_at timestamptz,
  counts jsonb,
  constraint directory_sync_kind check (kind in ('full', 'delta'))
);
create unique index directory_sync_open on identity.directory_sync (kind) where ended_at is null;
comment on table identity.directory_sync is '通讯录同步 | purpose=组织和岗位随通讯录更新 | basis=GB/T 22239-2019 8.1.4.2 | retention=3年';
comment on column identity.directory_sync.sync_no is 'L1 同步序号';
comment on column identity.directory_sync.kind is 'L1 全量或增量';
comment on column identity.directory_sync.by_whom is 'L2 由谁发起';
comment on column identity.directory_sync.started_at is 'L1 开始时间';
comment on column identity.directory_sync.page_cursor is 'L1 下一页';
comment on column identity.directory_sync.next_cursor is 'L1 下次增量起点';
comment on column identity.directory_sync.ended_at is 'L1 结束时间';
comment on column identity.directory_sync.counts is 'L1 各项数目';
grant select, insert on identity.directory_sync to kangyang_app;
grant update (page_cursor, next_cursor, ended_at, counts) on identity.directory_sync to kangyang_app;

create table identity.directory_department (
  department_code text primary key,
  name text not null,
  division text,
  -- Chosen at the conflict desk where the division does not tell.
  organisation_no integer,
  seen_sync integer not null,
  constraint directory_department_organisation foreign key (organisation_no) references identity.organisation (organisation_no)
);
comment on table identity.directory_department is '通讯录部门 | purpose=部门对应组织 | basis=GB/T 22239-2019 8.1.4.2 | retention=永久';
comment on column identity.directory_department.department_code is 'L1 部门编号';
comment on column identity.directory_department.name is 'L1 部门名称';
comment on column identity.directory_department.division is 'L1 区划代码';
comment on column identity.directory_department.organisation_no is 'L1 对应的组织';
comment on column identity.directory_department.seen_sync is 'L1 最近见于哪次同步';
grant select, insert on identity.directory_department to kangyang_app;
grant update (name, division, organisation_no, seen_sync) on identity.directory_department to kangyang_app;

create table identity.directory_person (
  employee_code text primary key,
  display_name text not null,
  is_here boolean not null,
  positions jsonb not null,
  seen_sync integer not null
);
comment on table identity.directory_person is '通讯录人员 | purpose=账号和岗位随通讯录更新 | basis=GB/T 22239-2019 8.1.4.2 | retention=离开后1年';
comment on column identity.directory_person.employee_code is 'L2 工号';
comment on column identity.directory_person.display_name is 'L2 姓名';
comment on column identity.directory_person.is_here is 'L1 在职';
comment on column identity.directory_person.positions is 'L1 部门和职位';
comment on column identity.directory_person.seen_sync is 'L1 最近见于哪次同步';
grant select, insert on identity.directory_person to kangyang_app;
grant update (display_name, is_here, positions, seen_sync) on identity.directory_person to kangyang_app;

-- What the sync does not decide by itself.
create table identity.directory_conflict (
  conflict_no integer generated always as identity primary key,
  kind text not null,
  key text not null,
  evidence jsonb not null,
  made_at timestamptz not null,
  state text not null default 'open',
  decided_at timestamptz,
  decided_by text,
  constraint directory_conflict_state check (state in ('open', 'accepted', 'rejected', 'gone'))
);
create unique index directory_conflict_once on identity.directory_conflict (kind, key) where state in ('open', 'rejected');
create index directory_conflict_by_state on identity.directory_conflict (state, conflict_no);
comment on table identity.directory_conflict is '通讯录待核事项 | purpose=由人决定同步不能决定的 | basis=GB/T 22239-2019 8.1.4.2 | retention=3年';
comment on column identity.directory_conflict.conflict_no is 'L1 待核事项序号';
comment on column identity.directory_conflict.kind is 'L1 种类';
comment on column identity.directory_conflict.key is 'L2 涉及的工号或部门';
comment on column identity.directory_conflict.evidence is 'L2 依据';
comment on column identity.directory_conflict.made_at is 'L1 发现时间';
comment on column identity.directory_conflict.state is 'L1 状态';
comment on column identity.directory_conflict.decided_at is 'L1 决定时间';
comment on column identity.directory_conflict.decided_by is 'L2 决定人';
grant select, insert on identity.directory_conflict to kangyang_app;
grant update (evidence, state, decided_at, decided_by) on identity.directory_conflict to kangyang_app;

-- Posts that the directory gave: it takes them away again, and no others.
alter table identity.post add column directory_key text;
create unique index post_of_directory on identity.post (account_no, directory_key) where until_day is null;
comment on column identity.post.directory_key is 'L1 通讯录部门和职位';
grant update (display_name) on identity.account to kangyang_app;
