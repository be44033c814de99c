-- Feeds of whole files in SQL. The shared cases (cases.sql) test the layouts.
SELECT name, streams, contract FROM layouts()
WHERE name IN ('binance-coinm/trades', 'binance-usdm/klines', 'binance-usdm/metrics', 'bitmex/liquidation', 'deribit/trades')
ORDER BY name COLLATE "C";
SELECT count(*) >= 40 AS none_is_lost FROM layouts();
SELECT count(*) FROM layouts() WHERE title IS NULL OR source IS NULL OR traps IS NULL;

CREATE TEMP TABLE file AS SELECT E'ts,price,qty,is_buy\n1767225600.25,90000,0.5,true\n1767225660,90010.5,2,\n' AS content;
CREATE TEMP TABLE rows (ts timestamptz, price float8, qty float8, is_buy boolean);
INSERT INTO rows VALUES ('2026-01-01 00:00:00.25+00', 90000, 0.5, true), ('2026-01-01 00:01+00', 90010.5, 2, NULL);
SELECT feed_tape(content, 'generic/trades') = (SELECT tape(ts, price, qty, is_buy) FROM rows) AS same FROM file;
SELECT feed_tape(content, 'generic/trades', '{"precision": 14, "symbol": "BTC"}')
    = (SELECT tape(ts, price, qty, is_buy, '{"precision": 14, "symbol": "BTC"}') FROM rows) AS same FROM file;
SELECT feed_tape(content, '{"csv": {}, "trades": {"ts": "ts", "price": "price", "quote": "qty"}}'::jsonb)
    = (SELECT tape(ts, price, qty / price, NULL) FROM rows) AS same FROM file;

-- many symbols, and one of them
CREATE TEMP TABLE mixed AS SELECT E's,ts,price,qty\nA,1767225600,1,1\nB,1767225600,2,1\nA,1767225600,3,1\n' AS content,
    '{"csv": {}, "symbol": "s", "trades": {"ts": "ts", "price": "price", "base": "qty"}}'::jsonb AS layout;
SELECT rows FROM mixed, info(feed_tape(content, layout, symbol => 'A'));
SELECT feed_tape(content, layout) FROM mixed;
SELECT feed_tape(content, layout, symbol => 'C') FROM mixed;

-- no row gives no tape; NULL gives NULL
SELECT feed_tape('', 'generic/trades') IS NULL, feed_tape(E'ts,price,qty,is_buy\n', 'generic/trades') IS NULL,
    feed_tape(NULL, 'generic/trades') IS NULL;

-- an error adds no row, and names the line
SELECT feed_tape(content || E'1767225720,-1,1,true\n', 'generic/trades') FROM file;
SELECT feed_tape(content || E'1767225720,1\n', 'generic/trades') FROM file;
SELECT feed_tape(content || '1767225720,90020,1', 'generic/trades') FROM file;
SELECT feed_tape(content || '1767225720,90020,1,true', 'generic/trades') FROM file;
SELECT feed_tape('[{"id": 1}]', 'binance-usdm/trades');
SELECT feed_tape(content, 'deribit/trades') FROM file;
SELECT feed_tape(content, 'generic/trade') FROM file;
SELECT feed_tape(content, '{"csv": {}, "trades": {"ts": "ts", "price": "price", "quote": 5}}'::jsonb) FROM file;
SELECT feed_tape(content, 'binance-coinm/trades') FROM file;
SELECT feed_tape(content, 'generic/trades', '{"frames": 1}') FROM file;

-- rows of texts for several workers, in any order and any number of parts
SELECT feed_tape(string_agg(line, ''), 'generic/trades') = rollup(feed_tape(line, 'generic/trades')) AS same
FROM (SELECT format(E'%s,%s,%s,%s\n', extract(epoch FROM ts), price, qty, is_buy) AS line FROM demo_trades(until => '2026-01-01 02:00+00')) AS lines;
SELECT feed_tape(string_agg(format(E'%s,%s,%s,%s\r\n', extract(epoch FROM ts), price, qty, is_buy), '' ORDER BY price), 'generic/trades')
    = tape(ts, price, qty, is_buy) AS same FROM demo_trades(until => '2026-01-02 00:00+00');

-- a session in another time zone reads the same times
SET timezone = 'America/New_York';
SELECT since AT TIME ZONE 'UTC' AS since FROM info(feed_tape(E'2026-01-01 00:00:00,open_interest,5\n', 'generic/gauges'));
RESET timezone;

-- long work can be cancelled
SET statement_timeout = '200ms';
SELECT feed_tape(repeat(E'1767225600.25,90000,0.5,true\n', 10000000), 'generic/trades') IS NOT NULL;
RESET statement_timeout;

-- rows out: those of the file in its order, with line and id, and the same errors and notices
SELECT kind, line, id, ts AT TIME ZONE 'UTC' AS ts, price, qty, is_buy FROM file, feed_rows(content, 'generic/trades');
SELECT kind, line, name, value FROM feed_rows(E'2026-01-01 00:00:00,open_interest,5\n2026-01-01 00:00:00,funding_rate,-0\n', 'generic/gauges');
SELECT kind, side, price, qty FROM feed_rows(E'ts,price,qty,side\n1767225600,90000,2,long\n1767225601,,5000,short\n', 'generic/liquidations');
SELECT kind, ts AT TIME ZONE 'UTC' AS ts, duration, open, high, low, close, volume, taker_buy_volume, market
FROM feed_rows(E'1767225600000,1,4,1,2,10,1767229199999,20,5,4,8,0\n', 'binance-spot/klines', symbol => 'BTCUSDT');
SELECT line, market, price FROM mixed, feed_rows(content, layout, symbol => 'B');
SELECT line, market, price FROM mixed, feed_rows(content, layout, symbol => '*');
SELECT line, market, price FROM mixed, feed_rows(content, layout);
SELECT line, id, qty FROM feed_rows(E'7,90000,1,0,1767225600000,true\n7,90000,1,0,1767225600000,true\n8,0,0,0,1767225600000,true\n', 'binance-usdm/trades');
SELECT line, qty FROM feed_rows(E'7,80000,5,0.00625,1767225600000,false\n', 'binance-coinm/trades'); -- contracts
SELECT line, qty FROM feed_rows(E'1767225600.1,BTCUSDT,Buy,2,80000,PlusTick,x,1,2,160000\n', 'bybit-linear/trades', '{"contract_size": 0.5}');
SELECT * FROM file, feed_rows(content || E'1767225720,-1,1,true\n', 'generic/trades');
SELECT * FROM file, feed_rows(content || '1767225720,90020,1,true', 'generic/trades');
SELECT * FROM file, feed_rows(content, 'generic/trade');
SELECT count(*) FROM feed_rows('', 'generic/trades');
SELECT feed_tape(content, 'generic/trades') = (SELECT tape(ts, price, qty, is_buy) FROM feed_rows(content, 'generic/trades')) AS same FROM file;
-- a sample of open interest of 0 beside another: kept in the tape, and no value for a map
SELECT name, samples, last FROM gauges(feed_tape(E'ts,name,value\n2026-01-01 00:00,open_interest,5\n2026-01-01 00:05,open_interest,0\n',
                                                 'generic/gauges'));
-- two unlike rows of one id
SELECT refusal($$SELECT feed_tape(E'7001,90000.0,0.100,9000,1767225600010,false\n7001,90010.0,0.200,18002,1767225601000,true\n', 'binance-usdm/trades')$$);
