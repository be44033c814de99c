-- ---------------------------------------------------------------- models

CREATE FUNCTION model(name text DEFAULT 'default') RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_model' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION models() RETURNS TABLE (name text, description text, model jsonb)
    AS 'MODULE_PATHNAME', 'liqmap_models' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 5;

CREATE FUNCTION check_model(model jsonb) RETURNS jsonb
    AS 'MODULE_PATHNAME', 'liqmap_check_model' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION model(text) IS 'a named model with all its keys';
COMMENT ON FUNCTION models() IS 'the named models with all their keys';
COMMENT ON FUNCTION check_model(jsonb) IS
    'the model, validated, with the defaults of missing keys; an error names the path, such as $.leverage[3].share';
