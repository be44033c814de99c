-- ---------------------------------------------------------------- margin

CREATE FUNCTION margin(
    side side,
    entry float8,
    qty float8,
    rules jsonb DEFAULT '{}',
    leverage float8 DEFAULT 0,
    collateral float8 DEFAULT 0,
    mark float8 DEFAULT 0,
    OUT status text,
    OUT liquidation_price float8,
    OUT bankruptcy_price float8,
    OUT tier_at_entry integer,
    OUT tier_at_liquidation integer,
    OUT initial_margin float8,
    OUT maintenance_margin float8,
    OUT distance_pct float8,
    OUT past_pct float8,
    OUT since timestamptz,
    OUT seen timestamptz,
    OUT source text,
    OUT checked text,
    OUT stale_days integer
)
    AS 'MODULE_PATHNAME', 'liqmap_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;

CREATE FUNCTION liquidation_price(
    side side,
    entry float8,
    leverage float8,
    rules jsonb DEFAULT '{}',
    qty float8 DEFAULT 0,
    collateral float8 DEFAULT 0,
    mark float8 DEFAULT 0
) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;

COMMENT ON FUNCTION margin(side, float8, float8, jsonb, float8, float8, float8) IS
    'the liquidation price, bankruptcy price and margin of a position; status, at mark (0: at entry), is price, never or liquidatable; tiers count from 0; a notice tells a table that is stale at the as_of of the rules';
COMMENT ON FUNCTION liquidation_price(side, float8, float8, jsonb, float8, float8, float8) IS
    'the price that liquidates a position, on the way from mark (0: from entry), NULL if there is none; without qty, for the first tier';

CREATE FUNCTION hedged_margin(
    entry_long float8,
    qty_long float8,
    entry_short float8,
    qty_short float8,
    wallet float8,
    rules jsonb DEFAULT '{}',
    mark float8 DEFAULT 0,
    OUT status text,
    OUT liquidation_price float8,
    OUT price_below float8,
    OUT price_above float8,
    OUT equity float8,
    OUT maintenance_margin float8,
    OUT since timestamptz,
    OUT seen timestamptz,
    OUT source text,
    OUT checked text,
    OUT stale_days integer
)
    AS 'MODULE_PATHNAME', 'liqmap_hedged_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 15;

CREATE FUNCTION hedged_liquidation_price(
    entry_long float8,
    qty_long float8,
    entry_short float8,
    qty_short float8,
    wallet float8,
    rules jsonb DEFAULT '{}',
    mark float8 DEFAULT 0
) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_hedged_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;

CREATE FUNCTION round_liquidation_price(side side, price float8, rules jsonb, tick float8 DEFAULT 0) RETURNS float8
    AS 'MODULE_PATHNAME', 'liqmap_round_liquidation_price' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;

COMMENT ON FUNCTION hedged_margin(float8, float8, float8, float8, float8, jsonb, float8) IS
    'the prices, below and above the mark, that liquidate a long and a short leg which share a wallet (cross margin)';
COMMENT ON FUNCTION hedged_liquidation_price(float8, float8, float8, float8, float8, jsonb, float8) IS
    'the price that liquidates both legs of a hedged position, NULL if there is none';
COMMENT ON FUNCTION round_liquidation_price(side, float8, jsonb, float8) IS
    'an exact liquidation price, rounded to a tick as the venue shows it; an error (55000) if the rules do not say how';
