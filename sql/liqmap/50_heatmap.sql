-- ---------------------------------------------------------------- maps over time

CREATE FUNCTION heatmap(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0,
    by_leverage boolean DEFAULT false,
    zero_cells boolean DEFAULT false
) RETURNS TABLE (
    ts timestamptz,
    price_low float8,
    price_high float8,
    leverage float8,
    long_share float8,
    short_share float8,
    long_notional float8,
    short_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_heatmap' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 50000;

CREATE FUNCTION heatmap(
    tape tape,
    model text,
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0,
    by_leverage boolean DEFAULT false,
    zero_cells boolean DEFAULT false
) RETURNS TABLE (
    ts timestamptz,
    price_low float8,
    price_high float8,
    leverage float8,
    long_share float8,
    short_share float8,
    long_notional float8,
    short_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_heatmap_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 50000;

CREATE FUNCTION replay(
    tape tape,
    model jsonb DEFAULT '{}',
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    ts timestamptz,
    low float8,
    high float8,
    close float8,
    long_opened float8,
    short_opened float8,
    long_swept float8,
    short_swept float8,
    long_decayed float8,
    short_decayed float8,
    long_outstanding float8,
    short_outstanding float8,
    last_open_interest float8,
    long_predicted_size float8,
    short_predicted_size float8,
    long_predicted_notional float8,
    short_predicted_notional float8,
    long_liquidated_notional float8,
    short_liquidated_notional float8,
    long_frozen_share float8,
    short_frozen_share float8,
    long_frozen_size float8,
    short_frozen_size float8,
    long_frozen_notional float8,
    short_frozen_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_replay' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 1440;

CREATE FUNCTION replay(
    tape tape,
    model text,
    as_of timestamptz DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS TABLE (
    ts timestamptz,
    low float8,
    high float8,
    close float8,
    long_opened float8,
    short_opened float8,
    long_swept float8,
    short_swept float8,
    long_decayed float8,
    short_decayed float8,
    long_outstanding float8,
    short_outstanding float8,
    last_open_interest float8,
    long_predicted_size float8,
    short_predicted_size float8,
    long_predicted_notional float8,
    short_predicted_notional float8,
    long_liquidated_notional float8,
    short_liquidated_notional float8,
    long_frozen_share float8,
    short_frozen_share float8,
    long_frozen_size float8,
    short_frozen_size float8,
    long_frozen_notional float8,
    short_frozen_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_replay_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20000 ROWS 1440;

COMMENT ON FUNCTION heatmap(tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, boolean, boolean) IS
    'the levels of the map as of each multiple of every, from one pass over the tape, ordered by time, price and leverage; an every of 0 gives at most 300 columns, a step of 0 is that of levels()';
COMMENT ON FUNCTION heatmap(tape, text, interval, float8, timestamptz, timestamptz, float8, float8, float8, boolean, boolean) IS
    'the same, with the model as JSON text or by its name';
COMMENT ON FUNCTION replay(tape, jsonb, timestamptz, float8) IS
    'a row for each frame of a tape that has trades or observed liquidations: the weights that opened, were swept and decayed in a replay, the notional predicted to be liquidated, the notional observed, and the forecast of the map frozen at the start of the frame';
COMMENT ON FUNCTION replay(tape, text, timestamptz, float8) IS
    'the same, with the model as JSON text or by its name';
