-- 规则入表: the rulebook's JSON, as read, becomes tables of this session. Meaning is given here and in months.sql alone;
-- nothing is taken from the other two engines. Months are counted year * 12 + month - 1, days from 1970-01-01.

drop table if exists oracle_division, oracle_county, oracle_file, oracle_area_file, oracle_version, oracle_draft, oracle_band,
  oracle_condition;

create or replace function pg_temp.day_of(day int) returns date language sql immutable
  return date '1970-01-01' + day;
create or replace function pg_temp.month_of(day int) returns int language sql immutable
  return date_part('year', date '1970-01-01' + day)::int * 12 + date_part('month', date '1970-01-01' + day)::int - 1;
create or replace function pg_temp.first_day(month int) returns int language sql immutable
  return make_date(month / 12, month % 12 + 1, 1) - date '1970-01-01';
create or replace function pg_temp.is_29_february(day int) returns boolean language sql immutable
  return date_part('day', date '1970-01-01' + day) = 29 and date_part('month', date '1970-01-01' + day) = 2;
-- The calendar lets 29 February fall back to the 28th in common years; a length of stay is full on 1 March.
create or replace function pg_temp.years_later(day int, years int) returns int language sql immutable
  return (pg_temp.day_of(day) + make_interval(years => years))::date - date '1970-01-01' + case
    when pg_temp.is_29_february(day)
      and date_part('day', pg_temp.day_of(day) + make_interval(years => years)) = 28 then 1 else 0
  end;

-- 区划: the province with its cities, counties and zones, abolished ones too.
create temp table oracle_division as
select * from jsonb_to_recordset((select divisions from oracle_book))
  as (code text, number int, level int, lo bigint, hi bigint);
create temp table oracle_county as
select county.number as area, county.code, county.lo, county.hi from oracle_division county where county.level = 3;

create temp table oracle_file as
select nth::int as file_no, doc ->> 'file' as file, doc ->> 'layer' as layer, doc ->> 'division' as division,
  doc -> 'areas' as areas, doc
from oracle_book, jsonb_array_elements(book -> 'files') with ordinality as each (doc, nth);

-- 适用范围: which documents reach a county, and from how near: the county's own (3), its city's (2), the province's (1).
create temp table oracle_area_file as
select county.area, file.file_no, max(above.level) as nearness
from oracle_county county
join oracle_division above on above.lo <= county.lo and county.hi <= above.hi
join oracle_file file on file.areas ? above.code
group by county.area, file.file_no;

-- 版本
create temp table oracle_version as
select row_number() over (order by file.file_no, each.nth)::int as version_no, file.file_no, file.file,
  each.nth::int as nth, v ->> 'id' as version,
  ('x' || substr(encode(sha256(convert_to(file.file || '@' || (v ->> 'id'), 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint as version_key,
  case file.layer when 'base' then 0 when 'add-on' then 1 else 2 end as layer,
  -- 生效日不在月初: counts this month or from the next.
  pg_temp.month_of(starts) + case
    when starts > pg_temp.first_day(pg_temp.month_of(starts)) and p ->> 'midMonthStart' = 'next-month' then 1 else 0
  end as start_month,
  coalesce(pg_temp.month_of((v ->> 'to')::int - 1), 999999) as last_month,
  p ->> 'leapDay' = 'march-1' as leaps_to_march,
  case p ->> 'lastMonth' when 'month-after-death' then 1 else 0 end as months_after_death,
  p ->> 'moveMonth' = 'old-division' as pays_leavers,
  -- 起算的事件: whatever must have happened, else the day the facts became known.
  case
    when p ->> 'firstMonth' in ('application-month', 'month-after-application') then 'applied'
    when p ->> 'firstMonth' = 'confirmation-month' then 'confirmed'
    when p -> 'application' ->> 'way' in ('apply', 'sms-consent') then 'applied'
    when p -> 'application' ->> 'way' = 'confirm' then 'confirmed'
    else 'known'
  end as event,
  case p ->> 'firstMonth' when 'month-after-application' then 1 else 0 end as event_lag,
  p -> 'backPay' ->> 'type' as back_pay,
  (p -> 'backPay' ->> 'months')::int as back_pay_months,
  (p -> 'backPay' ->> 'policyStart')::int - (p -> 'backPay' ->> 'monthsBeforePolicyStart')::int as back_pay_from,
  p -> 'suspension' ->> 'backPayWhenLifted' = 'all' as pays_when_lifted,
  p -> 'stacking' ->> 'type' as stacking,
  p -> 'stacking' ->> 'group' as stacking_group,
  coalesce(p -> 'stacking' -> 'files', '[]') as replaces,
  p
from oracle_file file, jsonb_array_elements(file.doc -> 'versions') with ordinality as each (v, nth),
  lateral (select v -> 'parameters' as p, (v ->> 'from')::int as starts) parts;

create temp table oracle_draft as
select file.file_no, pg_temp.month_of((span ->> 'from')::int) as start_month,
  coalesce(pg_temp.month_of((span ->> 'to')::int - 1), 999999) as last_month
from oracle_file file, jsonb_array_elements(file.doc -> 'draftSpans') span;

-- 年龄档: age in months and the lag of entry and exit. Only the entry into the lowest band follows 起算; others follow 跨档.
create temp table oracle_band as
select row_number() over (order by version.version_no, each.nth)::int as band_no, version.version_no,
  (b ->> 'fromAge')::int as from_age, (b ->> 'toAge')::int + 1 as end_age,
  case
    when (b ->> 'fromAge')::int = min((b ->> 'fromAge')::int) over (partition by version.version_no)
      then (p ->> 'firstMonth' = 'month-after-birth')::int
    else (p ->> 'bandChange' = 'month-after-birth')::int
  end as entry_lag,
  (p ->> 'bandChange' = 'month-after-birth')::int as exit_lag,
  (b ->> 'addOn')::boolean as adds_on,
  (b ->> 'monthlyFen')::int as monthly_fen,
  (b -> 'yearly' ->> 'fen')::int as yearly_fen, (b -> 'yearly' ->> 'payInMonth')::int as pay_in_month,
  coalesce((b -> 'yearly' ->> 'proRated')::boolean, false) as pro_rated,
  b -> 'conditions' as conditions, false as rivals
from oracle_version version, jsonb_array_elements(p -> 'bands') with ordinality as each (b, nth);
-- Plain monthly bands whose ages overlap compete: one is paid, the highest.
update oracle_band mine set rivals = true from oracle_band other
where mine.version_no = other.version_no and mine.band_no <> other.band_no
  and mine.monthly_fen is not null and not mine.adds_on and other.monthly_fen is not null and not other.adds_on
  and mine.from_age < coalesce(other.end_age, 999) and other.from_age < coalesce(mine.end_age, 999);

-- 条件: one row per band and condition it must meet, its own and those of the whole version.
create temp table oracle_condition as
with asked as (
  select band.version_no, band.band_no, true as of_band, c from oracle_band band, jsonb_array_elements(band.conditions) c
  union all
  select band.version_no, band.band_no, false, c
  from oracle_band band join oracle_version version using (version_no), jsonb_array_elements(version.p -> 'conditions') c
), placed as (
  select asked.*, file.file_no, reach.code, reach.level, reach.lo, reach.hi
  from asked join oracle_version version using (version_no) join oracle_file file using (file_no)
  left join oracle_division own on own.code = file.division
  -- 范围: the rule's own division, or the city or province around it (itself, where it stands higher already).
  left join oracle_division reach on reach.lo <= own.lo and own.hi <= reach.hi and reach.level = least(own.level,
    case c ->> 'reach' when 'city' then 2 when 'province' then 1 else 3 end)
)
select row_number() over ()::int as condition_no, version_no, band_no, of_band, c ->> 'type' as kind,
  coalesce(c ->> 'counts', 'any-day') as counts,
  case c ->> 'type'
    when 'hukou-kind' then array(select array_position(array['unknown', 'urban', 'rural'], v) - 1 from jsonb_array_elements_text(c -> 'in') v)
    when 'income' then array(select array_position(array['none', 'dibao', 'dibian', 'tekun', 'low-income'], v) - 1 from jsonb_array_elements_text(c -> 'in') v)
    when 'pension' then array(select array_position(array['none', 'resident', 'employee', 'civil-servant'], v) - 1 from jsonb_array_elements_text(c -> 'in') v)
    when 'pension-not' then array(select array_position(array['none', 'resident', 'employee', 'civil-servant'], v) - 1 from jsonb_array_elements_text(c -> 'in') v)
    when 'status-not' then array(select array_position(array['none', 'retired-cadre', 'army-retired'], v) - 1 from jsonb_array_elements_text(c -> 'in') v)
  end as listed,
  (c ->> 'grade')::int as grade, (c ->> 'day')::int as day, coalesce((c ->> 'years')::int, 0) as years,
  case when c ->> 'type' in ('hukou-in-division', 'residence-in-division', 'hukou-before') then level end as stay_level,
  case when c ->> 'type' in ('hukou-in-division', 'residence-in-division', 'hukou-before') then array(
    select county.area from oracle_county county join oracle_file file on file.file_no = placed.file_no
    where (placed.lo <= county.lo and county.hi <= placed.hi) or file.areas ? county.code)
  end as areas
from placed;

-- 条件成立日: the day from which a condition holds while the facts of one row last; -1000000 always, 1000000 never.
create or replace function pg_temp.holds_from(kind text, listed int[], grade int, day int, years int, stay_level int, areas int[],
  area int, residence_area int, residence_since int, county_since int, city_since int, province_since int, hukou_kind int,
  income int, pension int, status int, ability_grade int, born_day int) returns int language sql immutable
  return case kind
    when 'hukou-in-division' then case when area = any (areas) then pg_temp.years_later(
      case stay_level when 3 then county_since when 2 then city_since else province_since end, years) else 1000000 end
    when 'residence-in-division' then case when coalesce(residence_area, area) = any (areas) then pg_temp.years_later(coalesce(
      residence_since, case stay_level when 3 then county_since when 2 then city_since else province_since end), years)
      else 1000000 end
    when 'pension' then case when pension = any (listed) then -1000000 else 1000000 end
    when 'pension-not' then case when pension = any (listed) then 1000000 else -1000000 end
    when 'income' then case when income = any (listed) then -1000000 else 1000000 end
    when 'status-not' then case when status = any (listed) then 1000000 else -1000000 end
    when 'hukou-kind' then case when hukou_kind = any (listed) then -1000000 else 1000000 end
    when 'ability-at-least' then case when ability_grade >= grade then -1000000 else 1000000 end
    when 'born-before' then case when born_day < day then -1000000 else 1000000 end
    when 'hukou-before' then case when area = any (areas)
      and case stay_level when 3 then county_since when 2 then city_since else province_since end < day
      then -1000000 else 1000000 end
  end;

-- 在档: months from the birthday's month of one age to that of another, each with its lag.
create or replace function pg_temp.birthday_month(born_month int, leap_born boolean, age int, leaps_to_march boolean) returns int
  language sql immutable
  return born_month + 12 * age + case
    when leap_born and leaps_to_march and not pg_temp.is_29_february(pg_temp.first_day(born_month + 12 * age + 1) - 1)
    then 1 else 0 end;
create or replace function pg_temp.is_in_band(born_month int, leap_born boolean, month int, from_age int, entry_lag int,
  end_age int, exit_lag int, leaps_to_march boolean) returns boolean language sql immutable
  return month >= pg_temp.birthday_month(born_month, leap_born, from_age, leaps_to_march) + entry_lag
    and (end_age is null or month < pg_temp.birthday_month(born_month, leap_born, end_age, leaps_to_march) + exit_lag);

-- 起算、暂停、补发: 0 due, 1 late, 2 held, null not due. Windows count from the event, not from the month of payment.
create or replace function pg_temp.state_of(month int, suspension int, pays_when_lifted boolean, event text, event_day int,
  event_lag int, back_pay text, back_pay_months int, back_pay_from int) returns int language sql immutable
  return case
    when suspension = 3 then null
    when suspension = 1 then 2
    when suspension = 2 and pays_when_lifted then 0
    when event_day is null then null
    when back_pay = 'all' or month >= pg_temp.month_of(event_day) + event_lag then 0
    when back_pay = 'current-year' and month / 12 = (pg_temp.month_of(event_day) + event_lag) / 12 then 0
    when back_pay = 'max-months' and month >= pg_temp.month_of(event_day) + event_lag - back_pay_months then 0
    when back_pay = 'window' and month >= back_pay_from then 0
    when event = 'known' then 1
  end;

create index on oracle_condition (band_no);
analyze oracle_area_file;
analyze oracle_version;
analyze oracle_band;
analyze oracle_condition;
