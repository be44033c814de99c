-- The aggregates over a hypertable of TimescaleDB give the same bytes as over a table.
CREATE EXTENSION timescaledb;
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;

CREATE TABLE plain AS SELECT * FROM demo_trades();
CREATE TABLE chunked (LIKE plain);
SELECT create_hypertable('chunked', 'ts', chunk_time_interval => interval '1 day');
INSERT INTO chunked SELECT * FROM plain ORDER BY random();

CREATE TABLE days AS
  SELECT time_bucket('1 day', ts) AS day, tape(ts, price, qty, is_buy) AS tape FROM chunked GROUP BY day;
DO $$
BEGIN
  ASSERT (SELECT count(*) > 1 FROM show_chunks('chunked')), 'the hypertable has one chunk';
  ASSERT (SELECT tape(ts, price, qty, is_buy) FROM chunked) = (SELECT tape(ts, price, qty, is_buy) FROM plain),
    'the tape of a hypertable differs from that of a table';
  ASSERT (SELECT rollup(tape) FROM days) = (SELECT tape(ts, price, qty, is_buy) FROM plain),
    'the sum of daily tapes differs from the tape of all trades';
END
$$;
