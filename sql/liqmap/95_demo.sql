-- ---------------------------------------------------------------- first steps

CREATE FUNCTION version() RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION ts(epoch bigint) RETURNS timestamptz
    AS 'MODULE_PATHNAME', 'liqmap_ts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION bar(value float8, max float8, width integer DEFAULT 30) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_bar' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE FUNCTION demo_trades(
    since timestamptz DEFAULT '2026-01-01 00:00:00+00',
    until timestamptz DEFAULT 'infinity',
    trades_per_minute integer DEFAULT 12,
    seed bigint DEFAULT 1
) RETURNS TABLE (ts timestamptz, price float8, qty float8, is_buy boolean)
    AS 'MODULE_PATHNAME', 'liqmap_demo_trades' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 250000;

CREATE FUNCTION demo_gauges(
    since timestamptz DEFAULT '2026-01-01 00:00:00+00',
    until timestamptz DEFAULT 'infinity',
    trades_per_minute integer DEFAULT 12,
    seed bigint DEFAULT 1
) RETURNS TABLE (ts timestamptz, name text, value float8)
    AS 'MODULE_PATHNAME', 'liqmap_demo_gauges' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 12000;

COMMENT ON FUNCTION liqmap.version() IS
    'the version of the liqmap library; call it with its schema, because PostgreSQL has a version() too';
COMMENT ON FUNCTION ts(bigint) IS
    'the time of an integer epoch in s, ms, us or ns; its magnitude decides the unit; for fractions use to_timestamp()';
COMMENT ON FUNCTION bar(float8, float8, integer) IS
    'a bar of text that is width characters long if value is max; of block characters in a UTF8 database, else of #';
COMMENT ON FUNCTION demo_trades(timestamptz, timestamptz, integer, bigint) IS
    'trades of the made-up market, equal on every machine; an until of infinity means 14 days after since';
COMMENT ON FUNCTION demo_gauges(timestamptz, timestamptz, integer, bigint) IS
    'open interest, funding rate and mark price of the made-up market of demo_trades(), every five minutes';
