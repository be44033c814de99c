-- ---------------------------------------------------------------- SVG charts

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

CREATE FUNCTION svg(
    tape tape,
    model text,
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
    AS 'MODULE_PATHNAME', 'liqmap_tape_svg_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

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
    AS 'MODULE_PATHNAME', 'liqmap_map_cascade_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;

COMMENT ON FUNCTION svg(map, float8, float8, text, integer, integer, text) IS
    'a chart of a map: what would be liquidated over price, by leverage and cumulative, with its largest clusters; theme is auto, light or dark';
COMMENT ON FUNCTION cascade_svg(map, float8, jsonb, jsonb, text, integer, integer, text) IS
    'a chart of cascade_path(): the price over time beside the result of cascade(), and what is liquidated in each step';
COMMENT ON FUNCTION svg(
    tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer, text
) IS
    'a chart of a heatmap: outstanding positions over time and price, with the traded price; by default 5 % beyond the traded prices';
COMMENT ON FUNCTION svg(
    tape, text, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer, text
) IS
    'the same, with the model as JSON text or by its name';
