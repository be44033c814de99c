-- The shared cases (tests/cases), which also run in C and Lua. Each failure is a row; there are none.
\set folder `echo "$LIQMAP_CASES"`
\set out `echo "$LIQMAP_FILES"`

CREATE TEMP TABLE cases AS
SELECT file, c->>'name' AS name, c->>'kind' AS kind, c
FROM pg_ls_dir(:'folder') AS file, LATERAL (SELECT pg_read_file(:'folder' || '/' || file)::jsonb AS content) AS _,
    jsonb_array_elements(content->'cases') AS c
WHERE file LIKE '%.json';

\set ECHO none
\i cases_functions.sql
\set ECHO all

SET client_min_messages = warning;
CREATE TEMP TABLE outcome AS SELECT file, name, kind, failure FROM cases LEFT JOIN LATERAL pg_temp.run(c) AS failure ON true;
SELECT * FROM outcome WHERE failure IS NOT NULL ORDER BY file, name, failure;
SELECT count(*) > 100 AS many, count(DISTINCT file) > 2 AS files FROM cases;

-- the number of cases is not in the expected output, because it grows
\set file :out '/cases.txt'
\pset format unaligned
\pset tuples_only on
SELECT format('sql: %s passed, %s failed, 0 skipped in %s (%s)', sum(passed), sum(failed), file,
        string_agg(passed + failed || ' ' || kind, ', ' ORDER BY kind))
    FROM (SELECT file, kind, count(DISTINCT name) FILTER (WHERE failure IS NULL) AS passed,
            count(DISTINCT name) FILTER (WHERE failure IS NOT NULL) AS failed
        FROM outcome GROUP BY file, kind) AS of_kind
    GROUP BY file ORDER BY file \g :file
