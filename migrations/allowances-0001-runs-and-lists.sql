create schema allowances;
grant usage on schema allowances to kangyang_app;

-- Months are counted as year * 12 + month - 1 (platform/month): 2023-08 is 24283.

-- 开账: what the former system paid, benefit by county, with control totals; nothing is paid before it is signed.
create table allowances.opening (
  benefit text not null,
  county text not null,
  first_month integer not null,
  last_month integer not null,
  persons integer not null,
  amount_fen bigint not null,
  imported_at timestamptz not null,
  signed_by text,
  signed_at timestamptz,
  constraint opening_key primary key (benefit, county),
  constraint opening_window check (last_month >= first_month),
  constraint opening_signature check ((signed_by is null) = (signed_at is null))
);
comment on table allowances.opening is '开账 | purpose=接续原系统已发数 | basis=财务交接 | retention=30年';
comment on column allowances.opening.benefit is 'L1 待遇';
comment on column allowances.opening.county is 'L1 县';
comment on column allowances.opening.first_month is 'L1 首月';
comment on column allowances.opening.last_month is 'L1 末月';
comment on column allowances.opening.persons is 'L1 控制人数';
comment on column allowances.opening.amount_fen is 'L1 控制金额(分)';
comment on column allowances.opening.imported_at is 'L1 导入时间';
comment on column allowances.opening.signed_by is 'L1 签认人';
comment on column allowances.opening.signed_at is 'L1 签认时间';
grant select, insert on allowances.opening to kangyang_app;
grant update (signed_by, signed_at) on allowances.opening to kangyang_app;

create table allowances.opening_span (
  person_no integer not null,
  benefit text not null,
  county text not null,
  from_month integer not null,
  to_month integer not null,
  monthly_fen integer not null,
  constraint opening_span_key primary key (person_no, benefit, county, from_month),
  constraint opening_span_opening foreign key (benefit, county) references allowances.opening (benefit, county),
  constraint opening_span_months check (to_month > from_month)
);
comment on table allowances.opening_span is '开账已发 | purpose=接续原系统已发数 | basis=财务交接 | retention=30年';
comment on column allowances.opening_span.person_no is 'L2 人员序号';
comment on column allowances.opening_span.benefit is 'L1 待遇';
comment on column allowances.opening_span.county is 'L1 发放县';
comment on column allowances.opening_span.from_month is 'L2 起月';
comment on column allowances.opening_span.to_month is 'L2 止月(不含)';
comment on column allowances.opening_span.monthly_fen is 'L2 月金额(分)';
create index opening_span_of_county on allowances.opening_span (county);
grant select, insert on allowances.opening_span to kangyang_app;

create table allowances.rule_used (
  rule_no integer generated always as identity primary key,
  file text not null,
  version text not null,
  sha256 text not null,
  title text not null,
  constraint rule_used_unique unique (file, version, sha256)
);
comment on table allowances.rule_used is '所用规则版本 | purpose=每笔金额说明依据 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.rule_used.rule_no is 'L1 序号';
comment on column allowances.rule_used.file is 'L1 规则文件';
comment on column allowances.rule_used.version is 'L1 版本';
comment on column allowances.rule_used.sha256 is 'L1 版本哈希';
comment on column allowances.rule_used.title is 'L1 名称';
grant select, insert on allowances.rule_used to kangyang_app;

create table allowances.run (
  run_no integer generated always as identity primary key,
  benefit text not null,
  pay_month integer not null,
  county text,
  units text[] not null,
  cut_off timestamptz not null,
  order_no integer not null,
  rulebook_sha256 text not null,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  failed text
);
comment on table allowances.run is '发放计算批次 | purpose=按月生成清册 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.run.run_no is 'L1 批次';
comment on column allowances.run.benefit is 'L1 待遇';
comment on column allowances.run.pay_month is 'L1 发放月';
comment on column allowances.run.county is 'L1 范围(空为全省)';
comment on column allowances.run.units is 'L1 计算单元';
comment on column allowances.run.cut_off is 'L1 截止时间';
comment on column allowances.run.order_no is 'L1 已发放序号截止';
comment on column allowances.run.rulebook_sha256 is 'L1 规则库哈希';
comment on column allowances.run.started_by is 'L1 发起人';
comment on column allowances.run.started_at is 'L1 开始时间';
comment on column allowances.run.finished_at is 'L1 完成时间';
comment on column allowances.run.failed is 'L1 失败原因';
grant select, insert on allowances.run to kangyang_app;
grant update (finished_at, failed) on allowances.run to kangyang_app;

-- One unit (county) of a pay month: computed in one transaction, replaced until it is released.
create table allowances.unit_month (
  benefit text not null,
  pay_month integer not null,
  unit text not null,
  run_no integer not null,
  state text not null,
  cut_off timestamptz not null,
  order_no integer not null,
  rulebook_sha256 text not null,
  input_sha256 text not null,
  summary json not null,
  list_sha256 text not null,
  computed_at timestamptz not null,
  release_no integer,
  released_by text,
  released_at timestamptz,
  constraint unit_month_key primary key (benefit, pay_month, unit),
  constraint unit_month_run foreign key (run_no) references allowances.run (run_no),
  constraint unit_month_state check (state in ('computed', 'released')),
  constraint unit_month_released check ((state = 'released') = (release_no is not null))
);
create unique index unit_month_release on allowances.unit_month (release_no);
comment on table allowances.unit_month is '县月清册 | purpose=县级月度清册的状态与合计 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.unit_month.benefit is 'L1 待遇';
comment on column allowances.unit_month.pay_month is 'L1 发放月';
comment on column allowances.unit_month.unit is 'L1 县';
comment on column allowances.unit_month.run_no is 'L1 批次';
comment on column allowances.unit_month.state is 'L1 状态';
comment on column allowances.unit_month.cut_off is 'L1 截止时间';
comment on column allowances.unit_month.order_no is 'L1 已发放序号截止';
comment on column allowances.unit_month.rulebook_sha256 is 'L1 规则库哈希';
comment on column allowances.unit_month.input_sha256 is 'L1 输入哈希';
comment on column allowances.unit_month.summary is 'L1 合计';
comment on column allowances.unit_month.list_sha256 is 'L1 清册哈希';
comment on column allowances.unit_month.computed_at is 'L1 计算时间';
comment on column allowances.unit_month.release_no is 'L1 发放序号';
comment on column allowances.unit_month.released_by is 'L1 发放人';
comment on column allowances.unit_month.released_at is 'L1 发放时间';
grant select, insert, update on allowances.unit_month to kangyang_app;
create sequence allowances.release_number as integer;
grant usage on sequence allowances.release_number to kangyang_app;

-- A line is one payment of one benefit to one person in one pay month.
create table allowances.pay_line (
  pay_month integer not null,
  benefit text not null,
  person_no integer not null,
  unit text not null,
  county text not null,
  town text not null,
  kind text not null,
  band_from_age smallint,
  due_fen integer not null,
  before_fen integer not null,
  -- Who paid last month, and where the person stood there: a mover is stopped there and new here.
  before_county text not null,
  before_town text not null,
  back_pay_fen integer not null,
  recovery_fen integer not null,
  pay_fen integer not null,
  held_fen integer not null,
  cause text not null,
  cause_day date,
  constraint pay_line_key primary key (person_no, benefit, pay_month),
  constraint pay_line_kind check (kind in ('new', 'stopped', 'reduced', 'changed', 'unchanged', 'none')),
  constraint pay_line_back_pay check (back_pay_fen >= 0),
  constraint pay_line_recovery check (recovery_fen <= 0)
) partition by list (pay_month);
create index pay_line_of_county on allowances.pay_line (county, person_no);
create index pay_line_left on allowances.pay_line (before_county, person_no) where before_county <> '' and before_county <> county;
-- Units are written one after another: block ranges say where each lies.
create index pay_line_of_unit on allowances.pay_line using brin (unit);
comment on table allowances.pay_line is '清册行 | purpose=发放高龄津贴 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.pay_line.pay_month is 'L1 发放月';
comment on column allowances.pay_line.benefit is 'L1 待遇';
comment on column allowances.pay_line.person_no is 'L2 人员序号';
comment on column allowances.pay_line.unit is 'L1 计算单元(县)';
comment on column allowances.pay_line.county is 'L1 发放县';
comment on column allowances.pay_line.town is 'L2 乡镇街道';
comment on column allowances.pay_line.kind is 'L1 清册类别';
comment on column allowances.pay_line.band_from_age is 'L2 年龄档';
comment on column allowances.pay_line.due_fen is 'L2 本月应发(分)';
comment on column allowances.pay_line.before_fen is 'L2 上月已发(分)';
comment on column allowances.pay_line.before_county is 'L1 上月发放县';
comment on column allowances.pay_line.before_town is 'L2 上月乡镇街道';
comment on column allowances.pay_line.back_pay_fen is 'L2 补发(分)';
comment on column allowances.pay_line.recovery_fen is 'L2 追缴(分)';
comment on column allowances.pay_line.pay_fen is 'L2 本次发放(分)';
comment on column allowances.pay_line.held_fen is 'L2 暂停(分)';
comment on column allowances.pay_line.cause is 'L2 原因';
comment on column allowances.pay_line.cause_day is 'L2 事实日期';
grant select, insert, delete on allowances.pay_line to kangyang_app;

-- 清册 as a county reads it: its own lines, and who was on its list last month and is paid elsewhere now.
create view allowances.list_line with (security_invoker = true) as
  select pay_month, benefit, person_no, county, town, kind, band_from_age, due_fen, before_fen, back_pay_fen, recovery_fen,
    pay_fen, cause, cause_day
  from allowances.pay_line
  union all
  select pay_month, benefit, person_no, before_county, before_town, 'stopped', null, 0, before_fen, 0, 0, 0, 'moved-out', cause_day
  from allowances.pay_line
  where before_county <> '' and before_county <> county;
comment on view allowances.list_line is '按县看的清册';
grant select on allowances.list_line to kangyang_app;

-- Its parts: what each rule version grants or takes back for which months.
create table allowances.pay_part (
  pay_month integer not null,
  benefit text not null,
  person_no integer not null,
  part_no smallint not null,
  unit text not null,
  kind text not null,
  from_month integer not null,
  to_month integer not null,
  monthly_fen integer not null,
  county text not null,
  layer text not null,
  rule_no integer,
  constraint pay_part_key primary key (person_no, benefit, pay_month, part_no),
  constraint pay_part_kind check (kind in ('month', 'back-pay', 'recovery')),
  constraint pay_part_months check (to_month > from_month),
  constraint pay_part_amount check (monthly_fen <> 0),
  constraint pay_part_rule foreign key (rule_no) references allowances.rule_used (rule_no)
) partition by list (pay_month);
create index pay_part_of_unit on allowances.pay_part using brin (unit);
create index pay_part_of_county on allowances.pay_part using brin (county text_bloom_ops);
comment on table allowances.pay_part is '清册明细 | purpose=说明每笔金额的月份与依据 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.pay_part.pay_month is 'L1 发放月';
comment on column allowances.pay_part.benefit is 'L1 待遇';
comment on column allowances.pay_part.person_no is 'L2 人员序号';
comment on column allowances.pay_part.part_no is 'L1 明细序号';
comment on column allowances.pay_part.unit is 'L1 计算单元(县)';
comment on column allowances.pay_part.kind is 'L1 类别';
comment on column allowances.pay_part.from_month is 'L2 起月';
comment on column allowances.pay_part.to_month is 'L2 止月(不含)';
comment on column allowances.pay_part.monthly_fen is 'L2 月金额(分)';
comment on column allowances.pay_part.county is 'L1 发放县';
comment on column allowances.pay_part.layer is 'L1 层';
comment on column allowances.pay_part.rule_no is 'L1 规则版本';
grant select, insert, delete on allowances.pay_part to kangyang_app;

-- Only the owner may make partitions; the application asks through two doors. A month is opened as a bare table, which
-- COPY fills at full speed, and closed into the parent, which builds its indexes once.
create function allowances.open_pay_month(month integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare parent text; child text;
begin
  if month < 2000 * 12 or month > 2200 * 12 then
    raise exception 'no such pay month: %', month;
  end if;
  perform pg_advisory_xact_lock(72658, month);
  foreach parent in array array['pay_line', 'pay_part'] loop
    child := format('%s_%s', parent, month);
    if to_regclass(format('allowances.%I', child)) is not null then continue; end if;
    execute format('create table allowances.%I (like allowances.%I including defaults including constraints including comments)', child, parent);
    execute format('alter table allowances.%I add constraint %I check (pay_month = %s)', child, child || '_month', month);
    execute format('grant select, insert, delete on allowances.%I to kangyang_app', child);
  end loop;
end $$;
revoke all on function allowances.open_pay_month(integer) from public;
grant execute on function allowances.open_pay_month(integer) to kangyang_app;

-- One table a call, so that two connections can build the indexes of both at once.
create function allowances.close_pay_month(parent text, month integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare child text := format('%s_%s', parent, month);
begin
  if parent not in ('pay_line', 'pay_part') then
    raise exception 'not a table of pay months: %', parent;
  end if;
  perform pg_advisory_xact_lock(72658, hashtext(child));
  if exists (select from pg_inherits where inhrelid = to_regclass(format('allowances.%I', child))) then return; end if;
  execute format('alter table allowances.%I attach partition allowances.%I for values in (%s)', parent, child, month);
end $$;
revoke all on function allowances.close_pay_month(text, integer) from public;
grant execute on function allowances.close_pay_month(text, integer) to kangyang_app;
