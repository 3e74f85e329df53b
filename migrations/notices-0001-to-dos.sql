create schema notices;
grant usage on schema notices to kangyang_app;

-- A work item for one account, pushed to the office app and closed there when it is done here.
create table notices.to_do (
  to_do_no integer generated always as identity primary key,
  key text not null,
  account_no integer not null,
  title text not null,
  address text not null,
  opened_at timestamptz not null,
  done_at timestamptz,
  -- Stored before it is sent: sent again it is the same message.
  message_id uuid,
  remote_id text,
  pushed_at timestamptz,
  closed_at timestamptz,
  failed_count integer not null default 0,
  next_try_at timestamptz not null,
  last_problem text,
  constraint to_do_account foreign key (account_no) references identity.account (account_no),
  constraint to_do_closed_was_done check (closed_at is null or done_at is not null)
);
create unique index to_do_open on notices.to_do (key, account_no) where done_at is null;
create index to_do_to_send on notices.to_do (next_try_at) where closed_at is null;
comment on table notices.to_do is '待办 | purpose=把要办的事告诉承办人 | basis=国办发〔2018〕45号 | retention=关闭后1年';
comment on column notices.to_do.to_do_no is 'L1 待办序号';
comment on column notices.to_do.key is 'L1 事由编号';
comment on column notices.to_do.account_no is 'L1 承办人账号序号';
comment on column notices.to_do.title is 'L1 标题';
comment on column notices.to_do.address is 'L1 办理页面';
comment on column notices.to_do.opened_at is 'L1 提出时间';
comment on column notices.to_do.done_at is 'L1 办结时间';
comment on column notices.to_do.message_id is 'L1 消息编号';
comment on column notices.to_do.remote_id is 'L1 办公平台编号';
comment on column notices.to_do.pushed_at is 'L1 推送时间';
comment on column notices.to_do.closed_at is 'L1 平台关闭时间';
comment on column notices.to_do.failed_count is 'L1 连续失败次数';
comment on column notices.to_do.next_try_at is 'L1 下次推送时间';
comment on column notices.to_do.last_problem is 'L1 最近一次失败原因';
grant select, insert on notices.to_do to kangyang_app;
grant update (done_at, message_id, remote_id, pushed_at, closed_at, failed_count, next_try_at, last_problem) on notices.to_do to kangyang_app;
