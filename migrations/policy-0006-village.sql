-- 户籍村: so that a line's village comes with the frozen input, and a run looks nobody up. The next run makes the input again from the facts and
-- freezes it anew; until then the rows stand as they are, since a person's page is answered from them.
alter table policy.input add column village integer not null default 0;
comment on column policy.input.village is 'L2 户籍村(镇内三位代码)';
delete from policy.input_state;
delete from policy.unit_change;
update policy.unit_input set frozen_sha256 = null, base_sha256 = null;
