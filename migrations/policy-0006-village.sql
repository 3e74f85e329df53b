-- 户籍村: so that a line's village comes with the frozen input, and a run looks nobody up. The input is made again from the facts by the next
-- run, and frozen anew.
truncate policy.input, policy.unit_change;
delete from policy.input_state;
update policy.unit_input set frozen_sha256 = null, base_sha256 = null;
alter table policy.input add column village integer not null default 0;
comment on column policy.input.village is 'L2 户籍村(镇内三位代码)';
