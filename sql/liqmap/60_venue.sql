-- ---------------------------------------------------------------- venues

CREATE FUNCTION venues() RETURNS TABLE (
    venue text,
    symbol text,
    contract text,
    contract_size float8,
    since timestamptz,
    seen timestamptz,
    tiers integer,
    max_leverage float8,
    cap float8,
    known_to float8,
    source text
)
    AS 'MODULE_PATHNAME', 'liqmap_venues' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 60;

CREATE FUNCTION venue(venue text, symbol text, as_of timestamptz DEFAULT 'infinity') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_venue' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

CREATE FUNCTION venue(venue jsonb, symbol text, as_of timestamptz DEFAULT 'infinity') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_venue_document' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION venues() IS 'the built-in tables of margin tiers, by venue, symbol and first day';
COMMENT ON FUNCTION venue(text, text, timestamptz) IS
    'the margin rules of a symbol of a venue as of a time, for margin(), liquidation_price() and models, with the dates and the source of the table; a notice tells one that was last seen over 180 days before as_of';
COMMENT ON FUNCTION venue(jsonb, text, timestamptz) IS
    'the margin rules of a symbol from your own venue document';
