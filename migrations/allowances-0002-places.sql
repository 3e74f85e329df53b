-- 所在地: the place responsible for a line, the village where the run could tell it, else the town or county; and of one who was
-- paid elsewhere last month the place that stopped. The officials of either see it.
alter table allowances.pay_line
  add column place integer not null default 0,
  add column before_place integer not null default 0;
comment on column allowances.pay_line.place is 'L2 所在地序号';
comment on column allowances.pay_line.before_place is 'L2 上月所在地序号';

alter table allowances.pay_line enable row level security, force row level security;
create policy pay_line_of_place on allowances.pay_line for select to kangyang_official
  using (place between platform.place_lo() and platform.place_hi()
    or before_place <> 0 and before_place between platform.place_lo() and platform.place_hi());
create policy pay_line_of_family on allowances.pay_line for select to kangyang_family
  using (person_no = any (platform.person_nos()));

-- A payment's parts and what the former system paid: runs need all of them, the persons see their own.
alter table allowances.pay_part enable row level security, force row level security;
create policy pay_part_of_family on allowances.pay_part for select to kangyang_family
  using (person_no = any (platform.person_nos()));
alter table allowances.opening_span enable row level security, force row level security;
create policy opening_span_of_family on allowances.opening_span for select to kangyang_family
  using (person_no = any (platform.person_nos()));

-- Each county reads its own half of a mover's line. Where no places are set (a job, a family) the table's policies decide alone.
create or replace view allowances.list_line with (security_invoker = true) as
  select pay_month, benefit, person_no, county, town, kind, band_from_age, due_fen, before_fen, back_pay_fen, recovery_fen,
    pay_fen, cause, cause_day, place
  from allowances.pay_line
  where platform.place_lo() is null or place between platform.place_lo() and platform.place_hi()
  union all
  select pay_month, benefit, person_no, before_county, before_town, 'stopped', null, 0, before_fen, 0, 0, 0, 'moved-out', cause_day,
    before_place
  from allowances.pay_line
  where before_county <> '' and before_county <> county
    and (platform.place_lo() is null or before_place between platform.place_lo() and platform.place_hi());

-- Only jobs write lists. Grants are on the parents alone: a month's own table can be reached by jobs while it is being filled, and by
-- nobody once it is a part of its parent.
revoke insert, delete on allowances.pay_line, allowances.pay_part from kangyang_app;
grant insert, delete on allowances.pay_line, allowances.pay_part to kangyang_bulk;
grant update (place, before_place) on allowances.pay_line to kangyang_bulk;
revoke execute on function allowances.open_pay_month(integer), allowances.close_pay_month(text, integer) from kangyang_app;
grant execute on function allowances.open_pay_month(integer), allowances.close_pay_month(text, integer) to kangyang_bulk;

do $$
declare
  child regclass;
begin
  for child in
    select c.oid::regclass from pg_class c
    where c.relnamespace = 'allowances'::regnamespace and c.relkind = 'r' and c.relname ~ '^pay_(line|part)_\d+$'
  loop
    execute format('revoke all on %s from kangyang_app', child);
    execute format('alter table %s enable row level security, force row level security', child);
    if not exists (select from pg_inherits where inhrelid = child) then
      execute format('grant select, insert, delete on %s to kangyang_bulk', child);
      if child::text like '%pay\_line\_%' then
        execute format('alter table %s add column place integer not null default 0, add column before_place integer not null default 0', child);
      end if;
    end if;
  end loop;
end $$;

create or replace function allowances.open_pay_month(month integer) returns void
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
    execute format('alter table allowances.%I enable row level security, force row level security', child);
    execute format('grant select, insert, delete on allowances.%I to kangyang_bulk', child);
  end loop;
end $$;

create or replace function allowances.close_pay_month(parent text, month integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare child text := format('%s_%s', parent, month);
begin
  if parent not in ('pay_line', 'pay_part') then
    raise exception 'not a table of pay months: %', parent;
  end if;
  perform pg_advisory_xact_lock(72658, hashtext(child));
  if exists (select from pg_inherits where inhrelid = to_regclass(format('allowances.%I', child))) then return; end if;
  execute format('alter table allowances.%I attach partition allowances.%I for values in (%s)', parent, child, month);
  execute format('revoke all on allowances.%I from kangyang_bulk', child);
end $$;
