-- Models: named, checked, and rejected with the path of the error.
SELECT name, description <> '' AS described, model = model(name) AS same FROM models();
SELECT model() = model('default') AS default, check_model('{}') = model() AS empty, check_model(model()) = model() AS stable;
SELECT bool_and(check_model(model) = model) AS lossless FROM models();
SELECT jsonb_object_keys(model()) AS keys ORDER BY 1;
SELECT check_model('{"leverage": [{"x": 10, "share": 1, "half_life": "5 d"}], "position": 5000, "volume_power": 1}');
SELECT check_model('{"leverage": [{"x": 50, "share": 0.25, "half_life": 3600}, {"x": 10, "share": 0.7501, "half_life": "1 d"}]}') #> '{leverage}' AS sorted_and_scaled;
SELECT model(map(t, '{"volume_power": 1}')) = check_model('{"volume_power": 1}') AS of_a_map,
    jsonb_array_length(model(map(t, '{"volume_power": 1}', open_interest => 1) + map(t, open_interest => 1))) AS of_a_sum,
    model(map(t, open_interest => 1) + map(t, open_interest => 2)) = model() AS of_a_sum_of_one
FROM (SELECT tape('2026-01-01', 100, 1, true) AS t) AS _;

SELECT refusal($$SELECT model('fancy')$$);
SELECT model(NULL::text) IS NULL AND check_model(NULL) IS NULL AS null;
SELECT refusal(format('SELECT check_model(%L)', document)) FROM unnest(ARRAY[
    '[]', '1', 'null', '"{}"', '{"leverge": []}', '{"leverage": []}', '{"leverage": 5}', '{"leverage": [5]}',
    '{"leverage": [{"x": 10, "share": 1}]}',
    '{"leverage": [{"x": 10, "share": 0.5, "half_life": 60}]}',
    '{"leverage": [{"x": 10, "share": 0.5, "half_life": 60}, {"x": 10, "share": 0.5, "half_life": 60}]}',
    '{"leverage": [{"x": 10, "share": -1, "half_life": 60}]}', '{"leverage": [{"x": 10, "share": 1, "half_life": 0}]}',
    '{"leverage": [{"x": 10, "share": 1, "half_life": "1 year"}]}', '{"leverage": [{"x": 1e999, "share": 1, "half_life": 60}]}',
    '{"leverage": [{"x": 0, "share": 1, "half_life": 60}]}', '{"leverage": [{"x": 1000, "share": 1, "half_life": 60}]}',
    '{"volume_power": 0.7}', '{"position": 0}', '{"position": "big"}', '{"exposure": -1}', '{"exposure": 1e999}', '{"frame": 0}',
    '{"margin": []}', '{"margin": {"tiers": [{"floor": 0, "rate": 0.01}, {"floor": 0, "rate": 0.02}]}}',
    '{"margin": {"tiers": [{"floor": 0, "rate": 0.02}, {"floor": 10, "rate": 0.01}]}}', '{"margin": {"fee": true}}',
    '{"margin": {"venue": "binance", "symbol": "BTCUSDT"}}']) AS document;
-- text that is not JSON is an error of jsonb
SELECT refusal($$SELECT check_model('{} {}')$$) LIKE '22P02: %' AS trailing, refusal($$SELECT check_model('{"x": 01}')$$) LIKE '22P02: %' AS number;
