-- What the catalog has of liqmap's functions, in the order in which the install script creates them. A line is a function,
-- with tabs between: name, whether it is an aggregate or returns a set, result type, arguments (name, type, default),
-- result columns (name, type), operators, whether it is part of something else, comment. Lists have \x1e between items, items \x1f.
SET search_path = liqmap, pg_catalog;
SET extra_float_digits = 1;

CREATE FUNCTION pg_temp.type_name(type oid) RETURNS text LANGUAGE sql AS $$
    SELECT replace(replace(replace(format_type(type, NULL), 'double precision', 'float8'), 'timestamp with time zone',
                           'timestamptz'), 'liqmap.', '')
$$;

SELECT concat_ws(E'\t',
    p.proname,
    CASE WHEN p.prokind = 'a' THEN 'aggregate' WHEN p.proretset THEN 'set' ELSE '' END,
    pg_temp.type_name(p.prorettype),
    (SELECT coalesce(string_agg(concat_ws(E'\x1f', coalesce(p.proargnames[n], ''), pg_temp.type_name(type),
                                          coalesce(pg_get_function_arg_default(p.oid, n::integer), '')), E'\x1e' ORDER BY n), '')
     FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS argument(type, n)),
    (SELECT coalesce(string_agg(concat_ws(E'\x1f', p.proargnames[n], pg_temp.type_name(p.proallargtypes[n])), E'\x1e'
                                ORDER BY n), '')
     FROM unnest(p.proargmodes) WITH ORDINALITY AS argument(mode, n) WHERE mode IN ('o', 'b', 't')),
    (SELECT coalesce(string_agg(o.oprname, E'\x1e' ORDER BY o.oprname), '') FROM pg_operator AS o WHERE o.oprcode = p.oid),
    CASE WHEN EXISTS (SELECT FROM pg_aggregate AS a WHERE p.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn))
           OR EXISTS (SELECT FROM pg_type AS t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend))
           OR EXISTS (SELECT FROM pg_cast AS c WHERE p.oid = c.castfunc)
           OR EXISTS (SELECT FROM pg_amproc AS a WHERE p.oid = a.amproc)
           OR EXISTS (SELECT FROM pg_amop AS m JOIN pg_operator AS o ON o.oid = m.amopopr WHERE p.oid = o.oprcode)
           OR obj_description(p.oid, 'pg_proc') LIKE 'implementation of %'
         THEN 'part' ELSE '' END,
    obj_description(p.oid, 'pg_proc'))
FROM pg_proc AS p
WHERE p.pronamespace = 'liqmap'::regnamespace
ORDER BY p.oid;
