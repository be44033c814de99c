-- ---------------------------------------------------------------- building tapes

CREATE FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_trade' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_trade' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_candle' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_candle' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;

CREATE FUNCTION tape_gauge(tape, timestamptz, text, float8) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauge' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_gauge(tape, timestamptz, text, float8, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauge' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_liquidation(tape, timestamptz, float8, float8, side) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_liquidation' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_liquidation(tape, timestamptz, float8, float8, side, jsonb) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_liquidation' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION tape_combine(tape, tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;

CREATE FUNCTION tape_final(tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean) IS
    'adds a row to the state of the aggregate tape';
COMMENT ON FUNCTION tape_trade(tape, timestamptz, float8, float8, boolean, jsonb) IS
    'adds a row to the state of the aggregate tape';
COMMENT ON FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8) IS
    'adds a row to the state of the aggregate candle_tape';
COMMENT ON FUNCTION tape_candle(tape, timestamptz, float8, float8, float8, float8, float8, float8, jsonb) IS
    'adds a row to the state of the aggregate candle_tape';
COMMENT ON FUNCTION tape_gauge(tape, timestamptz, text, float8) IS
    'adds a row to the state of the aggregate gauge_tape';
COMMENT ON FUNCTION tape_gauge(tape, timestamptz, text, float8, jsonb) IS
    'adds a row to the state of the aggregate gauge_tape';
COMMENT ON FUNCTION tape_liquidation(tape, timestamptz, float8, float8, side) IS
    'adds a row to the state of the aggregate liquidation_tape';
COMMENT ON FUNCTION tape_liquidation(tape, timestamptz, float8, float8, side, jsonb) IS
    'adds a row to the state of the aggregate liquidation_tape';
COMMENT ON FUNCTION tape_combine(tape, tape) IS
    'joins two states of the aggregates that build tapes, or adds a tape to the state of rollup(tape)';
COMMENT ON FUNCTION tape_final(tape) IS 'the tape from a state of the aggregates that build tapes';

CREATE AGGREGATE tape(ts timestamptz, price float8, qty float8, is_buy boolean) (
    SFUNC = tape_trade,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE tape(ts timestamptz, price float8, qty float8, is_buy boolean, options jsonb) (
    SFUNC = tape_trade,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE tape(timestamptz, float8, float8, boolean) IS
    'a tape of trades: qty in contracts (by default base coins), is_buy: the taker bought, NULL counts half as bought and half as sold; rows without ts, price or qty are skipped';
COMMENT ON AGGREGATE tape(timestamptz, float8, float8, boolean, jsonb) IS
    'a tape of trades with options: frame, precision, contract and others';

CREATE AGGREGATE candle_tape(
    ts timestamptz, open float8, high float8, low float8, close float8, volume float8, taker_buy_volume float8
) (
    SFUNC = tape_candle,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE candle_tape(
    ts timestamptz, open float8, high float8, low float8, close float8, volume float8, taker_buy_volume float8,
    options jsonb
) (
    SFUNC = tape_candle,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE candle_tape(timestamptz, float8, float8, float8, float8, float8, float8) IS
    'a tape of candles that begin at ts: volume in contracts, taker_buy_volume: the part of volume that takers bought, NULL counts half of it; rows with any other NULL are skipped';
COMMENT ON AGGREGATE candle_tape(timestamptz, float8, float8, float8, float8, float8, float8, jsonb) IS
    'a tape of candles with options: frame, precision, contract, candle (the duration of a candle) and others';

CREATE AGGREGATE gauge_tape(ts timestamptz, name text, value float8) (
    SFUNC = tape_gauge,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE gauge_tape(ts timestamptz, name text, value float8, options jsonb) (
    SFUNC = tape_gauge,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE gauge_tape(timestamptz, text, float8) IS
    'a tape of gauges: samples of named streams such as open_interest and funding_rate; rows with a NULL are skipped';
COMMENT ON AGGREGATE gauge_tape(timestamptz, text, float8, jsonb) IS
    'a tape of gauges with options: frame; other options do not matter';

CREATE AGGREGATE liquidation_tape(ts timestamptz, price float8, qty float8, side side) (
    SFUNC = tape_liquidation,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

CREATE AGGREGATE liquidation_tape(ts timestamptz, price float8, qty float8, side side, options jsonb) (
    SFUNC = tape_liquidation,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE liquidation_tape(timestamptz, float8, float8, side) IS
    'a tape of observed liquidations: side of the position, qty in contracts, or in quote currency if price is NULL; rows without ts, qty or side are skipped';
COMMENT ON AGGREGATE liquidation_tape(timestamptz, float8, float8, side, jsonb) IS
    'a tape of observed liquidations with options: frame, precision, contract and others';

CREATE AGGREGATE rollup(tape tape) (
    SFUNC = tape_combine,
    STYPE = tape,
    SSPACE = 16384,
    FINALFUNC = tape_final,
    COMBINEFUNC = tape_combine,
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE rollup(tape) IS
    'the exact union of tapes: the bytes of one tape of all their rows; NULL is skipped; different options are an error (22023)';
