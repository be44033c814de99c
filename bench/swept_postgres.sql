-- Computes the map of the default model in plain SQL: the outstanding weight of each side and cell at the end of the
-- table. The query is as fast as we could make it. A position is outstanding if no later frame reaches its cell, so it
-- needs only one minimum (longs) and one maximum (shorts) over the later frames. Long runs of frames share these
-- bounds, so the opened size is summed by run and cell before it is multiplied by the shares of the ladder.
--
-- The query relies on two properties of this table: prices are in [65536, 131072), where a cell is 16 wide, and every
-- count of notional is exact in a double.
with cells as materialized (
    select minute, cell, last, turnover / (16 * cell - 983032) as size
    from (
        select date_bin('1 min', ts, 'epoch') as minute, floor(price * 0.0625)::int + 61440 as cell,
               sum(price * qty) as turnover, max(ts) as last
        from trades
        group by 1, 2
    ) grouped
), frames as (
    select minute, min(cell) as low, max(cell) as high, sum(size) as volume,
           mod(max(round((date_part('epoch', last) - date_part('epoch', minute)) * 1e6) * 131072 + cell)::bigint, 131072)
               as close -- the cell of the latest trade, of equally late ones the highest
    from cells
    group by 1
), bounds as materialized (
    select minute,
           least(close, min(low) over later) as floor, greatest(close, max(high) over later) as ceiling,
           exp(age * (-ln(2::float8) / 846734)) * 0.0118 / sqrt(volume) as w5,
           exp(age * (-ln(2::float8) / 414727)) * 0.0675 / sqrt(volume) as w10,
           exp(age * (-ln(2::float8) / 198723)) * 0.1234 / sqrt(volume) as w20,
           exp(age * (-ln(2::float8) / 155522)) * 0.2145 / sqrt(volume) as w25,
           exp(age * (-ln(2::float8) / 69121)) * 0.3054 / sqrt(volume) as w50,
           exp(age * (-ln(2::float8) / 40321)) * 0.1582 / sqrt(volume) as w75,
           exp(age * (-ln(2::float8) / 25920)) * 0.0752 / sqrt(volume) as w100,
           exp(age * (-ln(2::float8) / 17280)) * 0.0326 / sqrt(volume) as w125,
           exp(age * (-ln(2::float8) / 11520)) * 0.0114 / sqrt(volume) as w150
    from (select *, date_part('epoch', max(minute) over ()) - date_part('epoch', minute) as age from frames) aged
    window later as (order by minute desc rows between unbounded preceding and 1 preceding)
), opened as (
    select floor, ceiling, 16 * cell - 983032 as mid,
           sum(size * w5) as o5, sum(size * w10) as o10, sum(size * w20) as o20,
           sum(size * w25) as o25, sum(size * w50) as o50, sum(size * w75) as o75,
           sum(size * w100) as o100, sum(size * w125) as o125, sum(size * w150) as o150
    from cells join bounds using (minute)
    group by 1, 2, 3
), positions as (
    select side, floor, ceiling, weight,
           floor(mid * ((10000 / x - side * 10000) / (10000 * 0.004::float8 - side * 10000)) * 0.0625) + 61440 as cell
    from opened
    cross join lateral (values (5::float8, o5), (10, o10), (20, o20), (25, o25), (50, o50), (75, o75), (100, o100),
                               (125, o125), (150, o150)) ladder (x, weight)
    cross join (values (1), (-1)) sides (side)
)
select side, cell::int as cell, sum(weight) as outstanding
from positions
where side = 1 and cell < floor or side = -1 and cell > ceiling
group by 1, 2
