-- ---------------------------------------------------------------- reading maps

CREATE FUNCTION levels(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 'infinity',
    by_leverage boolean DEFAULT false,
    empty_steps boolean DEFAULT false
) RETURNS TABLE (
    price_low float8,
    price_high float8,
    leverage float8,
    long_share float8,
    short_share float8,
    long_size float8,
    short_size float8,
    long_notional float8,
    short_notional float8,
    long_cumulative float8,
    short_cumulative float8,
    distance_pct float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_levels' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;

CREATE FUNCTION notional_between(map map, low float8, high float8, side side) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_map_notional_between' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION liquidation_quantile(map map, side side, share float8) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_map_liquidation_quantile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION clusters(map map, half_width float8 DEFAULT 0.0025, min_prominence float8 DEFAULT 0.1) RETURNS TABLE (
    rank integer,
    side side,
    price_low float8,
    price_peak float8,
    price_high float8,
    size float8,
    notional float8,
    share float8,
    distance_pct float8,
    distance_sigmas float8,
    prominence float8,
    cumulative float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_clusters' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 20;

CREATE FUNCTION ledger(map map) RETURNS TABLE (
    side side,
    opened float8,
    swept float8,
    decayed float8,
    outstanding float8,
    outstanding_size float8,
    outstanding_notional float8,
    positions bigint,
    never_notional float8,
    liquidatable_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_ledger' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 2;

COMMENT ON FUNCTION levels(map, float8, float8, boolean, boolean) IS
    'the shares, sizes and notionals that would be liquidated in each step of price, ascending; cumulative: summed from the reference price outward';
COMMENT ON FUNCTION notional_between(map, float8, float8, side) IS
    'the notional of a side that would be liquidated in [low, high), in quote currency; a map without open interest is an error (55000)';
COMMENT ON FUNCTION liquidation_quantile(map, side, float8) IS
    'the price at which this share (0 to 1) of a side is liquidated, from the reference price outward; NULL without positions';
COMMENT ON FUNCTION clusters(map, float8, float8) IS
    'the peaks of liquidations over price with their bounds, the largest first';
COMMENT ON FUNCTION ledger(map) IS
    'the ledger of each side: opened = swept + decayed + outstanding, in weights; outstanding also in coins and quote currency; for known positions their number, the notional of those that no price liquidates, and of those that would be liquidated at once';
