-- As on persons: the settings are read once a statement.
alter policy pay_line_of_place on allowances.pay_line
  using (place between (select platform.place_lo()) and (select platform.place_hi())
    or before_place <> 0 and before_place between (select platform.place_lo()) and (select platform.place_hi()));

create or replace view allowances.list_line with (security_invoker = true) as
  select pay_month, benefit, person_no, county, town, kind, band_from_age, due_fen, before_fen, back_pay_fen, recovery_fen,
    pay_fen, cause, cause_day, place
  from allowances.pay_line
  where (select platform.place_lo()) is null or place between (select platform.place_lo()) and (select platform.place_hi())
  union all
  select pay_month, benefit, person_no, before_county, before_town, 'stopped', null, 0, before_fen, 0, 0, 0, 'moved-out', cause_day,
    before_place
  from allowances.pay_line
  where before_county <> '' and before_county <> county
    and ((select platform.place_lo()) is null or before_place between (select platform.place_lo()) and (select platform.place_hi()));
