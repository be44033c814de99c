-- A view's rows into the table of their kind. A file that does not know its symbol (NULL) gets the one it was loaded with.
SELECT EXISTS (SELECT FROM :view WHERE symbol IS NULL) AND :'name' = '' AS nameless \gset
\if :nameless
DO $$BEGIN RAISE 'the file does not say its symbol' USING HINT = 'Say which: load -s SYMBOL ...'; END$$;
\endif

CREATE TEMP TABLE picked ON COMMIT DROP AS
  SELECT coalesce(symbol, :'name') AS symbol, :fields FROM :view WHERE symbol IS NULL OR :'only' IN ('', symbol);
WITH added AS (
  INSERT INTO loaded.:kind (source, symbol, :fields) SELECT :'layout', symbol, :fields FROM picked
  ON CONFLICT DO NOTHING RETURNING 1)
SELECT format('%s: %s, new of them %s', :'kind', (SELECT count(*) FROM picked), (SELECT count(*) FROM added)) ||
       CASE WHEN EXISTS (SELECT FROM picked) THEN ''
            ELSE (SELECT coalesce('; of no symbol but ' || string_agg(symbol, ', '), '')
                  FROM (SELECT DISTINCT symbol FROM :view ORDER BY symbol LIMIT 8) AS others) END;
DROP TABLE picked;
