-- What the staging tables of all venues are made of. A value that breaks a rule stops the COPY, which names line and column.
SELECT to_regtype('pg_temp.epoch') IS NULL AS first_time \gset
\if :first_time

CREATE DOMAIN pg_temp.price AS float8 CHECK (VALUE > 0 AND VALUE < 'Infinity');
CREATE DOMAIN pg_temp.amount AS float8 CHECK (VALUE >= 0 AND VALUE < 'Infinity');
CREATE DOMAIN pg_temp.rate AS float8 CHECK (VALUE > '-Infinity' AND VALUE < 'Infinity');

-- Seconds, milliseconds, microseconds or nanoseconds: liqmap.ts() tells by the size. Not before Bitcoin.
CREATE DOMAIN pg_temp.epoch AS bigint CHECK (liqmap.ts(VALUE) BETWEEN '2009-01-03 00:00+00' AND '2100-01-01 00:00+00');
CREATE DOMAIN pg_temp.seconds AS numeric CHECK (VALUE BETWEEN 1230940800 AND 4102444800);

-- A time as text without a zone is UTC; views say AT TIME ZONE 'UTC', so the session's zone does not matter.
CREATE DOMAIN pg_temp.utc AS timestamp CHECK (VALUE BETWEEN '2009-01-03' AND '2100-01-01');

CREATE DOMAIN pg_temp.order_side AS text CHECK (lower(VALUE) IN ('buy', 'sell'));

-- Whether every item of an array passes a test; no array fails.
CREATE FUNCTION pg_temp.each(items jsonb, test jsonpath) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  'SELECT coalesce(bool_and(coalesce(item @@ test, false)), items IS NOT NULL) FROM jsonb_array_elements(items) AS item';

\endif
