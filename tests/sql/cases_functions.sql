-- Functions that run a shared case; sql/cases.sql reads this file. They are not in cases.sql because the expected output of
-- a test repeats its source.

-- ---- comparing

-- True if this was expected: numbers within the tolerance of the case, other values exactly.
CREATE FUNCTION pg_temp.agrees(actual jsonb, expected jsonb, c jsonb) RETURNS boolean LANGUAGE sql AS $$
    SELECT CASE
        WHEN jsonb_typeof(expected) = 'number' AND jsonb_typeof(actual) = 'number' THEN
            abs(actual::numeric - expected::numeric)
                <= coalesce((c->>'absolute')::numeric, coalesce((c->>'tolerance')::numeric, 1e-9) * abs(expected::numeric))
        ELSE coalesce(actual, 'null') = expected END
$$;

-- Returns the columns in which a row differs from the expected one.
CREATE FUNCTION pg_temp.differences(actual jsonb, expected jsonb, c jsonb, place text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s.%s is %s, not %s', place, key, coalesce(actual->key, '"missing"'), value)
    FROM jsonb_each(expected) WHERE NOT pg_temp.agrees(actual->key, value, c) OR NOT actual ? key
$$;

CREATE FUNCTION pg_temp.row_differences(actual jsonb, expected jsonb, c jsonb, place text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT format('%s has %s rows, not %s', place, jsonb_array_length(actual), jsonb_array_length(expected))
    WHERE jsonb_array_length(actual) <> jsonb_array_length(expected)
    UNION ALL
    SELECT pg_temp.differences(actual->(n::int - 1), value, c, format('%s[%s]', place, n - 1))
    FROM jsonb_array_elements(expected) WITH ORDINALITY AS _(value, n)
$$;

CREATE FUNCTION pg_temp.seconds(value jsonb) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT to_timestamp((value #>> '{}')::float8)
$$;

-- ---- running

CREATE FUNCTION pg_temp.tape_of(c jsonb) RETURNS tape LANGUAGE plpgsql AS $$
DECLARE
    options jsonb := coalesce(c->'options', '{}');
BEGIN
    RETURN (SELECT rollup(t) FROM (
        SELECT tape(pg_temp.seconds(r->0), (r->>1)::float8, (r->>2)::float8, (r->>3)::boolean, options) AS t
            FROM jsonb_array_elements(c->'trades') AS r
        UNION ALL SELECT candle_tape(pg_temp.seconds(r->0), (r->>1)::float8, (r->>2)::float8, (r->>3)::float8, (r->>4)::float8,
                (r->>5)::float8, (r->>6)::float8, options)
            FROM jsonb_array_elements(c->'candles') AS r
        UNION ALL SELECT gauge_tape(pg_temp.seconds(r->0), r->>1, (r->>2)::float8, options)
            FROM jsonb_array_elements(c->'gauges') AS r
        UNION ALL SELECT liquidation_tape(pg_temp.seconds(r->0), (r->>1)::float8, (r->>2)::float8, (r->>3)::side, options)
            FROM jsonb_array_elements(c->'liquidations') AS r
    ) AS parts);
END
$$;

CREATE FUNCTION pg_temp.known_map(c jsonb) RETURNS map LANGUAGE sql AS $$
    SELECT position_map((r->>0)::float8, (r->>1)::side, (r->>2)::float8, (r->>3)::float8, (r->>4)::float8, c->'options')
    FROM jsonb_array_elements(c->'known') AS r
$$;

CREATE FUNCTION pg_temp.held_map(c jsonb) RETURNS map LANGUAGE sql AS $$
    SELECT margin_map((r->>0)::float8, (r->>1)::side, (r->>2)::float8, (r->>3)::float8, (r->>4)::float8, (r->>5)::float8, r->6,
        c->'options')
    FROM jsonb_array_elements(c->'held') AS r
$$;

CREATE FUNCTION pg_temp.map_of(c jsonb, as_of jsonb) RETURNS map LANGUAGE sql AS $$
    SELECT CASE
        WHEN c ?| '{known,held}' THEN (SELECT rollup(m) FROM (VALUES (pg_temp.known_map(c)), (pg_temp.held_map(c))) AS _(m))
        ELSE map(pg_temp.tape_of(c), coalesce(c->'model', '{}'), coalesce(pg_temp.seconds(as_of), 'infinity'),
            coalesce((c->>'open_interest')::float8, 0)) END
$$;

CREATE FUNCTION pg_temp.margin_of(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT to_jsonb(margin((c->>'side')::side, (c->>'entry')::float8, (c->>'qty')::float8, coalesce(c->'rules', '{}'),
        coalesce((c->>'leverage')::float8, 0), coalesce((c->>'collateral')::float8, 0), coalesce((c->>'mark')::float8, 0)))
$$;

CREATE FUNCTION pg_temp.hedge_of(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT to_jsonb(hedged_margin((c->>'entry_long')::float8, (c->>'qty_long')::float8, (c->>'entry_short')::float8,
        (c->>'qty_short')::float8, (c->>'wallet')::float8, coalesce(c->'rules', '{}'), coalesce((c->>'mark')::float8, 0)))
$$;

CREATE FUNCTION pg_temp.account_of(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT CASE WHEN c ? 'equity' THEN jsonb_build_object(
        'rows', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM cross_account(c->'positions', (c->>'equity')::float8) AS r),
        'account', to_jsonb(account_margin(c->'positions', (c->>'equity')::float8)))
    ELSE jsonb_build_object(
        'rows', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM cross_account(c->'positions') AS r),
        'account', to_jsonb(account_margin(c->'positions'))) END
$$;

CREATE FUNCTION pg_temp.account_case(c jsonb, got jsonb) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT pg_temp.row_differences(got->'rows', c->'expected'->'rows', c, 'rows')
    UNION ALL SELECT pg_temp.differences(got->'account', c->'expected'->'account', c, 'account')
$$;

CREATE FUNCTION pg_temp.rounded(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('price', round_liquidation_price((c->>'side')::side, (c->>'price')::float8,
        coalesce(c->'rules', '{}'), coalesce((c->>'tick')::float8, 0)))
$$;

CREATE FUNCTION pg_temp.venue_of(c jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    as_of timestamptz := coalesce(pg_temp.seconds(c->'as_of'), 'infinity');
    rules jsonb;
BEGIN
    IF jsonb_typeof(c->'venue') = 'string' THEN
        rules := venue(c->>'venue', c->>'symbol', as_of);
    ELSE
        rules := venue(c->'venue', c->>'symbol', as_of);
    END IF;
    RETURN rules || jsonb_build_object('tiers', jsonb_array_length(rules->'tiers'));
END
$$;

-- A document given as text is not JSON, or JSON with an error that jsonb does not keep.
CREATE FUNCTION pg_temp.document_of(value jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT CASE jsonb_typeof(value) WHEN 'string' THEN (value #>> '{}')::jsonb ELSE value END
$$;

CREATE FUNCTION pg_temp.info_of(m map) RETURNS jsonb LANGUAGE sql AS $$
    SELECT to_jsonb(i) || jsonb_build_object('as_of', extract(epoch FROM as_of), 'as_of_first', extract(epoch FROM as_of_first),
        'open_interest_ts', extract(epoch FROM open_interest_ts), 'frame', extract(epoch FROM frame))
    FROM info(m) AS i
$$;

CREATE FUNCTION pg_temp.ledger_of(m map) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_object_agg(side, to_jsonb(l) - 'side') FROM ledger(m) AS l
$$;

CREATE FUNCTION pg_temp.advanced(c jsonb) RETURNS map LANGUAGE plpgsql AS $$
DECLARE
    t tape := pg_temp.tape_of(c);
    m map := pg_temp.map_of(c, c->'expected'->'advance'->0);
    step jsonb;
BEGIN
    FOR step IN SELECT jsonb_array_elements(c->'expected'->'advance') LOOP
        m := advance(m, t, pg_temp.seconds(step));
    END LOOP;
    RETURN advance(m, t, coalesce(pg_temp.seconds(c->'as_of'), 'infinity'));
END
$$;

CREATE FUNCTION pg_temp.float8s(list jsonb) RETURNS float8[] LANGUAGE sql AS $$
    SELECT array_agg(value::text::float8 ORDER BY n) FROM jsonb_array_elements(list) WITH ORDINALITY AS _(value, n)
$$;

CREATE FUNCTION pg_temp.cascade_differences(m map, e jsonb, c jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT pg_temp.differences(to_jsonb(cascade(m, (r->>'shock')::float8, r->'impact')), r->'row', c, 'cascade')
        FROM jsonb_array_elements(e->'cascade') AS r;
    RETURN QUERY SELECT pg_temp.row_differences((SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
            FROM cascade_by_leverage(m, (r->>'shock')::float8, r->'impact') AS l), r->'rows', c, 'cascade_by_leverage')
        FROM jsonb_array_elements(e->'cascade_by_leverage') AS r;
    RETURN QUERY SELECT pg_temp.row_differences((SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
            FROM cascades(m, pg_temp.float8s(e->'cascades'->'shocks'), e->'cascades'->'impact',
                pg_temp.float8s(e->'cascades'->'depth_multipliers')) AS l), e->'cascades'->'rows', c, 'cascades')
        WHERE e ? 'cascades';
    RETURN QUERY SELECT pg_temp.row_differences((SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
            FROM fragility(m, r->'impact', coalesce((r->>'step')::float8, 0), coalesce((r->>'within')::float8, 'infinity'),
                coalesce((r->>'empty_steps')::boolean, false)) AS l), r->'rows', c, 'fragility')
        FROM jsonb_array_elements(e->'fragility') AS r;
END
$$;

-- A case expects null for a key that must not be present.
CREATE FUNCTION pg_temp.impact_of(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(c->'expected') WHERE value = 'null')
        || check_impact(c->'impact')
$$;

CREATE FUNCTION pg_temp.heatmap_of(c jsonb, h jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('ts', extract(epoch FROM ts))), '[]')
    FROM heatmap(pg_temp.tape_of(c), coalesce(c->'model', '{}'), make_interval(secs => coalesce((h->>'every')::float8, 0)),
        coalesce((h->>'step')::float8, 0), coalesce(pg_temp.seconds(h->'since'), '-infinity'),
        coalesce(pg_temp.seconds(h->'until'), 'infinity'), coalesce((h->>'low')::float8, 0),
        coalesce((h->>'high')::float8, 'infinity'),
        coalesce((h->>'open_interest')::float8, (c->>'open_interest')::float8, 0),
        coalesce((h->>'by_leverage')::boolean, false), coalesce((h->>'zero_cells')::boolean, false)) AS r
$$;

CREATE FUNCTION pg_temp.replay_of(c jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('ts', extract(epoch FROM ts))), '[]')
    FROM replay(pg_temp.tape_of(c), coalesce(c->'model', '{}'), coalesce(pg_temp.seconds(c->'as_of'), 'infinity'),
        coalesce((c->>'open_interest')::float8, 0)) AS r
$$;

CREATE FUNCTION pg_temp.map_case(c jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    m map := pg_temp.map_of(c, c->'as_of');
    e jsonb := c->'expected';
BEGIN
    RETURN QUERY SELECT pg_temp.differences(pg_temp.ledger_of(m)->key, value, c, 'ledger.' || key) FROM jsonb_each(e->'ledger');
    RETURN QUERY SELECT pg_temp.differences(jsonb_build_object('opened', l->'long'->'opened',
                'swept_long', l->'long'->'swept', 'swept_short', l->'short'->'swept',
                'decayed_long', l->'long'->'decayed', 'decayed_short', l->'short'->'decayed',
                'outstanding_long', l->'long'->'outstanding', 'outstanding_short', l->'short'->'outstanding'),
            jsonb_build_object('opened', r->1, 'swept_long', r->2, 'swept_short', r->3, 'decayed_long', r->4,
                'decayed_short', r->5, 'outstanding_long', r->6, 'outstanding_short', r->7), c, 'ledger as of ' || (r->>0))
        FROM jsonb_array_elements(e->'ledger_as_of') AS r, LATERAL (SELECT pg_temp.ledger_of(pg_temp.map_of(c, r->0)) AS l) AS _;
    RETURN QUERY SELECT pg_temp.row_differences((SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
            FROM levels(m, coalesce((e->'levels'->>'step')::float8, 0), coalesce((e->'levels'->>'within')::float8, 'infinity'),
                coalesce((e->'levels'->>'by_leverage')::boolean, false), coalesce((e->'levels'->>'empty_steps')::boolean, false)) AS l),
            e->'levels'->'rows', c, 'levels') WHERE e ? 'levels';
    RETURN QUERY SELECT pg_temp.row_differences((SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
            FROM clusters(m, coalesce((e->'clusters'->>'half_width')::float8, 0.0025),
                coalesce((e->'clusters'->>'min_prominence')::float8, 0.1)) AS l),
            e->'clusters'->'rows', c, 'clusters') WHERE e ? 'clusters';
    RETURN QUERY SELECT pg_temp.row_differences(pg_temp.heatmap_of(c, e->'heatmap'), e->'heatmap'->'rows', c, 'heatmap')
        WHERE e ? 'heatmap';
    RETURN QUERY SELECT pg_temp.row_differences(pg_temp.replay_of(c), e->'replay'->'rows', c, 'replay') WHERE e ? 'replay';
    RETURN QUERY SELECT pg_temp.differences(pg_temp.info_of(m), e->'info', c, 'info') WHERE e ? 'info';
    RETURN QUERY SELECT format('notional_between%s is %s', r, actual) FROM jsonb_array_elements(e->'notional_between') AS r,
            LATERAL (SELECT to_jsonb(notional_between(m, (r->>0)::float8, (r->>1)::float8, (r->>2)::side)) AS actual) AS _
        WHERE NOT pg_temp.agrees(actual, r->3, c);
    RETURN QUERY SELECT pg_temp.cascade_differences(m, e, c);
    RETURN QUERY SELECT 'no check of ' || key FROM jsonb_object_keys(e) AS key
        WHERE key NOT IN ('ledger', 'ledger_as_of', 'levels', 'clusters', 'heatmap', 'replay', 'info', 'notional_between', 'cascade',
            'cascade_by_leverage', 'cascades', 'fragility', 'advance');
    RETURN QUERY SELECT 'advance differs' WHERE e ? 'advance' AND pg_temp.advanced(c) <> m;
END
$$;

-- Returns the text of a case, which is a string or a list of lines. Each line gets a line end.
CREATE FUNCTION pg_temp.text_of(value jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT CASE jsonb_typeof(value) WHEN 'string' THEN value #>> '{}'
        ELSE (SELECT coalesce(string_agg(line || E'\n', '' ORDER BY n), '') FROM jsonb_array_elements_text(value) WITH ORDINALITY AS _(line, n)) END
$$;

CREATE FUNCTION pg_temp.fed(c jsonb) RETURNS tape LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_typeof(c->'layout') = 'string' THEN
        RETURN feed_tape(pg_temp.text_of(c->'text'), c->>'layout', coalesce(c->'options', '{}'), coalesce(c->>'symbol', ''));
    END IF;
    RETURN feed_tape(pg_temp.text_of(c->'text'), c->'layout', coalesce(c->'options', '{}'), coalesce(c->>'symbol', ''));
END
$$;

CREATE FUNCTION pg_temp.attempt(c jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    CASE c->>'of'
        WHEN 'margin' THEN PERFORM pg_temp.margin_of(c);
        WHEN 'map', 'positions' THEN PERFORM pg_temp.map_of(c, c->'as_of');
        WHEN 'heatmap' THEN PERFORM pg_temp.heatmap_of(c, c->'heatmap');
        WHEN 'model' THEN PERFORM check_model(pg_temp.document_of(c->'model'));
        WHEN 'options' THEN PERFORM tape('2026-01-01', 1, 1, true, pg_temp.document_of(c->'options'));
        WHEN 'hedge' THEN PERFORM pg_temp.hedge_of(c);
        WHEN 'account' THEN PERFORM pg_temp.account_of(c);
        WHEN 'round' THEN PERFORM pg_temp.rounded(c);
        WHEN 'venue' THEN PERFORM pg_temp.venue_of(c);
        WHEN 'feed' THEN PERFORM pg_temp.fed(c);
        WHEN 'impact' THEN PERFORM check_impact(pg_temp.document_of(c->'impact'));
        WHEN 'cascade' THEN PERFORM cascade(pg_temp.map_of(c, c->'as_of'), (c->>'shock')::float8, c->'impact');
    END CASE;
    RETURN NULL;
EXCEPTION WHEN others THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN sqlstate || ' ' || sqlerrm || E'\nhint: ' || hint;
END
$$;

-- The codes of include/liqmap/base.h as SQLSTATEs; errors of jsonb or float8 come before the core is called.
CREATE FUNCTION pg_temp.error_case(c jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    codes jsonb := '{"bad_argument": "22023", "out_of_range": "22003", "bad_time": "22008", "overflow": "22003", "mismatch": "22023",
        "bad_document": "22023", "corrupt": "22P03", "newer_format": "0A000", "limit": "54000", "missing": "55000",
        "unsupported": "0A000"}';
    said text := pg_temp.attempt(c);
    given text := c->>coalesce(c->>'of', '');
BEGIN
    IF said LIKE '22P02 %' AND jsonb_typeof(c->(c->>'of')) = 'string' THEN
        RETURN;
    END IF;
    -- jsonb drops one of two equal keys before the extension sees them
    IF said IS NULL AND jsonb_typeof(c->(c->>'of')) = 'string'
        AND regexp_replace(given, '[^:]', '', 'g') <> regexp_replace(given::jsonb::text, '[^:]', '', 'g') THEN
        RETURN;
    END IF;
    IF said IS NULL THEN
        RETURN NEXT 'no error';
    ELSIF NOT codes ? (c->'expected'->>'code') THEN
        RETURN NEXT 'no SQLSTATE of ' || (c->'expected'->>'code');
    ELSIF said NOT LIKE (codes->>(c->'expected'->>'code')) || ' %' THEN
        RETURN NEXT format('%s, not %s', said, c->'expected'->>'code');
    ELSIF position(c->'expected'->>'says' IN said) = 0 THEN
        RETURN NEXT format('%s, without "%s"', said, c->'expected'->>'says');
    ELSIF position(c->'expected'->>'hints' IN said) = 0 THEN
        RETURN NEXT format('%s, without "%s"', said, c->'expected'->>'hints');
    END IF;
END
$$;

CREATE FUNCTION pg_temp.run(c jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    CASE c->>'kind'
        WHEN 'map', 'positions' THEN RETURN QUERY SELECT pg_temp.map_case(c);
        WHEN 'margin' THEN RETURN QUERY SELECT pg_temp.differences(pg_temp.margin_of(c), c->'expected', c, 'margin');
        WHEN 'hedge' THEN RETURN QUERY SELECT pg_temp.differences(pg_temp.hedge_of(c), c->'expected', c, 'hedge');
        WHEN 'account' THEN RETURN QUERY SELECT pg_temp.account_case(c, pg_temp.account_of(c));
        WHEN 'round' THEN RETURN QUERY SELECT pg_temp.differences(pg_temp.rounded(c), c->'expected', c, 'round');
        WHEN 'venue' THEN RETURN QUERY SELECT pg_temp.differences(pg_temp.venue_of(c), c->'expected', c, 'venue');
        WHEN 'model' THEN RETURN QUERY SELECT pg_temp.row_differences(check_model(c->'model')->'leverage',
            c->'expected'->'leverage', c, 'leverage');
        WHEN 'feed' THEN RETURN QUERY SELECT 'another tape than that of its rows' WHERE pg_temp.fed(c) IS DISTINCT FROM pg_temp.tape_of(c);
        WHEN 'impact' THEN RETURN QUERY SELECT pg_temp.differences(pg_temp.impact_of(c), c->'expected', c, 'impact');
        WHEN 'error' THEN RETURN QUERY SELECT pg_temp.error_case(c);
        ELSE RETURN NEXT format('unknown kind %s', c->'kind');
    END CASE;
EXCEPTION WHEN others THEN
    RETURN NEXT format('%s %s', sqlstate, sqlerrm);
END
$$;
