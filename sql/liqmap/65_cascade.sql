-- ---------------------------------------------------------------- cascade

CREATE FUNCTION check_impact(document jsonb) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_check_impact' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION cascade(
    map map,
    shock float8,
    impact jsonb,
    OUT final_price float8,
    OUT move_pct float8,
    OUT size float8,
    OUT notional float8,
    OUT flow float8,
    OUT amplification float8,
    OUT branching_at_stop float8,
    OUT branching_max float8,
    OUT branching_max_price float8,
    OUT critical_shock float8,
    OUT landing_price float8,
    OUT jump_flow float8,
    OUT shortfall float8,
    OUT deleveraged float8,
    OUT move_pct_least float8,
    OUT move_pct_most float8,
    OUT flow_least float8,
    OUT flow_most float8,
    OUT critical_shock_least float8,
    OUT critical_shock_most float8,
    OUT shortfall_least float8,
    OUT shortfall_most float8,
    OUT worst_shock float8,
    OUT worst_landing_price float8,
    OUT worst_jump_flow float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_cascade' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION cascade_by_leverage(map map, shock float8, impact jsonb) RETURNS TABLE (
    leverage float8,
    size float8,
    notional float8,
    flow float8,
    outstanding_notional float8,
    shortfall float8,
    deleveraged float8,
    flow_least float8,
    flow_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_cascade_by_leverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10;

CREATE FUNCTION cascades(map map, shocks float8[], impact jsonb, depth_multipliers float8[] DEFAULT '{1}') RETURNS TABLE (
    shock float8,
    depth_multiplier float8,
    final_price float8,
    move_pct float8,
    size float8,
    notional float8,
    flow float8,
    amplification float8,
    branching_at_stop float8,
    branching_max float8,
    branching_max_price float8,
    critical_shock float8,
    landing_price float8,
    jump_flow float8,
    shortfall float8,
    deleveraged float8,
    move_pct_least float8,
    move_pct_most float8,
    flow_least float8,
    flow_most float8,
    critical_shock_least float8,
    critical_shock_most float8,
    shortfall_least float8,
    shortfall_most float8,
    worst_shock float8,
    worst_landing_price float8,
    worst_jump_flow float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_cascades' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000 ROWS 50;

CREATE FUNCTION fragility(
    map map,
    impact jsonb,
    step float8 DEFAULT 0,
    within float8 DEFAULT 'infinity',
    empty_steps boolean DEFAULT false
) RETURNS TABLE (
    side side,
    price_low float8,
    price_high float8,
    distance_pct float8,
    liquidation_per_pct float8,
    depth_per_pct float8,
    branching float8,
    critical boolean,
    branching_least float8,
    branching_most float8
)
    AS 'MODULE_PATHNAME', 'liqmap_map_fragility' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000 ROWS 200;

COMMENT ON FUNCTION check_impact(jsonb) IS
    'the impact model, validated, with the defaults of missing keys; without reported if its default depends on the map; an error names the path, such as $.evaporation.eta';
COMMENT ON FUNCTION cascade(map, float8, jsonb) IS
    'the cascade of a shock (a signed fraction): the final price, the liquidated amounts (notional as the map counts, flow reported or not, in quote currency), and the jumps of the price';
COMMENT ON FUNCTION cascade_by_leverage(map, float8, jsonb) IS
    'the amounts that the cascade of a shock liquidates, for each leverage class of the side, reached or not; the rows add up to the cascade';
COMMENT ON FUNCTION cascades(map, float8[], jsonb, float8[]) IS
    'the cascades of every shock at every multiple of the depth, in the order given';
COMMENT ON FUNCTION fragility(map, jsonb, float8, float8, boolean) IS
    'the branching ratio of each step of price, ascending, with the flow that reaches the order book per 1 % of price and the depth there, in quote currency; within 0 or infinity: all steps';
