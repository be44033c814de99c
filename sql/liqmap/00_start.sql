-- The liqmap extension. All objects are in the schema liqmap.

-- complain if the script is sourced in psql, rather than by CREATE EXTENSION
\echo Use "CREATE EXTENSION liqmap" to load this file. \quit
