-- A copy of the data files of modules/places, so that other tables can point at a division.
create schema places;
grant usage on schema places to kangyang_app;

create table places.division (
  code text not null,
  name text not null,
  level smallint not null,
  kind text not null,
  parent_code text,
  valid_from date,
  valid_to date,
  place_lo integer not null,
  place_hi integer not null,
  paying_authority text,
  constraint division_pkey primary key (code),
  constraint division_parent_fkey foreign key (parent_code) references places.division (code),
  -- Deferrable, so that a renumbering may pass through numbers still in use until it commits.
  constraint division_place_lo_key unique (place_lo) deferrable initially deferred,
  constraint division_code_form check (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12}|Z[0-9]{8})$'),
  constraint division_level_range check (level between 1 and 5),
  constraint division_kind_known check (kind in ('division', 'zone')),
  constraint division_zone_code check ((kind = 'zone') = (code like 'Z%')),
  constraint division_zone_level check (kind = 'division' or level = 3),
  constraint division_parent_there check ((level = 1) = (parent_code is null)),
  constraint division_validity_order check (valid_from < valid_to),
  constraint division_place_order check (place_lo <= place_hi)
);
create index division_parent_idx on places.division (parent_code);
comment on table places.division is '行政区划 | purpose=区划、辖区与沿革 | basis=GB/T 2260、GB/T 10114 | retention=永久';
comment on column places.division.code is 'L1 区划代码';
comment on column places.division.name is 'L1 区划名称';
comment on column places.division.level is 'L1 层级';
comment on column places.division.kind is 'L1 类别';
comment on column places.division.parent_code is 'L1 上级区划代码';
comment on column places.division.valid_from is 'L1 启用日';
comment on column places.division.valid_to is 'L1 停用日';
comment on column places.division.place_lo is 'L1 区划序号起';
comment on column places.division.place_hi is 'L1 区划序号止';
comment on column places.division.paying_authority is 'L1 发放主管部门';
grant select, insert, update on places.division to kangyang_app;

create table places.succession (
  predecessor_code text not null,
  successor_code text not null,
  changed_on date not null,
  constraint succession_pkey primary key (predecessor_code, successor_code, changed_on),
  constraint succession_predecessor_fkey foreign key (predecessor_code) references places.division (code),
  constraint succession_successor_fkey foreign key (successor_code) references places.division (code),
  constraint succession_changes check (predecessor_code <> successor_code)
);
create index succession_successor_idx on places.succession (successor_code);
comment on table places.succession is '区划沿革 | purpose=撤并拆分后的承接关系 | basis=国务院、民政部区划调整批复 | retention=永久';
comment on column places.succession.predecessor_code is 'L1 原区划代码';
comment on column places.succession.successor_code is 'L1 新区划代码';
comment on column places.succession.changed_on is 'L1 变更日';
grant select, insert, delete on places.succession to kangyang_app;
