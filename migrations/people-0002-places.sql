-- Where a person is registered and where he lives, as place numbers (modules/places): the officials of either place see him.
-- 0 = nowhere we know of, or the place has ended. Kept by whatever records, retracts or loads a fact of hukou or residence.
alter table people.person
  add column hukou_place integer not null default 0,
  add column residence_place integer not null default 0;
comment on column people.person.hukou_place is 'L2 户籍地序号';
comment on column people.person.residence_place is 'L2 居住地序号';
grant update (hukou_place, residence_place) on people.person to kangyang_app;
-- With the name, so that a list and a search by its beginning read the index alone.
create index person_hukou_place on people.person (hukou_place, name text_pattern_ops);
create index person_residence_place on people.person (residence_place, name text_pattern_ops) where residence_place <> 0;

alter table people.person enable row level security, force row level security;
create policy person_of_place on people.person to kangyang_official
  using (hukou_place between platform.place_lo() and platform.place_hi()
    or residence_place <> 0 and residence_place between platform.place_lo() and platform.place_hi());
create policy person_of_family on people.person for select to kangyang_family
  using (person_no = any (platform.person_nos()));

-- What belongs to a person is seen by whoever sees the person: one look into the index of persons a row.
alter table people.fact enable row level security, force row level security;
create policy fact_of_place on people.fact to kangyang_official
  using (exists (select from people.person p where p.person_no = fact.person_no));
create policy fact_of_family on people.fact for select to kangyang_family
  using (person_no = any (platform.person_nos()));

alter table people.document_exception enable row level security, force row level security;
create policy document_exception_of_place on people.document_exception to kangyang_official
  using (exists (select from people.person p where p.person_no = document_exception.person_no));
create policy document_exception_of_family on people.document_exception for select to kangyang_family
  using (person_no = any (platform.person_nos()));

-- Deliveries and what was set aside of them belong to no place: jobs alone read and write them.
alter table people.set_aside enable row level security, force row level security;
alter table people.delivery enable row level security, force row level security;
revoke all on people.set_aside, people.delivery from kangyang_app;
grant select, insert on people.set_aside, people.delivery to kangyang_bulk;
grant update (lines_done, persons, facts, set_aside, account_warnings, finished_at) on people.delivery to kangyang_bulk;
