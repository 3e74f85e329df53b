-- Who somebody is elsewhere. It opens an account that stands already, and gives no right of its own.
create table identity.external_identity (
  external_identity_no integer generated always as identity primary key,
  way text not null,
  subject text not null,
  account_no integer not null,
  bound_at timestamptz not null,
  bound_by text not null,
  ended_at timestamptz,
  constraint external_identity_account foreign key (account_no) references identity.account (account_no)
);
create unique index external_identity_in_use on identity.external_identity (way, subject) where ended_at is null;
create unique index external_identity_of_account on identity.external_identity (account_no, way) where ended_at is null;
comment on table identity.external_identity is '外部身份 | purpose=用其他系统的身份登录 | basis=GB/T 22239-2019 8.1.4.1 | retention=结束后3年';
comment on column identity.external_identity.external_identity_no is 'L1 外部身份序号';
comment on column identity.external_identity.way is 'L1 登录方式';
comment on column identity.external_identity.subject is 'L2 对方系统里的编号';
comment on column identity.external_identity.account_no is 'L1 账号序号';
comment on column identity.external_identity.bound_at is 'L1 绑定时间';
comment on column identity.external_identity.bound_by is 'L2 由谁绑定';
comment on column identity.external_identity.ended_at is 'L1 解除时间';
grant select, insert on identity.external_identity to kangyang_app;
grant update (ended_at) on identity.external_identity to kangyang_app;

alter table identity.account add column employee_code text;
create unique index account_employee_code on identity.account (employee_code) where ended_on is null;
comment on column identity.account.employee_code is 'L2 通讯录工号';
grant update (employee_code) on identity.account to kangyang_app;
