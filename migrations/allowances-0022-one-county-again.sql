-- 多地发放: whom more than one county has paid. A county computed again reads what it paid itself in one piece, and looks up only these and
-- whom it never paid. Nobody is ever taken off: who is here for nothing costs one look-up.
create table allowances.paid_by_several (
  benefit text not null,
  person_no integer not null,
  constraint paid_by_several_key primary key (benefit, person_no)
);
comment on table allowances.paid_by_several is '多地发放人员 | purpose=下月结算 | basis=浙民养〔2022〕209号 | retention=30年';
comment on column allowances.paid_by_several.benefit is 'L1 待遇';
comment on column allowances.paid_by_several.person_no is 'L2 人员序号';
alter table allowances.paid_by_several enable row level security, force row level security;
grant select, insert on allowances.paid_by_several to kangyang_bulk;

insert into allowances.paid_by_several (benefit, person_no)
select benefit, person_no from (
  select benefit, person_no, county from allowances.opening_span
  union select benefit, person_no, county from allowances.order_span) as paid
group by benefit, person_no having count(*) > 1;

-- A month just written has no statistics: PostgreSQL then took its whole key to find one county's lines. Few blocks are enough to tell how
-- counties lie; autovacuum reads more when it comes by.
create or replace function allowances.close_pay_month(parent text, month integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set default_statistics_target = 10 as $$
declare child text := format('%s_%s', parent, month);
begin
  if parent not in ('pay_line', 'pay_part') then
    raise exception 'not a table of pay months: %', parent;
  end if;
  perform pg_advisory_xact_lock(72658, hashtext(child));
  if exists (select from pg_inherits where inhrelid = to_regclass(format('allowances.%I', child))) then return; end if;
  execute format('alter table allowances.%I attach partition allowances.%I for values in (%s)', parent, child, month);
  execute format('revoke all on allowances.%I from kangyang_bulk', child);
  execute format('analyze allowances.%I (benefit, pay_month, unit, county)', child);
end $$;
