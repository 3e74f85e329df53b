-- A month is written county by county, and a list is always counted whole: block ranges find a county's lines as well as a tree does, for a
-- fifth of what the tree costs to build when a month is closed. One index for both columns is one walk through the table.
drop index allowances.pay_line_of_county;
drop index allowances.pay_line_of_unit;
drop index allowances.pay_part_of_unit;
drop index allowances.pay_part_of_county;
create index pay_line_blocks on allowances.pay_line using brin (unit, county text_bloom_ops);
create index pay_part_blocks on allowances.pay_part using brin (unit, county text_bloom_ops);
