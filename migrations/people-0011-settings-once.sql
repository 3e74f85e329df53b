-- The settings are read once a statement and no longer once a row, which made a county's list twice to thirty times as slow
-- (measured at two million persons). The planner then does not know how many rows a scope has: a query for a place smaller than a
-- county says so itself (modules/people/find-people.ts).
alter policy person_of_place on people.person
  using (hukou_place between (select platform.place_lo()) and (select platform.place_hi())
    or residence_place <> 0 and residence_place between (select platform.place_lo()) and (select platform.place_hi()));
