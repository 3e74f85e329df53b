create schema policy;
grant usage on schema policy to kangyang_app;

-- 申请 and 确认 of one person for one benefit.
create table policy.request (
  request_no bigint generated always as identity primary key,
  person_no integer not null,
  benefit text not null,
  kind text not null,
  on_day date not null,
  source text not null,
  recorded_at timestamptz not null,
  retracted_at timestamptz,
  touched_at timestamptz not null default clock_timestamp(),
  constraint request_person foreign key (person_no) references people.person (person_no),
  constraint request_kind check (kind in ('application', 'confirmation'))
);
create index request_of_person on policy.request (person_no);
create index request_touched on policy.request (touched_at);
comment on table policy.request is '申请与确认 | purpose=依申请、须确认的待遇 | basis=沪府规〔2024〕1号等 | retention=死亡后10年';
comment on column policy.request.request_no is 'L1 序号';
comment on column policy.request.person_no is 'L2 人员序号';
comment on column policy.request.benefit is 'L1 待遇';
comment on column policy.request.kind is 'L1 种类';
comment on column policy.request.on_day is 'L2 日期';
comment on column policy.request.source is 'L1 来源';
comment on column policy.request.recorded_at is 'L1 获知时间';
comment on column policy.request.retracted_at is 'L1 撤回时间';
comment on column policy.request.touched_at is 'L1 最近写入时间';
grant select, insert on policy.request to kangyang_app;
grant update (retracted_at, touched_at) on policy.request to kangyang_app;

-- 暂停: a recorded decision; its end says whether the months between are forfeited.
create table policy.suspension (
  suspension_no bigint generated always as identity primary key,
  person_no integer not null,
  benefit text not null,
  cause text not null,
  from_day date not null,
  to_day date,
  forfeits boolean,
  source text not null,
  recorded_at timestamptz not null,
  retracted_at timestamptz,
  touched_at timestamptz not null default clock_timestamp(),
  constraint suspension_person foreign key (person_no) references people.person (person_no),
  constraint suspension_cause check (cause in ('certification-missed', 'lost-contact', 'sources-disagree', 'court', 'other')),
  constraint suspension_span check (to_day is null or to_day > from_day),
  constraint suspension_end check ((to_day is null) = (forfeits is null))
);
create index suspension_of_person on policy.suspension (person_no);
create index suspension_touched on policy.suspension (touched_at);
comment on table policy.suspension is '暂停 | purpose=未认证、失联等情形的暂停与恢复 | basis=各地发放办法 | retention=死亡后10年';
comment on column policy.suspension.suspension_no is 'L1 序号';
comment on column policy.suspension.person_no is 'L2 人员序号';
comment on column policy.suspension.benefit is 'L1 待遇';
comment on column policy.suspension.cause is 'L2 原因';
comment on column policy.suspension.from_day is 'L2 起';
comment on column policy.suspension.to_day is 'L2 止(不含)';
comment on column policy.suspension.forfeits is 'L2 期间不补发';
comment on column policy.suspension.source is 'L1 来源';
comment on column policy.suspension.recorded_at is 'L1 获知时间';
comment on column policy.suspension.retracted_at is 'L1 撤回时间';
comment on column policy.suspension.touched_at is 'L1 最近写入时间';
grant select, insert on policy.suspension to kangyang_app;
grant update (retracted_at, touched_at) on policy.suspension to kangyang_app;

-- 引擎输入: one row per person and stretch of constant facts. Days are counted from 1970-01-01, division codes and closed lists are
-- numbered as modules/policy/input/codes.ts says, so that a month for everybody reads fast.
create table policy.input (
  person_no integer not null,
  from_day integer not null,
  to_day integer,
  unit integer not null,
  born_day integer not null,
  death_day integer,
  known_day integer not null,
  area integer not null,
  town integer not null,
  hukou_kind integer not null,
  county_since integer not null,
  city_since integer not null,
  province_since integer not null,
  residence_area integer,
  residence_since integer,
  income integer not null,
  pension integer not null,
  status integer not null,
  ability_grade integer,
  other_monthly_fen integer not null,
  applied_day integer,
  confirmed_day integer,
  suspension integer not null,
  constraint input_key primary key (person_no, from_day)
);
create index input_of_unit on policy.input (unit, person_no);
create index input_of_leavers on policy.input (area, person_no) where area <> unit;
comment on table policy.input is '引擎输入 | purpose=判定待遇 | basis=浙政办发〔2022〕71号 | retention=由人员事实重建';
comment on column policy.input.person_no is 'L2 人员序号';
comment on column policy.input.from_day is 'L2 起(日序)';
comment on column policy.input.to_day is 'L2 止(日序,不含)';
comment on column policy.input.unit is 'L2 计算单元(县)';
comment on column policy.input.born_day is 'L2 出生(日序)';
comment on column policy.input.death_day is 'L2 死亡(日序)';
comment on column policy.input.known_day is 'L1 获知(日序)';
comment on column policy.input.area is 'L2 户籍县';
comment on column policy.input.town is 'L2 户籍乡镇街道';
comment on column policy.input.hukou_kind is 'L2 城乡';
comment on column policy.input.county_since is 'L2 本县落户(日序)';
comment on column policy.input.city_since is 'L2 本市落户(日序)';
comment on column policy.input.province_since is 'L2 本省落户(日序)';
comment on column policy.input.residence_area is 'L2 居住县';
comment on column policy.input.residence_since is 'L2 居住起(日序)';
comment on column policy.input.income is 'L3 困难类别';
comment on column policy.input.pension is 'L2 养老金种类';
comment on column policy.input.status is 'L2 身份';
comment on column policy.input.ability_grade is 'L3 失能等级';
comment on column policy.input.other_monthly_fen is 'L2 他部门已发(分/月)';
comment on column policy.input.applied_day is 'L2 申请(日序)';
comment on column policy.input.confirmed_day is 'L2 确认(日序)';
comment on column policy.input.suspension is 'L2 暂停状态';
grant select, insert, delete on policy.input to kangyang_app;

-- How far the input follows the facts.
create table policy.input_state (
  only_one boolean primary key default true,
  facts_up_to timestamptz not null,
  born_up_to_day integer not null,
  constraint input_state_one_row check (only_one)
);
comment on table policy.input_state is '引擎输入进度 | purpose=增量更新 | basis=系统运行 | retention=永久';
comment on column policy.input_state.only_one is 'L1 唯一行';
comment on column policy.input_state.facts_up_to is 'L1 已纳入的事实时间';
comment on column policy.input_state.born_up_to_day is 'L1 已纳入的出生日';
grant select, insert, update on policy.input_state to kangyang_app;

-- Which frozen file holds a unit's input as it stands now: a run reads the file and not the rows, until a fact changes them.
create table policy.unit_input (
  unit integer primary key,
  change_no integer not null,
  frozen_sha256 text
);
comment on table policy.unit_input is '单元输入 | purpose=由冻结文件续算 | basis=系统运行 | retention=永久';
comment on column policy.unit_input.unit is 'L1 计算单元(县)';
comment on column policy.unit_input.change_no is 'L1 变动次数';
comment on column policy.unit_input.frozen_sha256 is 'L1 冻结文件哈希';
grant select, insert, update on policy.unit_input to kangyang_app;
