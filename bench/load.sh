#!/bin/bash
# Loads a file into a table by examples/load/load, with COPY of the same rows as yardstick:      bench/load.sh [ROWS]
#
# Printed for each round: seconds, and their ratio to COPY. The COPY reads text that is ready for it, into a table with the
# same key. The file is one of aggregate trades. "Again" is the same file a second time, of which no row is new; "half" is
# the file into a table that has every other row of it already.
#
#   BENCH_PAIRS  rounds (default 5)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
rows=${1:-500000}
if [ "${2:-}" != inside ]; then
    make -s -C "$root" extension lua
    exec "$root/pg_extension/throwaway" "$0" "$rows" inside
fi
export PGDATABASE=load_bench
createdb --maintenance-db=postgres "$PGDATABASE"
psql -q -c 'CREATE EXTENSION liqmap' -f "$root/examples/load/tables.sql"
work=$(mktemp -d "${TMPDIR:-/tmp}/liqmap-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

LUA_CPATH="$root/build/lua5.4/?.so" lua5.4 - "$rows" "$work" <<'END'
local rows, work = tonumber(arg[1]), arg[2]
local liqmap = require "liqmap"
local path = work .. "/BTCUSDT-aggTrades.csv"
local file = assert(io.open(path, "wb"))
local ts, price = 1767225600000, 900000
math.randomseed(1)
for i = 1, rows do
  ts, price = ts + math.random(0, 120), price + math.random(-5, 5)
  file:write(("%d,%d.%d,%.3f,%d,%d,%d,%s\n"):format(2900000000 + i, price // 10, price % 10, math.random(1, 2000) / 1000,
    2 * i, 2 * i + 1, ts, math.random() < 0.5))
end
file:close()
local copy = assert(io.open(work .. "/copy.txt", "wb"))
for batch in assert(liqmap.rows(path, "binance-usdm/agg_trades", {symbol = "BTCUSDT", copy = "binance-usdm/agg_trades"})) do
  copy:write(batch.copy)
end
copy:close()
END

seconds() { # seconds COMMAND ...: of the clock
    local begin=$EPOCHREALTIME
    "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    echo "$begin $EPOCHREALTIME" | awk '{ printf "%.3f", $2 - $1 }'
}
copy() {
    psql -qX -c 'CREATE TABLE plain (LIKE loaded.trades INCLUDING ALL)' \
        -c "\\copy plain (source, symbol, ts, price, qty, is_buy, id) FROM '$work/copy.txt'" -c 'DROP TABLE plain'
}
half_of() { awk 'NR % 2' "$work/copy.txt" | psql -qX -c '\copy loaded.trades (source, symbol, ts, price, qty, is_buy, id) FROM STDIN'; }
load() { "$root/examples/load/load" binance-usdm/agg_trades "$work/BTCUSDT-aggTrades.csv"; }

for run in $(seq "${BENCH_PAIRS:-5}"); do
    psql -qX -c 'TRUNCATE loaded.trades' -c CHECKPOINT
    copied=$(seconds copy)
    first=$(seconds load)
    again=$(seconds load)
    psql -qX -c 'TRUNCATE loaded.trades' -c CHECKPOINT
    half_of
    half=$(seconds load)
    [ "$(psql -qXAtc 'SELECT count(*) FROM loaded.trades')" = "$rows" ] || { echo "the rows are not as in the file" >&2; exit 1; }
    echo "$copied $first $again $half" | awk -v rows="$rows" '{
        printf "load %d rows: COPY %.2f s, load %.2f s, %.2f times COPY; again %.2f s, %.2f times; half %.2f s, %.2f times\n",
               rows, $1, $2, $2 / $1, $3, $3 / $1, $4, $4 / $1 }' | tee -a "$work/results"
done
median() { awk -v field="$1" '{ print $field }' "$work/results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
echo "load $rows rows, medians: load $(median 10) times COPY; again $(median 16) times; half $(median 21) times"
