-- 再次核对身份: when the owner of a session last showed all that signing in asks for, and how long that counts for dangerous acts.
alter table identity.session add column last_proof_at timestamptz;
update identity.session set last_proof_at = coalesce(proved_at, created_at);
alter table identity.session alter column last_proof_at set not null;
comment on column identity.session.last_proof_at is 'L2 最近一次完整核对身份';
grant update (last_proof_at) on identity.session to kangyang_app;

create table identity.prove_again_limit (
  only_one boolean primary key default true,
  minutes integer not null,
  constraint prove_again_limit_one_row check (only_one),
  constraint prove_again_limit_sane check (minutes between 1 and 480)
);
comment on table identity.prove_again_limit is '再次核对身份的时限 | purpose=办危险的事以前再核对一次身份 | basis=GB/T 22239-2019 8.1.4.1 | retention=永久';
comment on column identity.prove_again_limit.only_one is 'L1 唯一行';
comment on column identity.prove_again_limit.minutes is 'L1 多少分钟以内算刚核对过';
grant select on identity.prove_again_limit to kangyang_app;
insert into identity.prove_again_limit (minutes) values (15);
