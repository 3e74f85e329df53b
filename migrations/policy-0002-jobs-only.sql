-- What the engine computes from: jobs alone read and write it (a run, the explanation of one person to whoever may see him).
alter table policy.request enable row level security, force row level security;
alter table policy.suspension enable row level security, force row level security;
alter table policy.input enable row level security, force row level security;
