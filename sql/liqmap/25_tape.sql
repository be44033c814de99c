-- ---------------------------------------------------------------- reading tapes

CREATE FUNCTION merge(a tape, b tape) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE OPERATOR + (
    LEFTARG = tape,
    RIGHTARG = tape,
    FUNCTION = merge,
    COMMUTATOR = +
);

CREATE FUNCTION slice(
    tape tape,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity'
) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_slice' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION coarsen(tape tape, frame interval DEFAULT '0', cell_precision integer DEFAULT 0) RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_coarsen' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE FUNCTION label(tape tape, symbol text, quote text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_tape_label' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION info(
    tape tape,
    OUT frame interval,
    OUT "precision" integer,
    OUT contract text,
    OUT contract_size float8,
    OUT unit float8,
    OUT symbol text,
    OUT frames bigint,
    OUT since timestamptz,
    OUT until timestamptz,
    OUT rows bigint,
    OUT cells bigint,
    OUT notional float8,
    OUT taker_buy_notional float8,
    OUT liquidated_long float8,
    OUT liquidated_short float8,
    OUT gauge_samples bigint,
    OUT gauges text[],
    OUT quote text
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION frames(tape tape) RETURNS TABLE (
    ts timestamptz,
    rows bigint,
    low float8,
    high float8,
    close float8,
    notional float8,
    taker_buy_notional float8,
    cells bigint,
    liquidated_long float8,
    liquidated_short float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_frames' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1440;

CREATE FUNCTION volume_profile(tape tape) RETURNS TABLE (
    ts timestamptz,
    price_low float8,
    price_high float8,
    notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_volume_profile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000;

CREATE FUNCTION gauges(tape tape) RETURNS TABLE (
    ts timestamptz,
    name text,
    samples bigint,
    min float8,
    max float8,
    last float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_gauges' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1440;

COMMENT ON FUNCTION merge(tape, tape) IS
    'the exact union of two tapes; different options are an error (22023)';
COMMENT ON OPERATOR + (tape, tape) IS 'the exact union of two tapes';
COMMENT ON FUNCTION slice(tape, timestamptz, timestamptz) IS
    'a tape of the frames that start in [since, until)';
COMMENT ON FUNCTION coarsen(tape, interval, integer) IS
    'the tape in wider frames (a whole multiple of its own, else 22023) and larger cells (fewer bits of precision): the bytes of a tape of the same trades with these options; 0 keeps the old value; cell_precision is the option precision, which is a keyword of SQL';
COMMENT ON FUNCTION label(tape, text, text) IS
    'the tape with another symbol, of at most 31 bytes, and, unless it is empty, another quote: the bytes of a tape that was built with these options; a quote that was given stays where quote is empty';
COMMENT ON FUNCTION info(tape) IS
    'the options and totals of a tape; notional in quote currency; gauges: the names of the gauges';
COMMENT ON FUNCTION frames(tape) IS
    'the frames of a tape in order of time: number of rows, prices, traded and liquidated notional in quote currency';
COMMENT ON FUNCTION volume_profile(tape) IS
    'the traded notional of each frame and price cell, in quote currency, in order of time and price';
COMMENT ON FUNCTION gauges(tape) IS
    'the gauges of a tape in each frame: number of samples, least, greatest and last value';
