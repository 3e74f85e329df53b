-- Government organisations are made from the divisions (one each); the others are entered by hand. The division is a code of
-- modules/places, which is read from its data files: no foreign key, so that an organisation may stand before they are copied.
create table identity.organisation (
  organisation_no integer generated always as identity primary key,
  kind text not null,
  name text not null,
  division text not null,
  from_day date,
  until_day date,
  constraint organisation_kind check (kind in ('government', 'institution', 'merchant', 'bank', 'department', 'treasury')),
  constraint organisation_days check (until_day >= from_day)
);
create unique index organisation_government on identity.organisation (division) where kind = 'government';
create unique index organisation_outside on identity.organisation (kind, name, division) where kind <> 'government' and until_day is null;
comment on table identity.organisation is '组织 | purpose=账号所属与管辖范围 | basis=GB/T 22239-2019 8.1.4.2 | retention=永久';
comment on column identity.organisation.organisation_no is 'L1 组织序号';
comment on column identity.organisation.kind is 'L1 类别';
comment on column identity.organisation.name is 'L1 名称';
comment on column identity.organisation.division is 'L1 所在区划';
comment on column identity.organisation.from_day is 'L1 起日';
comment on column identity.organisation.until_day is 'L1 止日(不含)';
grant select, insert on identity.organisation to kangyang_app;
grant update (name, from_day, until_day) on identity.organisation to kangyang_app;

create table identity.post (
  post_no integer generated always as identity primary key,
  account_no integer not null,
  organisation_no integer not null,
  role text not null,
  from_day date not null,
  until_day date,
  constraint post_account foreign key (account_no) references identity.account (account_no),
  constraint post_organisation foreign key (organisation_no) references identity.organisation (organisation_no),
  constraint post_days check (until_day >= from_day)
);
create index post_of_account on identity.post (account_no);
create index post_of_organisation on identity.post (organisation_no);
comment on table identity.post is '岗位 | purpose=谁在何时以什么角色为哪个组织办事 | basis=GB/T 22239-2019 8.1.4.2 | retention=结束后10年';
comment on column identity.post.post_no is 'L1 岗位序号';
comment on column identity.post.account_no is 'L1 账号序号';
comment on column identity.post.organisation_no is 'L1 组织序号';
comment on column identity.post.role is 'L1 角色';
comment on column identity.post.from_day is 'L1 起日';
comment on column identity.post.until_day is 'L1 止日(不含)';
grant select, insert on identity.post to kangyang_app;
grant update (until_day) on identity.post to kangyang_app;

-- While the holder is away somebody else acts under his post.
create table identity.stand_in (
  stand_in_no integer generated always as identity primary key,
  post_no integer not null,
  account_no integer not null,
  from_day date not null,
  until_day date not null,
  constraint stand_in_post foreign key (post_no) references identity.post (post_no),
  constraint stand_in_account foreign key (account_no) references identity.account (account_no),
  constraint stand_in_days check (until_day >= from_day)
);
create index stand_in_of_account on identity.stand_in (account_no);
create index stand_in_of_post on identity.stand_in (post_no);
comment on table identity.stand_in is '代岗 | purpose=请假期间由谁代办 | basis=GB/T 22239-2019 8.1.4.2 | retention=结束后10年';
comment on column identity.stand_in.stand_in_no is 'L1 代岗序号';
comment on column identity.stand_in.post_no is 'L1 岗位序号';
comment on column identity.stand_in.account_no is 'L1 代岗人账号序号';
comment on column identity.stand_in.from_day is 'L1 起日';
comment on column identity.stand_in.until_day is 'L1 止日(不含)';
grant select, insert on identity.stand_in to kangyang_app;
grant update (until_day) on identity.stand_in to kangyang_app;

alter table identity.session add column post_no integer;
alter table identity.session add constraint session_post foreign key (post_no) references identity.post (post_no);
comment on column identity.session.post_no is 'L1 当前岗位';
grant update (post_no) on identity.session to kangyang_app;
