-- Openings are read and reviewed by officials at a place (whose, the desk decides) and seen by the person. The edge reads an account's
-- live openings before it knows the caller's role: only then is the current user kangyang_app itself.
alter table identity.break_glass enable row level security, force row level security;
create policy break_glass_of_edge on identity.break_glass for select to kangyang_app
  using (current_user = 'kangyang_app'::name);
create policy break_glass_of_officials on identity.break_glass to kangyang_official
  using (platform.place_lo() is not null);
create policy break_glass_of_family on identity.break_glass for select to kangyang_family
  using (person_no = any (platform.person_nos()));
