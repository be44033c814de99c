-- The base of all topics: the extension, two days of the demo market, and a function that returns errors.
CREATE EXTENSION liqmap;
SELECT format('ALTER DATABASE %I SET search_path = public, liqmap', current_database()) \gexec
SET search_path = public, liqmap;

CREATE TABLE trades AS SELECT * FROM demo_trades(until => '2026-01-03 00:00+00');
CREATE TABLE gauges AS SELECT * FROM demo_gauges(until => '2026-01-03 00:00+00');
ANALYZE trades, gauges;

-- Returns the error of a statement; NULL if there is none.
CREATE FUNCTION refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text;
    hint text;
BEGIN
    EXECUTE statement;
    RETURN NULL;
EXCEPTION WHEN others THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
    RETURN format('%s: %s', sqlstate, message) || CASE WHEN hint <> '' THEN ' / ' || hint ELSE '' END;
END
$$;

SELECT count(*) > 30000 AS trades, (SELECT count(DISTINCT name) FROM gauges) AS gauges FROM trades;
