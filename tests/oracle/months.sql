-- 应发: what everybody in oracle_input is due in each month of oracle_window, as rows of oracle_part. Sets only, no loop.

drop view if exists oracle_case, oracle_part;
drop table if exists oracle_month, oracle_standing, oracle_base, oracle_rule, oracle_broken, oracle_share, oracle_question, oracle_held,
  oracle_candidate, oracle_settled;

create temp table oracle_month as
select month, pg_temp.first_day(month) as first_day, pg_temp.first_day(month + 1) - 1 as last_day
from oracle_window, generate_series(from_month, through_month) as month;
analyze oracle_month;

-- 1 适用: the version of each file that stands in a month (of several the one that began last), or the draft (no number).
create temp table oracle_standing as
select distinct on (file_no, month) file_no, month, version_no
from (
  select file_no, month, version_no, start_month, nth
  from oracle_version join oracle_month on month between start_month and last_month
  union all
  select file_no, month, null, null, null from oracle_draft join oracle_month on month between start_month and last_month
) each
order by file_no, month, version_no is null, start_month desc, nth desc;

-- The nearest base document governs a county, even when it is a draft: then nobody is paid from one further away.
create temp table oracle_base as
select distinct on (area, month) area, month, version_no
from oracle_area_file join oracle_standing using (file_no) join oracle_file using (file_no)
where layer = 'base'
order by area, month, nearness desc, file_no desc;

create temp table oracle_rule as
select area, month, version_no, place, bool_or(stacking <> 'adds') over (partition by area, month) as compares
from (
  select area, month, version_no, 0 as place from oracle_base where version_no is not null
  union all
  select area, month, version_no, row_number() over (partition by area, month order by nearness, file_no)
  from oracle_area_file join oracle_standing using (file_no) join oracle_file using (file_no)
  where layer <> 'base' and version_no is not null
    and not exists (select from oracle_base draft where draft.area = oracle_area_file.area
      and draft.month = oracle_standing.month and draft.version_no is null)
) each join oracle_version using (version_no);
analyze oracle_rule;

-- 2 月中有变: months in which a person's facts change or are unknown for some days. One county answers for the month: the
-- one left, if its rule says so, else the one at the month's end. What is not counted by days is read from the last row.
create temp table oracle_broken as
select person_no, piece.month,
  case when leaver.pays_leavers and before <> coalesce(after, 0) then before else coalesce(after, 0) end as area,
  coalesce(last_row, (select max(from_day) from oracle_input whole where whole.person_no = piece.person_no)) as row_from
from (
  select person_no, month,
    max(area) filter (where from_day <= first_day) as before,
    max(area) filter (where to_day is null or to_day > last_day) as after,
    max(from_day) filter (where to_day is null or to_day > last_day) as last_row
  from oracle_month join oracle_input on from_day <= last_day and (to_day is null or to_day > first_day)
  where from_day > first_day or to_day <= last_day
  group by person_no, month
) piece
left join oracle_base base on base.area = before and base.month = piece.month
left join oracle_version leaver using (version_no);
analyze oracle_broken;

-- 待判的人月: a person, a month, the county that answers, and the row that is read.
create temp view oracle_case as
select one.*, pg_temp.month_of(born_day) as born_month, pg_temp.is_29_february(born_day) as leap_born,
  pg_temp.month_of(death_day) as death_month
from (
  select month, first_day, last_day, false as broken, input.area as paying_area, input.*
  from oracle_month join oracle_input input on from_day <= first_day and (to_day is null or to_day > last_day)
  union all
  select month, first_day, last_day, true, broken.area, input.*
  from oracle_broken broken join oracle_month using (month)
  join oracle_input input on input.person_no = broken.person_no and input.from_day = broken.row_from
) one
offset 0;

-- 3 年度按月折算: the months of the calendar year that may count for a band paid pro rata this month.
create temp table oracle_share as
select one.person_no, one.month, band.band_no, each as year_month
from oracle_case one
join oracle_rule rule on rule.area = one.paying_area and rule.month = one.month
join oracle_band band on band.version_no = rule.version_no and band.pro_rated and band.pay_in_month = one.month % 12 + 1
join oracle_version version on version.version_no = rule.version_no
join generate_series(one.month - one.month % 12, one.month - one.month % 12 + 11) as each
  on pg_temp.is_in_band(born_month, leap_born, each, from_age, entry_lag, end_age, exit_lag, leaps_to_march);
create index on oracle_share (person_no, month, band_no);
analyze oracle_share;

-- 4 计入口径: conditions are counted by days in broken months, and in the other months of a year paid pro rata.
create temp table oracle_question as
select person_no, month, condition_no, counts, kind
from oracle_broken join oracle_rule using (area, month) join oracle_condition using (version_no)
union
select person_no, year_month, condition_no, counts, kind
from oracle_share join oracle_condition using (band_no) where of_band;
analyze oracle_question;

create temp table oracle_held as
select person_no, month, condition_no
from (
  select question.*, pg_temp.first_day(month) as first_day, pg_temp.first_day(month + 1) - 1 as last_day from oracle_question question
) question
join oracle_condition c using (condition_no, counts, kind)
join oracle_input input using (person_no),
  lateral (select greatest(from_day, first_day) as piece_from, least(to_day - 1, last_day) as piece_last,
    pg_temp.holds_from(kind, listed, grade, day, years, stay_level, areas, area, residence_area, residence_since, county_since,
      city_since, province_since, hukou_kind, income, pension, status, ability_grade, born_day) as held_from) piece
where piece_from <= piece_last or kind = 'born-before'
group by person_no, month, condition_no, counts, first_day, last_day
having case counts
  when 'any-day' then bool_or(held_from <= piece_last)
  when 'first-day' then bool_or(piece_from = first_day and held_from <= first_day)
  when 'last-day' then bool_or(piece_last = last_day and held_from <= last_day)
  when 'whole-month' then sum(piece_last - piece_from + 1) = last_day - first_day + 1 and bool_and(held_from <= piece_from)
end;
create index on oracle_held (person_no, month, condition_no);
analyze oracle_held;

-- 5 候选: every band of every standing version that a person reaches alive, by age, by its conditions and in time.
-- state: 0 due, 1 late (before what back-pay reaches), 2 held (suspended now).
create temp table oracle_candidate as
select one.person_no, one.month, paying_area as area, band.version_no, band_no, rivals, compares, place, other_monthly_fen, state,
  case when monthly_fen is null then 2 when adds_on then 1 else layer end as layer,
  case when pro_rated then yearly_fen * (
    select count(*) from oracle_share share
    where share.person_no = one.person_no and share.month = one.month and share.band_no = band.band_no
      and not exists (select from oracle_condition c where c.band_no = band.band_no and c.of_band and not exists (
        select from oracle_held held where held.person_no = share.person_no and held.month = share.year_month
          and held.condition_no = c.condition_no))) / 12
    else coalesce(monthly_fen, yearly_fen) end::int as fen
from oracle_case one
join oracle_rule rule on rule.area = one.paying_area and rule.month = one.month
join oracle_version version on version.version_no = rule.version_no
join oracle_band band on band.version_no = rule.version_no,
  lateral (select pg_temp.state_of(one.month, suspension, pays_when_lifted, event,
    case event when 'applied' then applied_day when 'confirmed' then confirmed_day else known_day end,
    event_lag, back_pay, back_pay_months, back_pay_from) as state) reached
where (death_month is null or one.month <= death_month + months_after_death)
  and pg_temp.is_in_band(born_month, leap_born, one.month, from_age, entry_lag, end_age, exit_lag, leaps_to_march)
  and (monthly_fen is not null or pay_in_month = one.month % 12 + 1)
  and state is not null
  and not exists (select from oracle_condition c where c.band_no = band.band_no and case
    when one.broken then not exists (select from oracle_held held where held.person_no = one.person_no
      and held.month = one.month and held.condition_no = c.condition_no)
    else pg_temp.holds_from(kind, listed, grade, day, years, stay_level, areas, one.area, residence_area, residence_since,
      county_since, city_since, province_since, hukou_kind, income, pension, status, ability_grade, born_day)
      > case when counts in ('first-day', 'whole-month') then first_day else last_day end
  end);

-- 6 取一、补差、替代、就高: only where bands compete or a rule compares itself with others.
create temp table oracle_settled as
with one_path as (
  select *, row_number() over (partition by person_no, month, version_no, rivals order by fen desc, band_no) as rank
  from oracle_candidate where rivals or compares
), topped as (
  select one_path.*, file, stacking, stacking_group, replaces,
    fen - case when stacking = 'tops-up' and one_path.layer < 2 then other_monthly_fen else 0 end as left_fen
  from one_path join oracle_version using (version_no) where not rivals or rank = 1
), standing as (
  select topped.*, sum(left_fen) filter (where layer < 2) over (partition by person_no, month, version_no) as version_fen
  from topped where left_fen > 0 and not exists (
    select from topped other where other.person_no = topped.person_no and other.month = topped.month
      and other.left_fen > 0 and other.replaces ? topped.file)
), compared as (
  select standing.*, first_value(version_no) over (
    partition by person_no, month, stacking_group, layer < 2 order by version_fen desc, place) as best_version
  from standing
)
select person_no, month, area, version_no, band_no, layer, state, left_fen as fen
from compared where stacking <> 'higher-of' or layer = 2 or version_no = best_version;

create temp view oracle_part as
select person_no, month, area, version_no, band_no, layer, state, fen from oracle_candidate
where not rivals and not compares and fen > 0
union all
select person_no, month, area, version_no, band_no, layer, state, fen from oracle_settled;
