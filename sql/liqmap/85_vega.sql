-- ---------------------------------------------------------------- Vega-Lite and pages

CREATE FUNCTION vega(
    map map,
    step float8 DEFAULT 0,
    within float8 DEFAULT 0.15,
    title text DEFAULT '',
    width integer DEFAULT 1000,
    height integer DEFAULT 500
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_map_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION vega(
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
    width integer DEFAULT 1000,
    height integer DEFAULT 500
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION vega(
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
    width integer DEFAULT 1000,
    height integer DEFAULT 500
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_vega_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION page(chart text, title text DEFAULT '') RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_page_svg' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION page(chart jsonb, title text DEFAULT '', scripts text DEFAULT '') RETURNS text
    AS 'MODULE_PATHNAME', 'liqmap_page_vega' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;

COMMENT ON FUNCTION vega(map, float8, float8, text, integer, integer) IS
    'a map as a Vega-Lite specification that holds its data: tooltips, zoom along the price, a legend that filters';
COMMENT ON FUNCTION vega(tape, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer) IS
    'the heatmap of a tape as a Vega-Lite specification that holds its data: tooltips and zoom';
COMMENT ON FUNCTION vega(tape, text, interval, float8, timestamptz, timestamptz, float8, float8, float8, text, integer, integer) IS
    'the same, with the model as JSON text or by its name';
COMMENT ON FUNCTION page(text, text) IS 'an HTML file that shows an SVG chart, without a script';
COMMENT ON FUNCTION page(jsonb, text, text) IS
    'an HTML file that shows a Vega-Lite chart; scripts is the JavaScript of vega, vega-lite and vega-embed; without scripts the file loads Vega from a public server';
