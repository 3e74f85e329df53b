-- Whom somebody had shown in clear is seen by whoever sees the person.
alter table people.reveal enable row level security, force row level security;
create policy reveal_of_place on people.reveal to kangyang_official
  using (exists (select from people.person p where p.person_no = reveal.person_no));
create policy reveal_of_family on people.reveal for select to kangyang_family
  using (person_no = any (platform.person_nos()));
