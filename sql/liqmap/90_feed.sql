-- ---------------------------------------------------------------- whole files

CREATE FUNCTION layouts() RETURNS TABLE (
    name text,
    title text,
    streams text,
    contract text,
    source text,
    traps text
)
    AS 'MODULE_PATHNAME', 'liqmap_layouts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 40;

CREATE FUNCTION feed_tape(content text, layout text, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_feed_tape' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

CREATE FUNCTION feed_tape(content text, document jsonb, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_feed_tape_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION layouts() IS 'the layouts of files that are built in: what is in them, and the traps that are taken care of';
COMMENT ON FUNCTION feed_tape(text, text, jsonb, text) IS
    'the tape of a whole file of CSV or JSON in a layout of layouts(), all of it or an error with the line; of a file of many symbols, one; NULL without any row';
COMMENT ON FUNCTION feed_tape(text, jsonb, jsonb, text) IS 'the tape of a whole file in a layout of one''s own';
