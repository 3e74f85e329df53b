-- The number under which rows of a division are found today: its own, or that of whatever took it over. When it changes, every row
-- that carries it is renumbered in the same transaction (server/number-places.ts).
alter table places.division add column place_now integer not null default 0;
comment on column places.division.place_now is 'L1 现所在地序号';
