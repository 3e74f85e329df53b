-- One role for each audience. A request's transaction takes one on (set local role) and is then subject to the row-level policies
-- written for it. All of them have what is granted to kangyang_app; a table with persons shows them only what its policies let through.
-- kangyang_app itself has no policy anywhere: without a scope there are no rows.
do $$
declare
  audience text;
begin
  foreach audience in array array['kangyang_official', 'kangyang_outside', 'kangyang_family', 'kangyang_bulk'] loop
    if not exists (select from pg_roles where rolname = audience) then
      execute format('create role %I nologin', audience);
    end if;
    if not exists (select from pg_auth_members m
        where m.roleid = 'kangyang_app'::regrole and m.member = audience::regrole) then
      execute format('grant kangyang_app to %I', audience);
    end if;
  end loop;
  -- COPY is refused to whoever a policy binds, so loads and runs need a role that none binds. Only a superuser, or on PostgreSQL 16
  -- and later one who bypasses policies himself, can make it: the start says so before it comes here.
  if not (select rolbypassrls from pg_roles where rolname = 'kangyang_bulk') then
    alter role kangyang_bulk bypassrls;
  end if;
  -- How the application signs in: it has nothing of its own and takes a role on for each transaction.
  if not exists (select from pg_roles where rolname = 'kangyang_login') then
    create role kangyang_login nologin noinherit;
  end if;
  foreach audience in array array['kangyang_app', 'kangyang_official', 'kangyang_outside', 'kangyang_family', 'kangyang_bulk'] loop
    if not exists (select from pg_auth_members m
        where m.roleid = audience::regrole and m.member = 'kangyang_login'::regrole) then
      execute format('grant %I to kangyang_login', audience);
    end if;
    -- Where the application signs in as the owner, he too takes the roles on.
    begin
      execute format('grant %I to %I', audience, current_user);
    exception when insufficient_privilege then null;
    end;
  end loop;
end $$;

-- What a transaction may see, as numbers. Nothing set, or set and gone after its transaction (then it is ''), is null: no row.
-- Written so that PostgreSQL puts them in place in the plan and the indexes serve.
create function platform.place_lo() returns integer language sql stable
  return nullif(current_setting('kangyang.place_lo', true), '')::integer;
create function platform.place_hi() returns integer language sql stable
  return nullif(current_setting('kangyang.place_hi', true), '')::integer;
create function platform.organisation_no() returns integer language sql stable
  return nullif(current_setting('kangyang.organisation_no', true), '')::integer;
create function platform.person_nos() returns integer[] language sql stable
  return nullif(current_setting('kangyang.person_nos', true), '')::integer[];

-- Whoever acts writes whom the act was about; only the province's administrators and the persons themselves read it.
alter table platform.audit_subject enable row level security, force row level security;
create policy audit_subject_written on platform.audit_subject for insert to kangyang_app with check (true);
create policy audit_subject_province on platform.audit_subject for select to kangyang_official
  using (platform.place_lo() = 0);
create policy audit_subject_own on platform.audit_subject for select to kangyang_family
  using (person_no = any (platform.person_nos()));
