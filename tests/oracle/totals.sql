-- 县月合计 with a checksum that does not depend on order: two 32-bit hashes of every part, each summed modulo 2^32.
-- One step keeps the middle of a 63-bit product; tests/oracle/checksum.ts does the same in JavaScript.
create or replace function pg_temp.mix(hash bigint, word bigint, factor bigint) returns bigint language sql immutable
  return ((((hash # (word & 4294967295)) * factor) >> 16) & 4294967295);

select area, month, count(distinct person_no)::int as persons, sum(fen)::text as fen,
  (sum(pg_temp.mix(pg_temp.mix(pg_temp.mix(pg_temp.mix(2654435769, person_no, 2146121005), packed, 2073254073), version_key, 1852497127), fen, 2146121005))
    % 4294967296)::text as low,
  (sum(pg_temp.mix(pg_temp.mix(pg_temp.mix(pg_temp.mix(2246822519, fen, 1640531527), version_key, 2127912213), packed, 1935289751), person_no, 1640531527))
    % 4294967296)::text as high
from (
  select part.area, part.month, part.person_no, part.fen, version.version_key,
    ((part.month * 256 + band.from_age) * 4 + part.layer) * 4 + part.state as packed
  from oracle_part part join oracle_version version using (version_no) join oracle_band band using (band_no)
) part
group by area, month
order by area, month;
