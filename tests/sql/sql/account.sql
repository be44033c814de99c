-- Accounts under cross margin: shapes of arguments, errors, and maps of many accounts. The shared cases have the figures.
CREATE TABLE given AS SELECT '[
    {"symbol": "A", "side": "long", "qty": 10, "mark": 100, "rules": {"tiers": [[0, 0.01]]}, "liquidation_price": 81.86868686868687},
    {"symbol": "B", "side": "short", "qty": 2, "mark": 200, "rules": {"tiers": [[0, 0.02]]}},
    {"symbol": "C", "side": "long", "qty": 1, "mark": 50, "rules": {"tiers": [[0, 0.05]]}, "liquidation_price": null}]'::jsonb AS positions;
SELECT * FROM given, LATERAL account_margin(positions, 200) \gx
SELECT symbol, status, liquidation_price, price_down, price_up, listed, counted_price FROM given, cross_account(positions, 200);
SELECT symbol, status, liquidation_price, listed, gives_equity, counted_price FROM given, cross_account(positions);
SELECT (account_margin(positions)).equity FROM given;

-- the order of the positions, and more than one account in a statement
SELECT (account_margin(positions, 200)) = (account_margin(jsonb_build_array(positions->2, positions->0, positions->1), 200)) AS same FROM given;
SELECT equity, status, margin_available FROM given, unnest(ARRAY[-1, 0, 20.5, 1e4]) AS e, LATERAL account_margin(positions, e);

-- NULL and nothing
SELECT count(*) FROM cross_account(NULL, 5);
SELECT account_margin(NULL, 5) IS NULL AS row, account_margin('[]', NULL) IS NULL AS equity, account_margin(NULL) IS NULL AS listed;
SELECT count(*) FROM cross_account('[]');
SELECT status, equity, held FROM account_margin('[]', 7);
SELECT status, liquidation_price FROM cross_account('[{"side": "long", "qty": 1, "mark": 2, "rules": {}, "symbol": null, "isolated": null,
    "entry": null, "leverage": null, "collateral": null}]', 1);

-- errors
SELECT refusal('SELECT count(*) FROM cross_account(' || arguments || ')') FROM unnest(ARRAY[
    '''{}'', 1', '''5'', 1', '''null'', 1', '''[5]'', 1', '''[null]'', 1', '''[[]]'', 1', '''["{}"]'', 1', '''[{}]'', 1',
    '''[]'', ''NaN''', '''[]'', ''Infinity''', '''[]'', ''-Infinity''',
    '''[{"side": "up", "qty": 1, "mark": 1, "rules": {}}]'', 1', '''[{"side": "long", "qty": 0, "mark": 1, "rules": {}}]'', 1',
    '''[{"side": "long", "qty": 1, "mark": "1", "rules": {}}]'', 1', '''[{"side": "long", "qty": 1, "mark": 1, "rules": null}]'', 1',
    '''[{"side": "long", "qty": 1e300, "mark": 1e300, "rules": {}}]'', 1', '''[{"side": "long", "qty": 1e-300, "mark": 1e-300, "rules": {}}]'', 1',
    '''[{"side": "long", "qty": 1, "mark": 1, "rules": {}, "leverage": 0}]'', 1',
    '''[{"symbol": "' || repeat('x', 32) || '", "side": "long", "qty": 1, "mark": 1, "rules": {}}]'', 1']) AS arguments;
SELECT refusal('SELECT count(*) FROM cross_account((SELECT jsonb_agg(jsonb_build_object(''side'', ''long'', ''qty'', 1.7e308,
    ''mark'', 1, ''rules'', ''{}''::jsonb)) FROM generate_series(1, 2)), 1)');

-- 10,000 positions
CREATE TABLE many AS SELECT jsonb_agg(jsonb_build_object('symbol', 'S' || n % 100, 'side', CASE n % 3 WHEN 0 THEN 'short' ELSE 'long' END,
    'qty', n, 'mark', 1 + n % 7, 'rules', jsonb_build_object('tiers', jsonb_build_array(jsonb_build_array(0, 0.01 + n % 50 * 0.0001),
    jsonb_build_array(20000, 0.05))))) AS positions FROM generate_series(1, 10000) AS n;
SELECT held, status, notional, round(u_down::numeric, 9) AS u_down, u_up FROM many, account_margin(positions, 3e7);
SELECT count(*), count(liquidation_price) FROM many, cross_account(positions, 3e7);

-- many accounts: a map by the aggregate is that of the rows, on any plan
CREATE TABLE accounts AS
SELECT wallet, jsonb_agg(jsonb_build_object('symbol', coin, 'side', side, 'qty', 1 + n, 'mark', mark, 'leverage', 5, 'rules',
    jsonb_build_object('tiers', jsonb_build_array(jsonb_build_array(0, 0.02)))) ||
    CASE WHEN n = 1 THEN jsonb_build_object('liquidation_price', mark * 0.7) ELSE '{}' END) AS positions
FROM generate_series(1, 300) AS wallet, LATERAL (VALUES (1, 'A', 'long', 100 + wallet * 0.01), (2, 'B', 'short', 20),
    (3, 'A', CASE wallet % 2 WHEN 0 THEN 'long' ELSE 'short' END, 100 + wallet * 0.01)) AS _(n, coin, side, mark)
GROUP BY wallet;
SELECT account_map(positions, 'A') = (SELECT position_map(mark, side, counted_price, qty, leverage, '{"symbol": "A"}')
    FROM accounts, cross_account(positions) WHERE symbol = 'A') AS same, (info(account_map(positions, 'A'))).symbol,
    (info(account_map(positions, 'A', '{"symbol": "all A", "as_of": "2026-02-04"}'))).as_of FROM accounts;
SELECT side, positions, round(outstanding_notional) AS outstanding, never_notional, liquidatable_notional
FROM (SELECT account_map(positions, 'A') AS map FROM accounts) AS _, ledger(map);
SELECT account_map(positions, 'A') = rollup_of_parts AS same FROM accounts, (SELECT rollup(map) AS rollup_of_parts
    FROM (SELECT account_map(positions, 'A') AS map FROM accounts GROUP BY wallet % 7) AS _) AS __ GROUP BY rollup_of_parts;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
CREATE TABLE parallel_map AS SELECT account_map(positions, 'A') AS map FROM accounts;
RESET ALL;
SELECT map = (SELECT account_map(positions, 'A') FROM accounts) AS same FROM parallel_map;

-- an account whose equity is unknown, one without the symbol, NULLs, no rows
SELECT (info(account_map(positions, 'B'))).positions FROM (VALUES
    ('[{"symbol": "B", "side": "long", "qty": 1, "mark": 10, "rules": {}}]'::jsonb),
    ('[{"symbol": "B", "side": "long", "qty": 1, "mark": 10, "rules": {}, "liquidation_price": null}]'), ('[]'), (NULL)) AS _(positions);
SELECT account_map(NULL, 'A') IS NULL AS null_positions, account_map('[]', NULL) IS NULL AS null_symbol;
SELECT account_map(positions, 'A') IS NULL AS no_rows FROM accounts WHERE wallet < 0;
-- a position that is listed past its mark, and one of a liquidatable account
SELECT side, positions, outstanding_notional, liquidatable_notional FROM ledger((SELECT account_map('[
    {"symbol": "A", "side": "long", "qty": 1, "mark": 10, "rules": {}, "liquidation_price": 11},
    {"symbol": "A", "side": "short", "qty": 1, "mark": 10, "rules": {}}]', 'A')));

SELECT refusal(statement) FROM unnest(ARRAY[
    'SELECT account_map(positions, CASE wallet % 2 WHEN 0 THEN ''A'' ELSE ''B'' END) FROM accounts',
    'SELECT account_map(''{}'', ''A'')', 'SELECT account_map(''[{}]'', ''A'')', 'SELECT account_map(positions, repeat(''x'', 32)) FROM accounts',
    'SELECT account_map(positions, ''A'', ''{"contract": "inverse"}'') FROM accounts',
    'SELECT account_map(''[{"symbol": "A", "side": "long", "qty": 1, "mark": 1e20, "rules": {}, "liquidation_price": null}]'', ''A'')',
    'SELECT map_account(NULL, ''[]'', ''A'')']) AS statement;
DROP TABLE given, many, accounts, parallel_map;
