-- ---------------------------------------------------------------- scores

CREATE FUNCTION score(
    tape tape,
    models jsonb[] DEFAULT '{"{}"}',
    options jsonb DEFAULT '{}'
) RETURNS TABLE (
    model integer,
    forecast text,
    metric text,
    null_model text,
    side side,
    horizon interval,
    period timestamptz,
    value float8,
    low float8,
    high float8,
    placebo float8,
    n_blocks bigint,
    n_notional float8
)
    AS 'MODULE_PATHNAME', 'liqmap_tape_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000000 ROWS 200;

COMMENT ON FUNCTION score(tape, jsonb[], jsonb) IS
    'what the forecasts of each model add to what the price path says about the observed liquidations, against nulls of growing strength: a row for each figure, the nulls first; fitted on bars until train_until, reported on those after';
