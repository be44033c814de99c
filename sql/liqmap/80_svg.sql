-- ---------------------------------------------------------------- pictures

CREATE FUNCTION svg(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 0.15,
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_map_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;

CREATE FUNCTION svg(
    tape tape,
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0,
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_tape_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION cascade_svg(
    map map,
    shock float8,
    impact jsonb,
    options jsonb DEFAULT '{}',
    title text DEFAULT '',
    width integer DEFAULT 1200,
    height integer DEFAULT 675,
    theme text DEFAULT 'auto'
) RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_cascade_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION svg(map, float8, float8, text, integer, integer, text) IS
    'a picture of a map: what would be liquidated over price, by leverage and summed, with its largest clusters; theme is auto, light or dark';
COMMENT ON FUNCTION cascade_svg(map, float8, jsonb, jsonb, text, integer, integer, text) IS
    'a picture of cascade_path(): the price in time beside the static answer, and what is sold when';
COMMENT ON FUNCTION svg(
    tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer, text
) IS
    'a picture of a heatmap: what stood over time and price, and the price through it; by default 5 % beyond the prices traded';
