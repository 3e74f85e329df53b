-- 已发放: what was released to each person, folded month by month into spans, in order of release. A run reads these, and
-- part by part only the lists that are not folded yet. Made of pay_part, and can be made again from it.
create table allowances.order_span (
  person_no integer not null,
  benefit text not null,
  from_month integer not null,
  to_month integer not null,
  -- A month in which as much was taken back as was paid stands with 0.
  monthly_fen integer not null,
  -- Who paid last; '' where nothing was paid but only taken back (of what a former system had paid).
  county text not null,
  constraint order_span_key primary key (person_no, benefit, from_month),
  constraint order_span_months check (to_month > from_month)
) with (fillfactor = 80); -- A month more is written beside the old row, without touching an index.
create index order_span_of_county on allowances.order_span (county);
comment on table allowances.order_span is '已发放月段 | purpose=下月结算 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.order_span.person_no is 'L2 人员序号';
comment on column allowances.order_span.benefit is 'L1 待遇';
comment on column allowances.order_span.from_month is 'L2 起月';
comment on column allowances.order_span.to_month is 'L2 止月(不含)';
comment on column allowances.order_span.monthly_fen is 'L2 月金额(分)';
comment on column allowances.order_span.county is 'L1 发放县';
-- Only jobs release and fold; what they folded a person sees of himself.
alter table allowances.order_span enable row level security, force row level security;
create policy order_span_of_family on allowances.order_span for select to kangyang_family
  using (person_no = any (platform.person_nos()));
grant select on allowances.order_span to kangyang_app;
grant insert, update, delete on allowances.order_span to kangyang_bulk;

alter table allowances.unit_month add column folded_at timestamptz;
alter table allowances.unit_month add constraint unit_month_folded check (folded_at is null or state = 'released');
comment on column allowances.unit_month.folded_at is 'L1 并入月段时间';
create index unit_month_unfolded on allowances.unit_month (release_no) where release_no is not null and folded_at is null;
