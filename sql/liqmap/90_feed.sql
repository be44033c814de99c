-- ---------------------------------------------------------------- files of exchanges

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

CREATE FUNCTION feed_tape(content text, layout jsonb, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS tape
    AS 'MODULE_PATHNAME', 'liqmap_feed_tape_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

CREATE FUNCTION feed_rows(content text, layout text, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS TABLE (
    kind text,
    line bigint,
    id text,
    ts timestamptz,
    price float8,
    qty float8,
    is_buy boolean,
    side side,
    name text,
    value float8,
    market text,
    duration interval,
    open float8,
    high float8,
    low float8,
    close float8,
    volume float8,
    taker_buy_volume float8
)
    AS 'MODULE_PATHNAME', 'liqmap_feed_rows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;

CREATE FUNCTION feed_rows(content text, layout jsonb, options jsonb DEFAULT '{}', symbol text DEFAULT '') RETURNS TABLE (
    kind text,
    line bigint,
    id text,
    ts timestamptz,
    price float8,
    qty float8,
    is_buy boolean,
    side side,
    name text,
    value float8,
    market text,
    duration interval,
    open float8,
    high float8,
    low float8,
    close float8,
    volume float8,
    taker_buy_volume float8
)
    AS 'MODULE_PATHNAME', 'liqmap_feed_rows_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;

COMMENT ON FUNCTION layouts() IS
    'the built-in layouts of files: their streams, and the known problems that they handle';
COMMENT ON FUNCTION feed_tape(text, text, jsonb, text) IS
    'the tape of a whole CSV or JSON file in a layout of layouts(); an error names the line; symbol chooses one of many in a file and is no label of the tape; NULL if no row was added';
COMMENT ON FUNCTION feed_tape(text, jsonb, jsonb, text) IS
    'the tape of a whole file in your own layout document; an error names the line; NULL if no row was added';
COMMENT ON FUNCTION feed_rows(text, text, jsonb, text) IS
    'the rows of a whole CSV or JSON file in a layout of layouts(), in order of the file; quantities are in contracts of the options, as a tape would count them; symbol chooses one of many in a file, ''*'' takes all';
COMMENT ON FUNCTION feed_rows(text, jsonb, jsonb, text) IS
    'the rows of a whole file in your own layout document';
