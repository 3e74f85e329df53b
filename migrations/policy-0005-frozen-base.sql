-- Persons whose rows changed since a unit was last frozen: the next run reads the unit's last file and, of the rows, only theirs.
alter table policy.unit_input add column base_sha256 text;
comment on column policy.unit_input.base_sha256 is 'L1 上一冻结文件哈希';

create table policy.unit_change (
  unit integer not null,
  person_no integer not null,
  constraint unit_change_key primary key (unit, person_no)
);
comment on table policy.unit_change is '冻结后变动人员 | purpose=由冻结文件续算 | basis=系统运行 | retention=至下次冻结';
comment on column policy.unit_change.unit is 'L1 计算单元(县)';
comment on column policy.unit_change.person_no is 'L2 人员序号';
alter table policy.unit_change enable row level security, force row level security;
grant select, insert, delete on policy.unit_change to kangyang_app;
