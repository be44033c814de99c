-- Prints random calls of the SQL functions, as lines "function<tab>statement": `calls` of each, or of those in `names`.
SELECT setseed(1.0 / (1 + :seed % 1000000)) \g /dev/null

CREATE TEMP TABLE called AS
SELECT p.oid, row_number() OVER (ORDER BY p.oid::regprocedure::text) AS number, p.proname, p.prokind, p.pronargs,
    p.proargtypes::oid[] AS types,
    (SELECT p.proname || '(' || coalesce(string_agg(replace(replace(replace(format_type(t, NULL), 'double precision', 'float8'),
        'timestamp with time zone', 'timestamptz'), 'liqmap.', ''), ',' ORDER BY k), '') || ')'
     FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a(t, k)) AS name
FROM pg_proc AS p
WHERE p.pronamespace = 'liqmap'::regnamespace
    AND NOT p.proargtypes::oid[] && ARRAY['internal'::regtype::oid, 'cstring'::regtype::oid]
    AND p.prorettype <> 'cstring'::regtype
    AND (btrim(:'names') = '' OR position(' ' || p.proname || ' ' IN :'names') > 0);

-- An expression of a type. The arguments beyond the type make each call of the function another one.
CREATE FUNCTION pg_temp.expression(asked regtype, bigint, bigint, bigint) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT expression FROM (SELECT random() < 0.5 AS usual OFFSET 0) AS _,
        LATERAL (SELECT expression FROM ordinary WHERE type = asked AND usual
                 UNION ALL SELECT expression FROM pool WHERE type = asked AND NOT usual) AS choice
    ORDER BY random() LIMIT 1
$$;
DO $$
DECLARE
    missing regtype := (SELECT t::regtype FROM called, unnest(types) AS t WHERE t NOT IN (SELECT type FROM pool) LIMIT 1);
BEGIN
    IF missing IS NOT NULL THEN
        RAISE 'no values of the type %: add some to tests/states/values.sql', missing;
    END IF;
END
$$;

CREATE TEMP TABLE calls AS
SELECT c.number, n, r,
    (SELECT coalesce(string_agg(pg_temp.expression(t::regtype, number, n * 10 + r, k), ', ' ORDER BY k), '')
     FROM unnest(c.types) WITH ORDINALITY AS a(t, k)) AS list
FROM called AS c, generate_series(1, :calls) AS n, generate_series(1, CASE WHEN c.prokind = 'a' THEN 3 ELSE 1 END) AS r;

SELECT name || E'\t' || CASE WHEN prokind = 'a' THEN
    format('SELECT count(r::text) FROM (SELECT liqmap.%I(%s) AS r FROM (VALUES %s) AS v) AS _', proname,
           (SELECT string_agg('column' || k, ', ' ORDER BY k) FROM generate_series(1, pronargs) AS k),
           string_agg('(' || list || ')', ', ' ORDER BY r))
    ELSE format('SELECT count(r::text) FROM liqmap.%I(%s) AS r', proname, min(list)) END
FROM called JOIN calls USING (number)
GROUP BY number, name, prokind, proname, pronargs, n ORDER BY number, n;

-- The input functions of the types, with texts and with the digits of bytes.
SELECT type || E'_in(cstring)\t' || format('SELECT count(r) FROM (SELECT (%s)::%s AS r) AS _',
    CASE WHEN n % 2 = 0 THEN pg_temp.expression('text', 0, n, k)
         ELSE 'encode(' || pg_temp.expression('bytea', 0, n, k) || ', ''hex'')' END, type)
FROM (VALUES ('tape', 1), ('map', 2)) AS t(type, k), generate_series(1, :calls) AS n
WHERE btrim(:'names') = '' OR position(' ' || type || '_in ' IN :'names') > 0;
