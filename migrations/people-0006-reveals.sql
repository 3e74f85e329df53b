-- An account's own count of the last hour, of whatever persons; only who acts for the government shows anything in clear.
alter table people.reveal enable row level security, force row level security;
create policy reveal_of_officials on people.reveal to kangyang_official using (true) with check (true);
