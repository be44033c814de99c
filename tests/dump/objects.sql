-- Every kind of object whose definition a dump writes as text and a restore reads again without liqmap on the search path.
SET search_path = public, liqmap;

CREATE TABLE markets (symbol text PRIMARY KEY, tape tape, earlier tape, map map, earlier_map map,
    changed boolean GENERATED ALWAYS AS (differs(tape, earlier)) STORED,
    map_changed boolean GENERATED ALWAYS AS (differs(map, earlier_map)) STORED,
    first_seen boolean DEFAULT same(NULL::tape, NULL),
    CONSTRAINT not_empty CHECK (tape IS NULL OR differs(tape, slice(tape, since => '2027-01-01 00:00+00'))),
    CHECK (tape IS NULL OR same(tape + slice(tape, until => '2000-01-01 00:00+00'), tape)),
    CHECK (CASE WHEN same(map, earlier_map) THEN NOT same(map, NULL) OR earlier_map IS NULL ELSE true END));

-- tapes of ten minutes, which fit into a btree index
CREATE VIEW small AS
SELECT symbol, part, map(part) AS map
FROM (SELECT 'S' || n AS symbol, tape(ts, price, qty, is_buy) AS part
      FROM generate_series(1, 6) AS n,
          LATERAL demo_trades('2026-01-01 00:00+00', '2026-01-01 00:10+00', trades_per_minute => 1, seed => n) GROUP BY n) AS _;
INSERT INTO markets
SELECT symbol, part, CASE WHEN symbol <= 'S3' THEN part END, map, CASE WHEN symbol <= 'S3' THEN map END FROM small;
INSERT INTO markets VALUES ('none', NULL, NULL, NULL, NULL);

-- indexes, keys and statistics
ALTER TABLE markets ADD UNIQUE (tape);
CREATE INDEX ON markets USING hash (map);
CREATE INDEX ON markets ((same(tape, earlier)), (differs(map, earlier_map)));
CREATE INDEX ON markets (symbol) WHERE differs(tape, earlier) AND NOT same(map, earlier_map);
CREATE STATISTICS of_changes ON (same(tape, earlier)), (same(map, earlier_map)) FROM markets;
CREATE TABLE notes (tape tape REFERENCES markets (tape), note text);
INSERT INTO notes SELECT tape, 'of ' || symbol FROM markets;

-- partitions and children
CREATE TABLE days (day date, tape tape, map map, CHECK (differs(tape, NULL) OR same(map, NULL))) PARTITION BY RANGE (day);
CREATE TABLE days_early PARTITION OF days FOR VALUES FROM (MINVALUE) TO ('2026-01-03');
CREATE TABLE days_late PARTITION OF days FOR VALUES FROM ('2026-01-03') TO (MAXVALUE);
INSERT INTO days SELECT day, tape, map(tape)
FROM (SELECT (ts AT TIME ZONE 'UTC')::date AS day, tape(ts, price, qty, is_buy) AS tape
      FROM demo_trades(until => '2026-01-05 00:00+00') GROUP BY 1) AS _;
CREATE TABLE by_content (tape tape) PARTITION BY HASH (tape);
CREATE TABLE by_content_0 PARTITION OF by_content FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_content_1 PARTITION OF by_content FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_content SELECT tape FROM markets;
CREATE TABLE by_kind (tape tape, kind text) PARTITION BY LIST ((same(tape, NULL)));
CREATE TABLE by_kind_null PARTITION OF by_kind FOR VALUES IN (true);
CREATE TABLE by_kind_rest PARTITION OF by_kind DEFAULT;
INSERT INTO by_kind SELECT tape, symbol FROM markets;
CREATE TABLE old (tape tape, map map);
CREATE TABLE watched (threshold float8, CHECK (NOT same(tape, NULL))) INHERITS (old);
CREATE TABLE older (since date, CHECK (differs(tape, NULL) OR differs(map, NULL))) INHERITS (old);
INSERT INTO older SELECT tape, map, day FROM days;

-- views, rules, policies
CREATE VIEW changes AS
SELECT m.symbol, CASE WHEN same(m.tape, m.earlier) THEN 'same' ELSE 'changed' END AS state,
    CASE WHEN differs(m.map, o.map) THEN m.map END AS unless_equal
FROM markets AS m JOIN markets AS o ON same(m.tape, o.tape) AND NOT differs(m.map, o.map)
WHERE m.tape IN (SELECT tape FROM markets) OR m.tape = ANY (SELECT tape FROM by_content);
CREATE MATERIALIZED VIEW kept AS
SELECT symbol, tape + earlier AS "both", same(tape, earlier) AS stays FROM markets WHERE differs(tape, NULL);
CREATE UNIQUE INDEX ON kept (symbol) WHERE same("both", "both");
CREATE RULE no_change AS ON UPDATE TO days_late WHERE same(OLD.tape, NEW.tape) AND same(OLD.map, NEW.map) DO INSTEAD NOTHING;
ALTER TABLE markets ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON markets FOR SELECT USING (differs(tape, earlier));

-- domains, functions, triggers
CREATE DOMAIN some_tape AS tape CHECK (differs(VALUE, NULL));
CREATE TABLE chosen (tape some_tape);
INSERT INTO chosen SELECT tape FROM markets WHERE differs(tape, NULL);
CREATE FUNCTION unchanged(m markets) RETURNS boolean LANGUAGE sql IMMUTABLE BEGIN ATOMIC
    SELECT same((m).tape, (m).earlier) AND same((m).map, (m).earlier_map); END;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tape_changed BEFORE UPDATE ON markets FOR EACH ROW WHEN (differs(OLD.tape, NEW.tape)) EXECUTE FUNCTION touch();
CREATE TRIGGER map_changed AFTER UPDATE OF map ON markets FOR EACH ROW WHEN (NOT same(OLD.map, NEW.map)) EXECUTE FUNCTION touch();
