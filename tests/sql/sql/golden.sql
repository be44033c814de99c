-- The golden files (tests/golden) of earlier versions, which must be read and written again as the same bytes.
\set folder `echo "$LIQMAP_GOLDEN"`
CREATE TEMP TABLE golden AS
SELECT file, pg_read_binary_file(:'folder' || '/' || file) AS bytes FROM pg_ls_dir(:'folder') AS file;
CREATE TEMP TABLE tapes AS SELECT file, bytes, bytes::tape AS t FROM golden WHERE file LIKE '%.tape';
CREATE TEMP TABLE maps AS SELECT file, bytes, bytes::map AS m FROM golden WHERE file LIKE '%.map';
SELECT count(*) >= 26 AS all_there FROM tapes;
SELECT count(*) >= 40 AS all_there FROM maps;

-- as bytes, as text, on the wire; a tape also built anew. Each failure is a row.
SELECT file FROM tapes WHERE t::bytea <> bytes OR t::text::tape::bytea <> bytes OR tape_send(t) <> bytes;
SELECT file FROM maps WHERE m::bytea <> bytes OR m::text::map::bytea <> bytes OR map_send(m) <> bytes;
SELECT file FROM tapes GROUP BY file, bytes HAVING rollup(t)::bytea IS DISTINCT FROM bytes;

-- maps of stored tapes, advanced maps, and sums of stored maps equal the stored ones
SELECT map(t)::bytea = (SELECT bytes FROM maps WHERE file = 'live.map') AS same FROM tapes WHERE file = 'demo_day.tape';
SELECT file, advance(m, t)::bytea = (SELECT bytes FROM maps WHERE file = 'live.map') AS same
FROM maps, (SELECT t FROM tapes WHERE file = 'demo_day.tape') AS _
WHERE file IN ('live.map', 'live_advanced.map', 'live_young.map') ORDER BY file COLLATE "C";
SELECT rollup(m)::bytea = (SELECT bytes FROM maps WHERE file = 'sum_of_sums.map') AS same
FROM maps WHERE file IN ('sum_two_venues.map', 'sum_several_models.map', 'sum_of_nothing.map');
SELECT file FROM maps WHERE file LIKE 'sum%' OR file LIKE 'positions%'
GROUP BY file, bytes HAVING rollup(m)::bytea IS DISTINCT FROM bytes;
