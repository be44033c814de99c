#!/bin/bash
# Measures liqmap in PostgreSQL, as ratios:      bench/sql.sh
#
# It starts a temporary PostgreSQL server. Contenders are timed in turns, each program in one session. The output has
# medians with the quartiles in brackets.
#
#   BENCH_ROWS   trades in the table (default 10000000)
#   BENCH_POSITIONS   known positions in the table (default 1000000)
#   BENCH_PAIRS  rounds (default 15)
#   BENCH_JIT    on or off (default off)
#   PG_CONFIG    the pg_config of the PostgreSQL to use (default pg_config)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
rows=${BENCH_ROWS:-10000000}
pg_config=${PG_CONFIG:-pg_config}
pairs=${BENCH_PAIRS:-15}

if [ "${1:-}" != inside ]; then
    command -v "$pg_config" >/dev/null || { echo 'sql: skipped: no pg_config'; exit 0; }
    # Shared buffers are five times the table: PostgreSQL does not keep a scan of over a quarter of them in memory.
    export PG_SETTINGS="shared_buffers = $((128 + rows * 300 / 1000000))MB
        work_mem = 1GB
        max_parallel_workers_per_gather = 0
        jit = ${BENCH_JIT:-off}
        autovacuum = off"
    exec "$root/pg_extension/throwaway" "$0" inside
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/liqmap-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PGOPTIONS='-c search_path=public,liqmap'

# Tables: thirty days of demo trades; these trades in random order; the statistics that plain SQL needs for a good plan.
psql -qX -v ON_ERROR_STOP=1 -v per_minute=$(((rows + 43199) / 43200)) <<'END'
create extension liqmap;
create table trades as
    select * from demo_trades('2026-01-01', '2026-01-31', :per_minute);
do 'begin perform setseed(0.5); end';
create table shuffled as select * from trades order by random();
create statistics of_cells (ndistinct)
    on (date_bin('1 min', ts, 'epoch')), (floor(price * 0.0625)::int + 61440) from trades;
vacuum analyze;
END

# ---- a session that runs one query at a time

mkfifo "$work/ask" "$work/told"
stdbuf -oL psql -qXAt <"$work/ask" >"$work/told" 2>&1 &
exec 3>"$work/ask" 4<"$work/told"
echo '\timing on' >&3

# Runs a query. Sets $ms to its milliseconds and $answer to the last line of its result.
postgres() {
    local line
    answer=
    printf '%s\n;\n' "$1" >&3
    while read -r line <&4; do
        case $line in
        Time:*) read -r _ ms _ <<<"$line"; return ;;
        *ERROR* | *FATAL*) echo "$line"; exit 1 ;;
        *) answer=$line ;;
        esac
    done
    exit 1
}

# Prints the numbers of a file as "median [quartile, quartile]".
spread() {
    sort -g "$1" | awk -v format="${2:-%.0f}" '
        { v[NR] = $1 }
        function at(q,    place, below) {
            place = 1 + q * (NR - 1); below = int(place)
            return below < NR ? v[below] + (place - below) * (v[below + 1] - v[below]) : v[below]
        }
        END { printf(format " [" format ", " format "]", at(.5), at(.25), at(.75)) }'
}

# race NAME TARGET  YARDSTICK QUERY  CONTENDER QUERY: prints contender / yardstick.
race() {
    local name=$1 target=$2 yardstick=$3 first=$4 contender=$5 second=$6 a
    "$yardstick" "$first"
    "$contender" "$second"
    : >"$work/a"; : >"$work/b"; : >"$work/ratio"
    for ((round = 0; round < pairs; round++)); do
        "$yardstick" "$first"
        a=$ms
        "$contender" "$second"
        echo "$a" >>"$work/a"
        echo "$ms" >>"$work/b"
        awk "BEGIN { print $ms / $a }" >>"$work/ratio"
    done
    printf '%-46s %22s ms  / %22s ms  = %-20s %s\n' "$name" "$(spread "$work/b")" "$(spread "$work/a")" \
        "$(spread "$work/ratio" %.2f)" "$target"
}

tape='tape(ts, price, qty, is_buy)'
with_options="tape(ts, price, qty, is_buy, '{\"frame\": \"1 min\", \"precision\": 12, \"symbol\": \"BTCUSDT\"}')"
swept=$(<"$here/swept_postgres.sql")
swept_count="select count(*) from ($swept) cells"
map_count="select count(*) from (select map($tape) from trades) maps where map is not null"

count_of() {
    echo "select octet_length($1::bytea) from $2"
}
sum_of() {
    echo "select sum(price * qty) from $1"
}

postgres 'select count(*) from trades'
echo "sql, $answer trades of 30 days, medians of $pairs rounds [quartiles], jit ${BENCH_JIT:-off}"
race 'tape / sum(price*qty)' '<= 1.30' postgres "$(sum_of trades)" postgres "$(count_of "$tape" trades)"
race 'tape with options / sum' '<= 1.40' postgres "$(sum_of trades)" postgres "$(count_of "$with_options" trades)"
race 'tape of shuffled rows / sum' '<= 2.00' postgres "$(sum_of shuffled)" postgres "$(count_of "$tape" shuffled)"
race 'map(tape) / sum' '<= 1.40' postgres "$(sum_of trades)" postgres "$map_count"
race 'swept map in plain SQL / map(tape)' '' postgres "$map_count" postgres "$swept_count"
race 'swept map in plain SQL / sum' '' postgres "$(sum_of trades)" postgres "$swept_count"

postgres 'set max_parallel_workers_per_gather = 2'
race 'parallel (2 workers): tape / sum' '<= 1.30' postgres "$(sum_of trades)" postgres "$(count_of "$tape" trades)"
postgres "create table tapes as select 'parallel' as how, $tape from trades"
postgres 'set max_parallel_workers_per_gather = 0'

# ---- a heatmap of a stored tape, compared with one map of it

postgres "create table month as select $tape + (select gauge_tape(timestamptz '2026-01-01', 'open_interest', 90000)) as tape from trades"
race 'heatmap, 288 columns in steps of 200 / map' '<= 2.00' \
    postgres 'select count(*) from (select map(tape) from month) maps where map is not null' \
    postgres "select count(*) from month, heatmap(tape, every => '150 min', step => 200)"

# ---- series of a stored tape, compared with one map of it

race 'density, hourly, 5 distances / map' '<= 3.00' \
    postgres 'select count(*) from (select map(tape) from month) maps where map is not null' \
    postgres "select count(*) from month, density(tape, every => '1 hour')"
race 'maps, hourly, each written / map' '' \
    postgres 'select count(*) from (select map(tape) from month) maps where map is not null' \
    postgres "select count(*) from month, maps(tape, every => '1 hour')"

# ---- another aggregate state: a pointer of type internal (bench/state.c)

if ${CC:-cc} -std=gnu11 -O2 -fPIC -shared -Wno-declaration-after-statement -I"$("$pg_config" --includedir-server)" \
    -I"$root/include" "$here/state.c" "$root/build/libliqmap.a" -lcjson -lm -Wl,--exclude-libs,ALL -o "$work/state.so"; then
    chmod 755 "$work"
    postgres "create function pointer_trade(internal, timestamptz, float8, float8, boolean) returns internal
        as '$work/state', 'pointer_trade' language c parallel safe"
    postgres "create function pointer_final(internal) returns bytea as '$work/state', 'pointer_final' language c strict"
    postgres 'create aggregate pointer_tape(timestamptz, float8, float8, boolean)
        (sfunc = pointer_trade, stype = internal, finalfunc = pointer_final)'
    pointer='pointer_tape(ts, price, qty, is_buy)'
    race 'state: pointer / flat' '' postgres "$(count_of "$tape" trades)" postgres "$(count_of "$pointer" trades)"
    by_minute='group by floor(extract(epoch from ts) / 60)'
    race 'the same, a group for each minute' '' \
        postgres "select count(*) from (select $tape from trades $by_minute) t" \
        postgres "select count(*) from (select $pointer from trades $by_minute) t"
fi
# ---- memory: a group for each symbol, in the order of time, so that all groups are in memory at once

# memory NAME TARGET GROUPS ROWS AGGREGATE: prints the memory of a hashed group, for rows in random order over a day.
memory() {
    postgres "drop table if exists of_symbols"
    postgres "create table of_symbols as
        select symbol, '2026-01-01'::timestamptz + random() * interval '1 day' as ts, 100 + random() as price,
            1::float8 as qty, random() < 0.5 as is_buy, 'long'::side as side
        from generate_series(1, $4) as n cross join lateral (select g as symbol from generate_series(1, $3) as g where n > 0) as s"
    postgres 'analyze of_symbols'
    postgres "select set_config('enable_sort', 'off', false)"
    postgres "create or replace function pg_temp.hashed(query text) returns float8 language plpgsql as \$\$
        declare line text; begin
        for line in execute 'explain (analyze, costs off, timing off) ' || query loop
            if line like '%Memory Usage:%' then return substring(line from 'Memory Usage: ([0-9]+)kB')::float8; end if;
        end loop; end \$\$"
    postgres "select format('%s kB', round(pg_temp.hashed(\$\$select $5 from of_symbols group by symbol\$\$) / $3))"
    printf '%-46s %22s %s\n' "$1" "$answer" "$2"
    postgres "select set_config('enable_sort', 'on', false)"
}
memory 'memory of a group: tape of 100 trades' '<= 64' 500 100 "$tape"
memory 'of 20,000 trades' '<= 500' 50 20000 "$tape"
memory 'of 20,000 candles' '' 50 20000 "candle_tape(date_trunc('minute', ts), price, price, price, price, qty, NULL)"
memory 'of 20,000 samples of a gauge' '' 50 20000 "gauge_tape(ts, 'open_interest', qty)"
memory 'of 20,000 liquidations' '' 50 20000 'liquidation_tape(ts, price, qty, side)'
memory 'of 20,000 positions' '' 50 20000 'position_map(price, side, price - 1, qty)'

# ---- known positions

computed='liquidation_price(side, entry, leverage, qty => qty)'
postgres "create table positions as select *, $computed as liquidation_price
    from (select account, 90000::float8 as price, (array['long', 'short']::side[])[1 + account % 2] as side,
            (88000 + account * 7919 % 4001)::float8 as entry, (1 + account * 104729 % 9973)::float8 / 1000 as qty,
            (3 + account * 31 % 48)::float8 as leverage
        from generate_series(1, ${BENCH_POSITIONS:-1000000}::int8) account) held"
postgres 'vacuum analyze positions'
of_positions() {
    echo "select octet_length($1::bytea) from positions"
}
echo "sql, ${BENCH_POSITIONS:-1000000} positions"
of_venue="liquidation_price(side, entry, leverage, venue('binance-usdm', 'BTCUSDT'), qty)"
roots='select sum(sqrt(entry) + exp(qty)) from positions'
race 'liquidation_price / sqrt(x) + exp(y)' '<= 3.00' postgres "$roots" postgres "select sum($computed) from positions"
race 'the same with the tiers of a venue' '<= 3.00' postgres "$roots" postgres "select sum($of_venue) from positions"
race 'position_map / sum of its columns' '<= 1.50' \
    postgres 'select sum(price * liquidation_price * qty) from positions' \
    postgres "$(of_positions 'position_map(price, side, liquidation_price, qty)')"
race 'position_map by leverage / sum' '<= 1.50' \
    postgres 'select sum(price * liquidation_price * qty * leverage) from positions' \
    postgres "$(of_positions "position_map(price, side, liquidation_price, qty, leverage, '{}')")"
race 'margin_map / sum of liquidation_price' '<= 1.50' \
    postgres "select sum(price * $computed) from positions" \
    postgres "$(of_positions "margin_map(price, side, entry, qty, leverage, 0, '{}')")"

# ---- equal work

postgres "insert into tapes select 'serial', $tape from trades"
postgres "insert into tapes select 'shuffled', $tape from shuffled"
postgres "select count(distinct tape) = 1 and count(*) = 3 from tapes"
echo "tapes of rows in order, shuffled and in parallel are equal: $answer"

postgres 'create table outstanding (peer text, side int, cell int, weight float8)'
postgres "insert into outstanding
    select 'liqmap', side, ((price_low - 65536) / 16 + 65536)::int, share
    from tapes, levels(map(tape), 16), (values (1), (-1)) sides (side),
        lateral (select case side when 1 then long_share else short_share end as share) of_side
    where how = 'serial' and share > 0"
agreement="with shares as (
        select peer, side, cell, weight / sum(weight) over (partition by peer, side) as share from outstanding
    )
    select format('%s cells, greatest relative difference of a cell %s', count(*),
                  coalesce(max(abs(theirs.share / ours.share - 1)), 'inf')::float4)
    from (select * from shares where peer = 'liqmap') ours
    full join (select * from shares where peer = 'PEER') theirs using (side, cell)
    having bool_and(ours.share is not null and theirs.share is not null)"
agree() {
    postgres "${agreement//PEER/$1}"
    echo "$1 and liqmap agree: ${answer:-NO, they differ in which cells hold anything}"
}
postgres "insert into outstanding select 'plain SQL', swept.* from ($swept) swept"
agree 'plain SQL'

# ---- DuckDB

duck() {
    echo "$1" >&5
    read -r ms <&6 || { echo 'duckdb: failed'; exit 1; }
}
if ! command -v npm >/dev/null; then
    echo 'duckdb: skipped: no npm'
elif ! npm install --silent --no-fund --no-audit --prefix "$root/build/duckdb" @duckdb/node-api@1.5.6-r.1 >"$work/npm.log" 2>&1; then
    echo 'duckdb: skipped: npm could not install @duckdb/node-api'
else
    psql -qX -c "\\copy trades to '$work/trades.csv' csv"
    mkfifo "$work/duck_ask" "$work/duck_told"
    NODE_PATH=$root/build/duckdb/node_modules node "$here/duckdb.js" "$work/trades.csv" \
        <"$work/duck_ask" >"$work/duck_told" &
    exec 5>"$work/duck_ask" 6<"$work/duck_told"
    read -r version <&6
    echo "duckdb $version, one thread, its own table in memory"
    rm "$work/trades.csv"
    race 'swept map in DuckDB / map(tape)' '>= 6' postgres "$map_count" duck "$here/swept_duckdb.sql"
    duck "$here/swept_duckdb.sql $work/swept.csv"
    psql -qX -c "\\copy outstanding from '$work/swept.csv' csv"
    agree DuckDB
fi
