-- ---------------------------------------------------------------- export to other programs

CREATE FUNCTION export(map map, layout text DEFAULT 'liqmap', step float8 DEFAULT 0) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_map_export' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;

CREATE FUNCTION export(
    tape tape,
    layout text DEFAULT 'liqmap',
    model jsonb DEFAULT '{}',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_export' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

CREATE FUNCTION export(
    tape tape,
    layout text,
    model text,
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_export_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

-- For export(tape, model => 'default'): the function above needs the layout too. The model is bpchar, so that a second
-- argument of text, or a literal, remains the layout.
CREATE FUNCTION export(
    tape tape,
    model bpchar,
    layout text DEFAULT 'liqmap',
    every interval DEFAULT '0',
    step float8 DEFAULT 0,
    since timestamptz DEFAULT '-infinity',
    until timestamptz DEFAULT 'infinity',
    low float8 DEFAULT 0,
    high float8 DEFAULT 'infinity',
    open_interest float8 DEFAULT 0
) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_tape_export_named' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50000;

COMMENT ON FUNCTION export(map, text, float8) IS
    'a map as JSON in a layout that other programs read: liqmap, coinglass, coinglass-aggregated';
COMMENT ON FUNCTION export(tape, text, jsonb, interval, float8, timestamptz, timestamptz, float8, float8, float8) IS
    'the heatmap of a tape as JSON in a layout that other programs read: liqmap, coinglass-heatmap, coinglass-heatmap-v3';
COMMENT ON FUNCTION export(tape, text, text, interval, float8, timestamptz, timestamptz, float8, float8, float8) IS
    'the same, with the model as JSON text or by its name';
COMMENT ON FUNCTION export(tape, bpchar, text, interval, float8, timestamptz, timestamptz, float8, float8, float8) IS
    'the same, for calls that name the model and no layout: export(tape, model => ''default'')';
