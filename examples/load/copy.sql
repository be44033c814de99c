-- The file into the staging table. Without a header its columns are the first ones of the table, as many as line 1 has; with one
-- they go by name, and what the layout does not know goes into columns that nobody reads.
CREATE TEMP VIEW unknown AS
  SELECT trim(name, '"') AS name FROM regexp_split_to_table(:'columns', ',') AS name
  WHERE name <> '' AND NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = ('pg_temp.' || :'into')::regclass AND attname = trim(name, '"'));
SELECT 'not used: ' || string_agg(name, ', ') FROM unknown HAVING count(*) > 0;
SELECT format('ALTER TABLE pg_temp.%I ADD COLUMN %I text', :'into', name) FROM unknown \gexec

SELECT coalesce(nullif(:'columns', ''), string_agg(quote_ident(attname), ',' ORDER BY attnum)) AS columns
FROM pg_attribute
WHERE attrelid = ('pg_temp.' || :'into')::regclass AND attnum BETWEEN 1 AND :fields + 1 AND NOT attisdropped \gset
\set copy '\\copy pg_temp.' :into ' (' :columns ') FROM pstdin (FORMAT csv, ENCODING ''UTF8'', ' :options ')'
:copy
