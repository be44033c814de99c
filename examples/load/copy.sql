-- The file into the staging table. Without a header its columns are the first ones of the table, as many as line 1 has.
SELECT coalesce(nullif(:'columns', ''), string_agg(quote_ident(attname), ',' ORDER BY attnum)) AS columns
FROM pg_attribute
WHERE attrelid = ('pg_temp.' || :'into')::regclass AND attnum BETWEEN 1 AND :fields + 1 AND NOT attisdropped \gset
\set copy '\\copy pg_temp.' :into ' (' :columns ') FROM pstdin (FORMAT csv, ENCODING ''UTF8'', ' :options ')'
:copy
