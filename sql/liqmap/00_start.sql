-- The liqmap extension. Schema liqmap, so that a table may have columns of these names.

-- complain if the script is sourced in psql, rather than by CREATE EXTENSION
\echo Use "CREATE EXTENSION liqmap" to load this file. \quit
