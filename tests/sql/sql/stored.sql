-- Tapes and maps as values: text, wire, bytea, comparison, hash, indexes.
CREATE TEMP TABLE kept (n int, t tape, m map);
INSERT INTO kept SELECT n, t, map(t, '{"volume_power": 1}') FROM generate_series(1, 3) AS n,
    LATERAL (SELECT tape('2026-01-01 00:00+00'::timestamptz + i * interval '1 min', 100 + i % n, i, true) AS t
             FROM generate_series(1, 20) AS i) AS _;

-- text is lower-case hexadecimal of the bytes, read back without loss
SELECT bool_and(t::text = encode(t::bytea, 'hex') AND t::text::tape = t AND upper(t::text)::tape = t AND t::bytea::tape = t) AS tape,
    bool_and(m::text = encode(m::bytea, 'hex') AND m::text::map = m AND upper(m::text)::map = m AND m::bytea::map = m) AS map
FROM kept;
SELECT convert_from(substr(t::bytea, 1, 3), 'SQL_ASCII') AS tape, convert_from(substr(m::bytea, 1, 3), 'SQL_ASCII') AS map
FROM kept LIMIT 1;
SELECT bool_and(tape_send(t) = t::bytea AND map_send(m) = m::bytea) AS wire FROM kept;

-- a binary dump is read back
\set out `echo "$LIQMAP_FILES"`
\set file :out '/kept.bin'
COPY kept TO :'file' (FORMAT binary);
CREATE TEMP TABLE again (LIKE kept);
COPY again FROM :'file' (FORMAT binary);
SELECT count(*) FROM kept JOIN again USING (n, t, m);
\set file :out '/kept.txt'
COPY kept TO :'file';
TRUNCATE again;
COPY again FROM :'file';
SELECT count(*) FROM kept JOIN again USING (n, t, m);

-- comparison: equal content is equal bytes, and the order is total
SELECT a.n, b.n, a.t = b.t AS eq, a.t <> b.t AS ne, a.m = b.m AS eq, a.m <> b.m AS ne,
    (a.t < b.t)::int + (a.t = b.t)::int + (a.t > b.t)::int AS tape_order,
    (a.t <= b.t) = NOT (a.t > b.t) AND (a.t >= b.t) = NOT (a.t < b.t) AS tape_sane,
    (a.m < b.m)::int + (a.m = b.m)::int + (a.m > b.m)::int AS map_order,
    (a.m <= b.m) = NOT (a.m > b.m) AND (a.m >= b.m) = NOT (a.m < b.m) AS map_sane
FROM kept AS a, kept AS b WHERE a.n <= b.n AND a.n < 3 ORDER BY 1, 2;
SELECT t IS DISTINCT FROM NULL AS tape, m IS DISTINCT FROM NULL AS map FROM kept LIMIT 1;

-- same and differs are IS DISTINCT FROM in a form that a dump restores (tests/dump)
WITH pair AS (SELECT a.t, a.m, b.t AS u, b.m AS n FROM (TABLE kept UNION ALL VALUES (0, NULL::tape, NULL::map)) AS a,
    (TABLE kept UNION ALL VALUES (0, NULL::tape, NULL::map)) AS b)
SELECT count(*), count(*) FILTER (WHERE same(t, u)) AS same,
    bool_and(same(t, u) = (t IS NOT DISTINCT FROM u) AND differs(t, u) = (t IS DISTINCT FROM u)) AS tapes,
    bool_and(same(m, n) = (m IS NOT DISTINCT FROM n) AND differs(m, n) = (m IS DISTINCT FROM n)) AS maps
FROM pair;
SELECT same(NULL::tape, NULL) AS same, same(NULL::map, NULL) AS same, differs(NULL::tape, NULL) AS differs;

-- hash and sort, DISTINCT and GROUP BY, set operations and joins
SELECT count(DISTINCT t) AS tapes, count(DISTINCT m) AS maps FROM (TABLE kept UNION ALL TABLE kept) AS _;
SELECT count(*), min(n) FROM (SELECT t, min(n) AS n, count(*) FROM kept GROUP BY t) AS _;
SET enable_hashagg = off;
SELECT count(*) FROM (SELECT DISTINCT t, m FROM (TABLE kept UNION ALL TABLE kept) AS _) AS _;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) FROM (SELECT DISTINCT t, m FROM (TABLE kept UNION ALL TABLE kept) AS _) AS _;
RESET enable_sort;
SELECT count(*) FROM kept AS a JOIN kept AS b USING (t);
SELECT count(*) FROM (TABLE kept EXCEPT TABLE again) AS _;
SELECT bool_and(tape_hash(a.t) = tape_hash(b.t) AND tape_hash_extended(a.t, 7) = tape_hash_extended(b.t, 7)
    AND map_hash(a.m) = map_hash(b.m) AND map_hash_extended(a.m, 7) = map_hash_extended(b.m, 7)) AS hashes
FROM kept AS a JOIN again AS b USING (n);
SELECT tape_hash_extended(t, 1) <> tape_hash_extended(t, 2) AS seeded FROM kept LIMIT 1;

-- indexes and partitions
CREATE TEMP TABLE indexed (t tape UNIQUE, m map);
CREATE INDEX ON indexed USING hash (t);
CREATE INDEX ON indexed (m);
INSERT INTO indexed SELECT t, m FROM kept;
SELECT refusal('INSERT INTO indexed SELECT t, m FROM kept') LIKE '23505: %' AS unique;
INSERT INTO indexed SELECT t, m FROM kept ON CONFLICT (t) DO UPDATE SET m = excluded.m;
SET enable_seqscan = off;
SELECT count(*) FROM indexed WHERE t = (SELECT t FROM kept WHERE n = 2);
SELECT count(*) FROM indexed WHERE m = (SELECT m FROM kept WHERE n = 2);
RESET enable_seqscan;
CREATE TEMP TABLE parted (t tape) PARTITION BY HASH (t);
CREATE TEMP TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT t FROM kept;
SELECT count(*) FROM parted WHERE t = (SELECT t FROM kept WHERE n = 3);

-- large values are stored out of line and read back, without compression, which would not make them smaller
CREATE TEMP TABLE large AS SELECT tape(ts, price, qty, is_buy) AS t FROM trades;
SELECT pg_column_size(t) = octet_length(t::bytea) AS uncompressed, t = (SELECT tape(ts, price, qty, is_buy) FROM trades) AS same
FROM large;
SELECT count(*) > 0 AS frames FROM large, frames(t);

-- bytes can be cast in both directions, but only explicitly
SELECT refusal($$SELECT length(t) FROM kept$$) LIKE '42883: %' AS explicit_only;
