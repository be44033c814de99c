-- Databases in other encodings: stored bytes hold UTF-8, so they are the same from every database.
\set ECHO none
\i encoding_functions.sql
\set ECHO all
SELECT built()::text AS built, fed()::text AS fed \gset
SELECT symbol = U&'BTC\00e9' AS symbol, gauges = ARRAY[U&'open_interest', U&'\00e9t\00e9'] AS gauges FROM info(built());
SELECT current_database() AS home \gset

CREATE DATABASE encoding_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
\c encoding_latin
CREATE EXTENSION liqmap;
SET search_path = public, liqmap;
SET client_encoding = 'UTF8';
\set ECHO none
\i encoding_functions.sql
\set ECHO all
SELECT built()::text = :'built' AS built, fed()::text = :'fed' AS fed;
SELECT symbol = U&'BTC\00e9' AS symbol, gauges = ARRAY[U&'open_interest', U&'\00e9t\00e9'] AS gauges FROM info(built());
SELECT export(map(built()))->>'symbol' = U&'BTC\00e9' AS export,
    page(svg(map(built())), U&'\00e9') LIKE '%<title>&#xe9;</title>%' AS page, svg(map(built())) LIKE '%BTC&#233;%' AS svg;
SELECT check_model(jsonb_build_object(U&'\00e9', 1));
-- a name that the encoding cannot express, from another database
SELECT symbol FROM info('4c4d5401808ece1c010c00000000000000f03f8dedb5a0f7c6b03e03e282ac00019080b78b1c0180c2d72fc8010000c0a9070180a4038084af5f'::tape);
\c :home
DROP DATABASE encoding_latin;
DROP FUNCTION built, fed;

-- a numeric has no exponent, so long numbers of a document are shortened; no bit changes
SELECT bool_and(check_impact(jsonb_build_object('kind', 'linear', 'depth_per_pct', n))->'depth_per_pct' = to_jsonb(n::float8)) AS same
FROM unnest(ARRAY['1.5e10', '123456789012345678901234567890123456789012e-40', '1.00000000000000000000000000000000000000000000000000000',
    '0.0000100000000000000000000000000000000000000000000000000000000000', '1234.50000000000000000000000000000000000000000000000000000']::numeric[]) AS n;
SELECT bool_and(check_model(jsonb_build_object('margin', jsonb_build_object('fixed', n)))->'margin'->'fixed' = to_jsonb(n::float8)) AS same
FROM unnest(ARRAY['-1e290', '1.25e-250', '-1e-300', '-0.000000000000000000000000000000000000000000000001234', '-1020304050600e48']::numeric[]) AS n;
