-- 紧急查看: one person outside the scope of one's post is opened for hours, with a reason, and reviewed by somebody else afterwards.
create table identity.break_glass_limit (
  only_one boolean primary key default true,
  most_hours integer not null,
  most_a_day integer not null,
  review_working_days integer not null,
  constraint break_glass_limit_one_row check (only_one),
  constraint break_glass_limit_sane check (most_hours between 1 and 24 and most_a_day between 0 and 50 and review_working_days between 1 and 15)
);
comment on table identity.break_glass_limit is '紧急查看限额 | purpose=紧急查看多久、几次、几天内复核 | basis=GB/T 35273-2020 7.1 | retention=永久';
comment on column identity.break_glass_limit.only_one is 'L1 唯一行';
comment on column identity.break_glass_limit.most_hours is 'L1 最多小时';
comment on column identity.break_glass_limit.most_a_day is 'L1 每账号每天最多次数';
comment on column identity.break_glass_limit.review_working_days is 'L1 复核工作日';
grant select on identity.break_glass_limit to kangyang_app;
insert into identity.break_glass_limit (most_hours, most_a_day, review_working_days) values (4, 3, 3);

create table identity.break_glass (
  opening_no integer generated always as identity primary key,
  account_no integer not null,
  post_no integer not null,
  division text not null,
  -- people.person; no foreign key: people stands above identity.
  person_no integer not null,
  reason text not null,
  opened_at timestamptz not null,
  until_at timestamptz not null,
  closed_at timestamptz,
  due_day date not null,
  finding text,
  review_note text,
  reviewed_by integer,
  reviewed_at timestamptz,
  constraint break_glass_account foreign key (account_no) references identity.account (account_no),
  constraint break_glass_post foreign key (post_no) references identity.post (post_no),
  constraint break_glass_reviewer foreign key (reviewed_by) references identity.account (account_no),
  constraint break_glass_hours check (until_at > opened_at and until_at <= opened_at + interval '24 hours'),
  constraint break_glass_closed check (closed_at >= opened_at),
  constraint break_glass_finding check (finding in ('justified', 'unjustified')),
  constraint break_glass_reviewed check (num_nonnulls(finding, review_note, reviewed_by, reviewed_at) in (0, 4)),
  constraint break_glass_two_hands check (reviewed_by <> account_no)
);
create index break_glass_live on identity.break_glass (account_no, person_no, until_at);
create index break_glass_waiting on identity.break_glass (due_day, opening_no) where finding is null;
comment on table identity.break_glass is '紧急查看 | purpose=辖区外的人限时查看和事后复核 | basis=GB/T 35273-2020 7.1；个人信息保护法第五十一条 | retention=3年';
comment on column identity.break_glass.opening_no is 'L1 紧急查看序号';
comment on column identity.break_glass.account_no is 'L2 账号序号';
comment on column identity.break_glass.post_no is 'L2 岗位序号';
comment on column identity.break_glass.division is 'L1 岗位所在区划';
comment on column identity.break_glass.person_no is 'L2 人员序号';
comment on column identity.break_glass.reason is 'L2 事由';
comment on column identity.break_glass.opened_at is 'L2 打开时间';
comment on column identity.break_glass.until_at is 'L2 到期时间';
comment on column identity.break_glass.closed_at is 'L2 关闭时间';
comment on column identity.break_glass.due_day is 'L1 应复核日';
comment on column identity.break_glass.finding is 'L2 结论';
comment on column identity.break_glass.review_note is 'L2 复核意见';
comment on column identity.break_glass.reviewed_by is 'L2 复核账号';
comment on column identity.break_glass.reviewed_at is 'L2 复核时间';
grant select, insert on identity.break_glass to kangyang_app;
grant update (closed_at, finding, review_note, reviewed_by, reviewed_at) on identity.break_glass to kangyang_app;
