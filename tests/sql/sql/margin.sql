-- Margin of single positions.
SELECT * FROM margin('long', 90000, 2, leverage => 20) \gx
SELECT * FROM margin('short', 90000, 2, leverage => 20) \gx
SELECT status, liquidation_price, bankruptcy_price, tier_at_liquidation, distance_pct FROM margin('long', 90000, 1, collateral => 200000);
SELECT status, liquidation_price, tier_at_liquidation, distance_pct FROM margin('long', 90000, 1, leverage => 300);
SELECT status, round(liquidation_price::numeric, 4) AS price, tier_at_entry, tier_at_liquidation
FROM margin('long', 1456.84, 3683.979, '{"tiers": [{"floor": 0, "rate": 0.005}, {"floor": 10000, "rate": 0.0065},
    {"floor": 100000, "rate": 0.01}, {"floor": 500000, "rate": 0.02}, {"floor": 1000000, "rate": 0.05},
    {"floor": 2000000, "rate": 0.1}, {"floor": 5000000, "rate": 0.125}, {"floor": 10000000, "rate": 0.15}]}',
    collateral => 1535443.01);

-- the price alone: NULL where there is none, in the first tier where no quantity is given
SELECT liquidation_price('long', 90000, 20), liquidation_price('short', 90000, 20), liquidation_price('long', 90000, 1),
    liquidation_price('long', 90000, 300);
CREATE TEMP TABLE tiered AS SELECT '{"tiers": [{"floor": 0, "rate": 0.01}, {"floor": 50000, "rate": 0.1}]}'::jsonb AS rules;
SELECT liquidation_price('long', 100, 5, rules) = (margin('long', 100, 1, rules, 5)).liquidation_price AS first_tier,
    liquidation_price('long', 100, 5, rules, qty => 1000) = (margin('long', 100, 1000, rules, 5)).liquidation_price AS second,
    liquidation_price('long', 100, 5, rules) < liquidation_price('long', 100, 5, rules, qty => 1000) AS differ
FROM tiered;
SELECT entry, liquidation_price('short', entry, 10) / entry = liquidation_price('short', 1, 10) AS proportional
FROM unnest(ARRAY[1e-9, 0.5, 4, 65536, 1e12]) AS entry WHERE entry IN (0.5, 4, 65536);
SELECT liquidation_price('long', 100, 10, '{"contract": "inverse"}') AS inverse_long, liquidation_price('short', 100, 10, '{"contract": "inverse"}') AS inverse_short;
SELECT liquidation_price('long', 100, 10, collateral => 5, qty => 1) = (margin('long', 100, 1, leverage => 10, collateral => 5)).liquidation_price AS both;

-- rules that change from row to row
SELECT side, rate, round(liquidation_price(side, 100, 10, jsonb_build_object('tiers', jsonb_build_array(jsonb_build_object('floor', 0, 'rate', rate))))::numeric, 6) AS price
FROM unnest(ARRAY[0, 0.01, 0.01, 0.05, 0]) WITH ORDINALITY AS r(rate, n), unnest(enum_range(NULL::side)) AS side ORDER BY n, side;

-- NULL in, NULL out
SELECT liquidation_price(NULL, 100, 10) IS NULL AND liquidation_price('long', NULL, 10) IS NULL
    AND liquidation_price('long', 100, NULL) IS NULL AND liquidation_price('long', 100, 10, NULL) IS NULL AS nulls,
    margin(NULL, 100, 1, leverage => 10) IS NULL AS row;

-- errors
SELECT refusal('SELECT ' || call) FROM unnest(ARRAY[
    'liquidation_price(''long'', 0, 10)', 'liquidation_price(''long'', -1, 10)', 'liquidation_price(''long'', ''NaN'', 10)',
    'liquidation_price(''long'', ''Infinity'', 10)', 'liquidation_price(''long'', 100, -1)', 'liquidation_price(''long'', 100, 0)',
    'liquidation_price(''long'', 100, ''NaN'')', 'liquidation_price(''long'', 100, 10, qty => -1)',
    'liquidation_price(''long'', 100, 10, collateral => 5)', 'liquidation_price(''up'', 100, 10)',
    'margin(''long'', 100, 0, leverage => 10)', 'margin(''long'', 100, 1, leverage => ''Infinity'')',
    'margin(''long'', 100, 1, ''[]'', 10)', 'margin(''long'', 100, 1, ''{"rate": 0.01}'', 10)',
    'margin(''long'', 100, 1, ''{"tiers": []}'', 10)', 'margin(''long'', 100, 1, ''{"tiers": [{"floor": 5, "rate": 0.01}]}'', 10)',
    'margin(''long'', 100, 1, ''{"tiers": [{"floor": 0, "rate": 1.5}]}'', 10)', 'margin(''long'', 100, 1, ''{"basis": "last"}'', 10)',
    'margin(''long'', 100, 1, ''{"venue": "binance", "symbol": "BTCUSDT"}'', 10)']) AS call;
