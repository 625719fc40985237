SELECT
SELECT 1
SELECT FROM t
SELECT WHERE true
SELECT ALL a, b AS "B", c d FROM t
SELECT DISTINCT ON (a, b) a, b, c FROM t ORDER BY a, b, c DESC NULLS LAST
SELECT * FROM ONLY t, ONLY (t2) AS x, t3 *
SELECT t.*, (c).x, (c).*, a[1], a[1:2], a[:], a[1:], ($1).f FROM t
SELECT a.b.c.d, s.f(1), s.f(x := 1, y => 2), f(VARIADIC a), f(1, VARIADIC ARRAY[1])
SELECT count(*), count(DISTINCT a), sum(ALL b), string_agg(a, ',' ORDER BY b DESC), array_agg(a ORDER BY a USING >)
SELECT count(*) FILTER (WHERE a > 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY x), rank(1, 2) WITHIN GROUP (ORDER BY a, b) FILTER (WHERE c)
SELECT sum(a) OVER w, rank() OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE TIES), lag(x, 1) OVER (w RANGE UNBOUNDED PRECEDING) FROM t WINDOW w AS (PARTITION BY d), w2 AS (w ORDER BY e GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
SELECT 1 AS select, 2 AS from, 3 value, 4 name, 5 time, 6 "Case"
SELECT time, value, name, day, user, year, hour, position, interval, timestamp, values, row, overlay, extract, "user" FROM t
SELECT date '2020-01-01', timestamp '2020-01-01', timestamptz '2020-01-01', timestamp(3) with time zone '2020-01-01', time without time zone '10:00', interval '1 day', interval '1' day, interval '1-2' year to month, interval(3) '1 s', interval '1' second(2)
SELECT pg_catalog.int4 '1', int '1', bigint '2', double precision '1.5', numeric(3, 1) '1.5', char 'a', varchar(3) 'abc', national character varying(4) 'a', bit(3) '101', bool 't', real '1', float(5) '1'
SELECT B'0101', X'1F', E'a\tb\u0041\x41\101', U&'\0041\+000042', U&'d!0061t' UESCAPE '!', U&"d\0061t", $$dollar$$, $a$b$$c$a$, N'x', 'it''s'
SELECT 'a'\n  'b', E'a'\n'b'
SELECT 1., .5, 1e10, 1.5E-3, 12345678901, 123456789012345678901234567890
SELECT 1 + 2 * 3 ^ 4 % 5 - -6, @ -5, !! 3, ~ 1, a || b || c, |/ 25
SELECT a<b, a<=b, a<>b, a!=b, a=b, a>=b, a OPERATOR(pg_catalog.+) b, OPERATOR(pg_catalog.-) a
SELECT a=-1, a<-1, a*-1, a@-1, a#>>'{a,b}', a->'b'->>'c', a?'b', a?|b, a?&b, a@>b, a<@b, a&&b, a~*b, a!~~b
SELECT a AND b OR NOT c AND NOT NOT d
SELECT a IS NULL, a IS NOT NULL, a ISNULL, a NOTNULL, a IS TRUE, a IS NOT FALSE, a IS UNKNOWN, a IS NOT UNKNOWN, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, a IS NFC NORMALIZED, a IS NOT NORMALIZED
SELECT a IS NULL IS NULL, a = b IS NULL, NOT a IS NULL, a IS NULL = b
SELECT a BETWEEN 1 AND 2 AND b, a NOT BETWEEN SYMMETRIC 1 AND 2, a BETWEEN ASYMMETRIC b + 1 AND c * 2 OR d
SELECT a IN (1, 2), a NOT IN (SELECT 1), a IN ((SELECT 1)), a IN ((SELECT 1), 2), (a, b) IN ((1, 2), (3, 4)), (a, b) IN (SELECT 1, 2), a IN (VALUES (1), (2))
SELECT a LIKE 'x%', a NOT ILIKE 'y' ESCAPE '!', a SIMILAR TO 'z', a NOT SIMILAR TO 'z' ESCAPE NULL, a LIKE ANY (ARRAY['a']), a NOT LIKE ALL ('{a}'), a ILIKE ANY (SELECT 'x')
SELECT a = ANY ('{1,2}'), a <> ALL (ARRAY[1, 2]), a = SOME (SELECT 1), a OPERATOR(pg_catalog.=) ANY (b), a = ANY (b) = c, (a = ANY (b)) IS NULL
SELECT EXISTS (SELECT 1), NOT EXISTS (SELECT 1), ARRAY(SELECT 1), ARRAY[1, 2], ARRAY[[1, 2], [3, 4]], ARRAY[]::int[], (SELECT 1), ((SELECT 1)), (SELECT a FROM t)[1], ((SELECT 1) + 2)
SELECT ROW(), ROW(1), ROW(1, 2), (1, 2), (1, 2) = (3, 4), ROW(1, 2) < ROW(3, 4), (a, b) OVERLAPS (c, d), (ROW(1, 2)).f1
SELECT CASE WHEN a THEN 1 END, CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END, COALESCE(a, b), NULLIF(a, b), GREATEST(a, b), LEAST(a, b), GROUPING(a)
SELECT CAST(a AS int), a::text::varchar(3), a::numeric(10, 2), a::int[], a::int[3][4], a::text ARRAY, a::text ARRAY[3], a::timestamp(3) without time zone, a::double precision, a::"char", a::my.type, -a::int, a::interval day to second(3), a::bit varying(3), a::character varying
SELECT a COLLATE "C", a COLLATE pg_catalog."default" < b, a AT TIME ZONE 'UTC', a AT TIME ZONE 'a' AT TIME ZONE 'b', a + b AT TIME ZONE 'x'
SELECT CURRENT_DATE, CURRENT_TIME(3), CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP(0), CURRENT_ROLE, CURRENT_USER, USER, SESSION_USER, CURRENT_CATALOG, CURRENT_SCHEMA, current_schema(), COLLATION FOR (a)
SELECT extract(epoch FROM a), extract('year' FROM a), extract(day FROM b), substring(a FROM 1 FOR 2), substring(a, 1, 2), substring(a FOR 2), substring(a SIMILAR 'x' ESCAPE '#'), position('a' IN b), overlay(a PLACING b FROM 1 FOR 2), trim(a), trim(both 'x' FROM a), trim(leading FROM a), trim(trailing 'x' FROM a), trim('x' FROM a), trim(a, 'x'), normalize(a, NFC)
SELECT left('a', 1), right('a', 1), replace(a, 'b', 'c'), "Weird Name"(1), if(a), date(b), text(c), json(d), exists(SELECT 1)
SELECT f() AS x, f(a), a.b(c), generate_series(1, 3) i
SELECT a FROM t JOIN u USING (a) LEFT JOIN v ON true RIGHT OUTER JOIN w USING (a, b) AS j FULL JOIN x ON x.a = t.a CROSS JOIN y NATURAL JOIN z NATURAL LEFT JOIN q
SELECT a FROM t JOIN u JOIN v ON u.a = v.a ON t.a = u.a
SELECT a FROM (t JOIN u ON true) AS j (a, b), ((t JOIN u ON true) JOIN v ON true)
SELECT a FROM (SELECT 1) x, (VALUES (1, 2), (3, 4)) AS v (a, b), ((SELECT 1) UNION (SELECT 2)) y, ((SELECT 1)) z, (TABLE t) w, (WITH c AS (SELECT 1) SELECT * FROM c) k
SELECT a FROM LATERAL (SELECT 1) x, LATERAL f(1) AS y, f(2) WITH ORDINALITY AS z (a, n), ROWS FROM (f(1), g(2) AS (a int, b text)) WITH ORDINALITY AS r, json_to_record('{}') AS jr(a int, b text COLLATE "C"), h() AS (a int), unnest(ARRAY[1, 2]) u, current_date d, COALESCE(1, 2) c
SELECT a FROM t TABLESAMPLE BERNOULLI (10) REPEATABLE (1), u x TABLESAMPLE s.system (5)
SELECT a FROM t left_t, u AS natural_u WHERE a = 1
SELECT a, count(*) FROM t GROUP BY a, (b, c), (), ROLLUP (a, (b, c)), CUBE (a, b), GROUPING SETS ((a), (), ROLLUP (b)) HAVING count(*) > 1
SELECT a FROM t GROUP BY DISTINCT a, b
SELECT a FROM t GROUP BY ALL 1 ORDER BY 1 ASC NULLS FIRST, b USING <, c USING OPERATOR(pg_catalog.>) LIMIT 10 OFFSET 5
SELECT a FROM t OFFSET 5 ROWS FETCH FIRST 10 ROWS ONLY
SELECT a FROM t ORDER BY a FETCH NEXT ROW WITH TIES
SELECT a FROM t LIMIT ALL OFFSET $1
SELECT a FROM t LIMIT (1 + 1) FOR UPDATE OF t, s.u NOWAIT FOR SHARE SKIP LOCKED
SELECT a FROM t FOR NO KEY UPDATE FOR KEY SHARE LIMIT 1
SELECT a INTO TEMP TABLE x FROM t
SELECT a INTO s.x FROM t
SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT ALL SELECT 4 UNION ALL SELECT 5 ORDER BY 1 LIMIT 1
(SELECT 1 ORDER BY 1) UNION ALL (SELECT 2 LIMIT 1) ORDER BY 1
(SELECT 1) LIMIT 1
((SELECT 1))
VALUES (1, 'a'), (2, DEFAULT) ORDER BY 1
TABLE s.t
WITH a AS (SELECT 1), b (x, y) AS MATERIALIZED (SELECT 1, 2), c AS NOT MATERIALIZED (DELETE FROM t RETURNING *) SELECT * FROM a, b, c
WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 100) SELECT sum(n) FROM t
WITH RECURSIVE t (a, b) AS (SELECT 1, 2 UNION SELECT 3, 4) SEARCH DEPTH FIRST BY a SET ord CYCLE a, b SET is_cycle TO 'Y' DEFAULT 'N' USING path SELECT * FROM t
SELECT 1 /* a /* nested */ comment */ + 2 -- trailing
INSERT INTO t VALUES (1, DEFAULT, 'x')
INSERT INTO s.t AS x (a, "B", c.d, e[1]) VALUES (1, 2, 3, 4), (5, 6, 7, 8) RETURNING *, a AS b
INSERT INTO t DEFAULT VALUES
INSERT INTO t (a) SELECT b FROM u
INSERT INTO t (a) (SELECT b FROM u)
INSERT INTO t (SELECT b FROM u) UNION SELECT 1
INSERT INTO t (a, b) OVERRIDING SYSTEM VALUE VALUES (1, 2)
INSERT INTO t OVERRIDING USER VALUE SELECT 1
INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING
INSERT INTO t (a) VALUES (1) ON CONFLICT (a, lower(b) COLLATE "C" text_ops, (c + 1)) WHERE d > 1 DO UPDATE SET a = excluded.a, (b, c) = (1, DEFAULT) WHERE t.a <> excluded.a RETURNING a
INSERT INTO t (a) VALUES (1) ON CONFLICT ON CONSTRAINT t_pkey DO UPDATE SET a = DEFAULT
INSERT INTO t (a, b) SELECT unnest($1::text[]), unnest($2::float8[])
WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x
UPDATE t SET a = 1
UPDATE ONLY s.t AS x SET a = b + 1, c[1] = 2, d.e = 3, (f, g) = (SELECT 1, 2), (h) = ROW(1) FROM u JOIN v ON true WHERE x.a = u.a RETURNING x.*
UPDATE t x SET a = DEFAULT WHERE CURRENT OF c
UPDATE t SET set = 1
DELETE FROM t
DELETE FROM ONLY t AS x USING u, v WHERE x.a = u.a RETURNING *
DELETE FROM t WHERE CURRENT OF c
MERGE INTO t AS x USING u ON x.a = u.a WHEN MATCHED AND x.b > 1 THEN UPDATE SET b = u.b WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (a, b) VALUES (u.a, u.b) WHEN NOT MATCHED AND true THEN DO NOTHING
MERGE INTO t USING (SELECT 1 AS a) s ON t.a = s.a WHEN NOT MATCHED THEN INSERT DEFAULT VALUES
BEGIN
BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE
BEGIN WORK ISOLATION LEVEL READ COMMITTED READ WRITE
START TRANSACTION ISOLATION LEVEL REPEATABLE READ, NOT DEFERRABLE
COMMIT
COMMIT WORK AND CHAIN
END TRANSACTION AND NO CHAIN
ROLLBACK
ABORT
SAVEPOINT a
RELEASE SAVEPOINT a
RELEASE a
ROLLBACK TO SAVEPOINT a
ROLLBACK WORK TO a
PREPARE TRANSACTION 'x'
COMMIT PREPARED 'x'
ROLLBACK PREPARED 'x'
SET search_path TO a, "B", 'c'
SET SESSION statement_timeout = 1000
SET LOCAL timescaledb.enable_chunk_append TO off
SET a.b.c = 1.5, -2, true, false, on, off, yes
SET x TO DEFAULT
SET x FROM CURRENT
SET TIME ZONE 'UTC'
SET TIME ZONE LOCAL
SET TIME ZONE DEFAULT
SET TIME ZONE -8
SET TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE
SET TIME ZONE utc
SET LOCAL TIME ZONE 'UTC'
SET NAMES 'UTF8'
SET NAMES
SET SCHEMA 'public'
SET ROLE x
SET ROLE NONE
SET ROLE 'x'
SET SESSION AUTHORIZATION DEFAULT
SET SESSION AUTHORIZATION 'x'
SET LOCAL SESSION AUTHORIZATION x
SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED
SET TRANSACTION SNAPSHOT '00000003-0000001B-1'
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY
SET CONSTRAINTS ALL DEFERRED
SET CONSTRAINTS a, s.b IMMEDIATE
SET XML OPTION DOCUMENT
RESET ALL
RESET x.y
RESET TIME ZONE
RESET SESSION AUTHORIZATION
SHOW ALL
SHOW search_path
SHOW TIME ZONE
SHOW TRANSACTION ISOLATION LEVEL
SHOW SESSION AUTHORIZATION
COPY t FROM STDIN
COPY s.t (a, b) FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER ',', NULL 'x', FORCE_NOT_NULL (a), FORCE_NULL (b), ENCODING 'UTF8', FREEZE true)
COPY t FROM STDIN (FORMAT 'binary')
COPY t FROM STDIN CSV HEADER DELIMITER AS '|' NULL AS '' QUOTE '"' ESCAPE '\' FORCE NOT NULL a, b
COPY t TO STDOUT WITH CSV FORCE QUOTE *
COPY BINARY t FROM STDIN
COPY t FROM STDIN WITH BINARY
COPY t TO '/tmp/x' USING DELIMITERS '|' WITH NULL AS 'n'
COPY (SELECT 1) TO STDOUT (FORMAT csv, HEADER match, FORCE_QUOTE *)
COPY (INSERT INTO t VALUES (1) RETURNING *) TO PROGRAM 'cat'
COPY t FROM STDIN WHERE a > 1
EXPLAIN SELECT 1
EXPLAIN ANALYZE VERBOSE SELECT 1
EXPLAIN VERBOSE INSERT INTO t VALUES (1)
EXPLAIN (ANALYZE, BUFFERS off, COSTS false, FORMAT JSON, TIMING 0) SELECT 1
EXPLAIN (SELECT 1)
EXPLAIN EXECUTE p (1)
EXPLAIN CREATE TABLE x AS SELECT 1
EXPLAIN DECLARE c CURSOR FOR SELECT 1
PREPARE p AS SELECT 1
PREPARE p (int, text[]) AS INSERT INTO t VALUES ($1, $2)
EXECUTE p
EXECUTE p (1, 'a')
DEALLOCATE p
DEALLOCATE PREPARE ALL
DECLARE c CURSOR FOR SELECT 1
DECLARE c BINARY INSENSITIVE NO SCROLL CURSOR WITH HOLD FOR SELECT 1 FOR UPDATE
FETCH c
FETCH NEXT FROM c
FETCH FORWARD 10 IN c
FETCH ALL c
FETCH FORWARD ALL FROM c
FETCH BACKWARD ALL IN c
FETCH ABSOLUTE -1 FROM c
FETCH RELATIVE 5 c
FETCH 100 FROM c
FETCH -5 FROM "c"
FETCH LAST FROM c
MOVE FORWARD 10 FROM c
CLOSE c
CLOSE ALL
LOCK t
LOCK TABLE ONLY s.t, u IN ACCESS SHARE MODE NOWAIT
LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE
VACUUM
VACUUM FULL FREEZE VERBOSE ANALYZE t (a, b), u
VACUUM (FULL, ANALYZE false, PARALLEL 2) t
ANALYZE
ANALYZE VERBOSE t (a)
ANALYZE (VERBOSE, SKIP_LOCKED) t
CLUSTER
CLUSTER VERBOSE t USING i
CLUSTER i ON t
REINDEX TABLE CONCURRENTLY t
REINDEX (VERBOSE) INDEX i
REINDEX SCHEMA s
DISCARD ALL
DISCARD TEMPORARY
LISTEN x
NOTIFY x, 'payload'
UNLISTEN *
CHECKPOINT
LOAD 'x'
CALL s.p(1, a => 2)
CALL p()
DO $$ BEGIN NULL; END $$
DO LANGUAGE plpgsql $$x$$
CREATE TABLE t ()
CREATE TABLE IF NOT EXISTS s.t (a int PRIMARY KEY, b text NOT NULL DEFAULT 'x' UNIQUE, c timestamptz DEFAULT now(), d numeric(10, 2) CHECK (d > 0), e serial, f int GENERATED ALWAYS AS IDENTITY, g int GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY 2), h int GENERATED ALWAYS AS (a * 2) STORED, i text COLLATE "C", j text COMPRESSION lz4, k int REFERENCES u (a) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, l int[] NULL, m double precision, n character varying(255), "time" timestamp with time zone)
CREATE TABLE t (a int, b int, CONSTRAINT pk PRIMARY KEY (a, b) INCLUDE (c) WITH (fillfactor = 70) USING INDEX TABLESPACE x, UNIQUE (a), UNIQUE NULLS NOT DISTINCT (b), CHECK (a > b) NO INHERIT, FOREIGN KEY (a, b) REFERENCES u MATCH FULL ON DELETE SET NULL (a) NOT DEFERRABLE, CONSTRAINT ex EXCLUDE USING gist (a WITH =, (b + 1) WITH OPERATOR(pg_catalog.&&)) WHERE (a > 0))
CREATE TABLE t (LIKE u INCLUDING ALL EXCLUDING INDEXES, LIKE v INCLUDING DEFAULTS INCLUDING CONSTRAINTS, x int)
CREATE TEMP TABLE t (a int) ON COMMIT DROP
CREATE LOCAL TEMPORARY TABLE t (a int) ON COMMIT PRESERVE ROWS
CREATE UNLOGGED TABLE t (a int) INHERITS (u, v) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled) TABLESPACE ts
CREATE TABLE t (a int) PARTITION BY RANGE (a, (b + 1) COLLATE "C" int4_ops) USING heap
CREATE TABLE p PARTITION OF t FOR VALUES FROM (1, MINVALUE) TO (10, MAXVALUE)
CREATE TABLE p PARTITION OF t (a NOT NULL, CHECK (a > 0)) FOR VALUES IN (1, 'a', NULL)
CREATE TABLE p PARTITION OF t DEFAULT
CREATE TABLE p PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 0) PARTITION BY LIST (b)
CREATE TABLE t OF ty (a WITH OPTIONS PRIMARY KEY)
CREATE TABLE t (time timestamptz NOT NULL, v float8) WITH (tsdb.hypertable, tsdb.partition_column = 'time', timescaledb.compress = true, tsdb.segmentby='device')
CREATE TABLE t AS SELECT 1
CREATE TABLE IF NOT EXISTS t (a, b) WITH (fillfactor = 70) ON COMMIT DROP AS SELECT 1, 2 WITH NO DATA
CREATE TEMP TABLE t AS EXECUTE p (1)
CREATE TABLE t AS VALUES (1) WITH DATA
CREATE SCHEMA s
CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION CURRENT_USER
CREATE SCHEMA AUTHORIZATION x CREATE TABLE a (b int) CREATE VIEW v AS SELECT 1
CREATE INDEX ON t (a)
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING btree (a DESC NULLS LAST, lower(b) text_pattern_ops, (c || d) COLLATE "C" ASC) INCLUDE (e, f) NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE ts WHERE a > 1
CREATE INDEX i ON t USING gin (a gin_trgm_ops (siglen = 32), b)
CREATE INDEX i ON t (a) WITH (timescaledb.transaction_per_chunk)
CREATE VIEW v AS SELECT 1
CREATE OR REPLACE TEMP VIEW s.v (a, b) WITH (security_barrier) AS SELECT 1, 2 WITH LOCAL CHECK OPTION
CREATE RECURSIVE VIEW v (a) AS SELECT 1
CREATE MATERIALIZED VIEW m AS SELECT 1
CREATE MATERIALIZED VIEW IF NOT EXISTS m (a) WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS SELECT time_bucket('1 hour', time) AS b, avg(v) FROM t GROUP BY b WITH NO DATA
REFRESH MATERIALIZED VIEW CONCURRENTLY s.m WITH DATA
CREATE SEQUENCE s
CREATE TEMP SEQUENCE IF NOT EXISTS s AS bigint INCREMENT BY -1 MINVALUE 1 NO MAXVALUE START WITH 5 CACHE 10 NO CYCLE OWNED BY t.a
CREATE SEQUENCE s START 1 INCREMENT 1 NO MINVALUE MAXVALUE 9223372036854775807 CACHE 1 OWNED BY NONE
CREATE EXTENSION timescaledb
CREATE EXTENSION IF NOT EXISTS timescaledb WITH SCHEMA public VERSION '2.28' CASCADE
CREATE DATABASE d WITH OWNER = x TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE = 'C' CONNECTION LIMIT -1
CREATE TYPE e AS ENUM ('a', 'b')
CREATE TYPE e AS ENUM ()
CREATE TYPE c AS (a int, b text COLLATE "C")
CREATE TYPE r AS RANGE (subtype = float8)
CREATE TYPE sh
CREATE DOMAIN d AS int NOT NULL DEFAULT 1 CHECK (VALUE > 0) CONSTRAINT n NULL
CREATE FUNCTION f(a int, OUT b text, INOUT c int, VARIADIC d int[]) RETURNS record AS 'x' LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10 SECURITY DEFINER SET search_path TO x
CREATE OR REPLACE FUNCTION s.f(int DEFAULT 1, text = 'x', a double precision) RETURNS TABLE (a int, b text) LANGUAGE plpgsql AS $$ BEGIN END $$ ROWS 100 CALLED ON NULL INPUT
CREATE FUNCTION f() RETURNS SETOF t.a%TYPE LANGUAGE c AS 'lib', 'sym' NOT LEAKPROOF WINDOW
CREATE FUNCTION f(a int) RETURNS int RETURN a + 1
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$x$$
CREATE PROCEDURE p(job_id int, config jsonb) LANGUAGE plpgsql AS $$x$$
CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b OR DELETE ON s.t FOR EACH ROW WHEN (OLD.a IS DISTINCT FROM NEW.a) EXECUTE FUNCTION s.f('a', 1, b)
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE PROCEDURE f()
CREATE OR REPLACE TRIGGER t INSTEAD OF TRUNCATE ON t REFERENCING NEW TABLE AS n OLD TABLE o FOR EACH STATEMENT EXECUTE FUNCTION f()
CREATE ROLE r
CREATE USER u WITH PASSWORD 'x' SUPERUSER NOCREATEDB LOGIN CONNECTION LIMIT 5 VALID UNTIL '2030-01-01' IN ROLE a, b ROLE c ADMIN d
CREATE GROUP g
ALTER ROLE r WITH ENCRYPTED PASSWORD 'x' NOINHERIT
ALTER USER r PASSWORD NULL
ALTER ROLE ALL IN DATABASE d SET search_path TO x
ALTER ROLE CURRENT_USER RESET ALL
ALTER ROLE r RENAME TO q
DROP ROLE IF EXISTS a, b
GRANT SELECT, INSERT (a, b), UPDATE ON t, s.u TO PUBLIC, r WITH GRANT OPTION
GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA s TO CURRENT_USER GRANTED BY x
GRANT ALL ON SCHEMA s TO r
GRANT EXECUTE ON FUNCTION f(int, text), g TO r
GRANT USAGE ON TYPE t TO r
GRANT SELECT ON TABLE t TO GROUP r
GRANT a, b TO c WITH ADMIN OPTION
REVOKE GRANT OPTION FOR SELECT ON t FROM r CASCADE
REVOKE ALL ON DATABASE d FROM PUBLIC
REVOKE ADMIN OPTION FOR a FROM b
ALTER DEFAULT PRIVILEGES FOR ROLE x IN SCHEMA s GRANT SELECT ON TABLES TO r
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC
REASSIGN OWNED BY a, b TO c
DROP OWNED BY a CASCADE
ALTER TABLE t ADD a int
ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS a int NOT NULL DEFAULT 0, DROP COLUMN IF EXISTS b CASCADE, ALTER COLUMN c TYPE text COLLATE "C" USING c::text, ALTER d SET DATA TYPE bigint, ALTER e SET DEFAULT 1 + 1, ALTER e DROP DEFAULT, ALTER f SET NOT NULL, ALTER f DROP NOT NULL, ADD CONSTRAINT x CHECK (a > 0) NOT VALID, ADD PRIMARY KEY USING INDEX i, DROP CONSTRAINT IF EXISTS y, VALIDATE CONSTRAINT z
ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME s START WITH 1), ALTER b SET GENERATED ALWAYS SET INCREMENT 5 RESTART WITH 3, ALTER c DROP IDENTITY IF EXISTS, ALTER d DROP EXPRESSION, ALTER e SET STATISTICS -1, ALTER f SET STORAGE external, ALTER g SET COMPRESSION default, ALTER h SET (n_distinct = 5), ALTER i RESET (n_distinct), ALTER CONSTRAINT j DEFERRABLE
ALTER TABLE t SET (fillfactor = 70, timescaledb.compress, timescaledb.compress_segmentby = 'device, x', timescaledb.compress_orderby = 'time DESC'), RESET (autovacuum_enabled), OWNER TO r, SET TABLESPACE ts, SET LOGGED, SET UNLOGGED, CLUSTER ON i, SET WITHOUT CLUSTER, SET ACCESS METHOD heap, SET WITHOUT OIDS
ALTER TABLE t ENABLE TRIGGER ALL, DISABLE TRIGGER x, ENABLE REPLICA TRIGGER y, ENABLE ALWAYS TRIGGER z, DISABLE TRIGGER USER, ENABLE RULE r, ENABLE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY, INHERIT p, NO INHERIT q, OF ty, NOT OF, REPLICA IDENTITY FULL, REPLICA IDENTITY USING INDEX i
ALTER TABLE t ATTACH PARTITION p FOR VALUES FROM (1) TO (2)
ALTER TABLE t DETACH PARTITION p CONCURRENTLY
ALTER TABLE t RENAME COLUMN a TO b
ALTER TABLE t RENAME a TO b
ALTER TABLE t RENAME CONSTRAINT a TO b
ALTER TABLE t RENAME TO u
ALTER TABLE IF EXISTS t SET SCHEMA s
ALTER INDEX i RENAME TO j
ALTER INDEX i ATTACH PARTITION j
ALTER INDEX i SET (fillfactor = 70)
ALTER VIEW v OWNER TO r
ALTER VIEW v ALTER COLUMN a SET DEFAULT 1
ALTER MATERIALIZED VIEW m SET (timescaledb.materialized_only = true)
ALTER MATERIALIZED VIEW m RENAME COLUMN a TO b
ALTER SEQUENCE s OWNED BY t.a
ALTER SEQUENCE IF EXISTS s RESTART WITH 5 INCREMENT 2
ALTER SEQUENCE s RESTART
ALTER SEQUENCE s OWNER TO r
ALTER SCHEMA s RENAME TO x
ALTER SCHEMA s OWNER TO CURRENT_USER
ALTER TYPE e ADD VALUE IF NOT EXISTS 'x' AFTER 'y'
ALTER TYPE e RENAME VALUE 'a' TO 'b'
ALTER TYPE c ADD ATTRIBUTE a int CASCADE, DROP ATTRIBUTE IF EXISTS b, ALTER ATTRIBUTE c TYPE text
ALTER TYPE c RENAME ATTRIBUTE a TO b CASCADE
ALTER TYPE c OWNER TO r
ALTER DOMAIN d DROP CONSTRAINT x
ALTER DOMAIN d OWNER TO r
ALTER FUNCTION f(int) OWNER TO r
ALTER FUNCTION f(a int, OUT b text) RENAME TO g
ALTER PROCEDURE p() SET SCHEMA s
ALTER FUNCTION f() STRICT
ALTER EXTENSION timescaledb UPDATE
ALTER EXTENSION timescaledb UPDATE TO '2.28'
ALTER DATABASE d SET search_path TO x
ALTER DATABASE d RESET ALL
ALTER DATABASE d OWNER TO r
ALTER DATABASE d CONNECTION LIMIT 5
ALTER SYSTEM SET work_mem = '64MB'
ALTER SYSTEM RESET ALL
DROP TABLE t
DROP TABLE IF EXISTS s.t, u CASCADE
DROP INDEX CONCURRENTLY IF EXISTS i RESTRICT
DROP VIEW v
DROP MATERIALIZED VIEW IF EXISTS m
DROP SEQUENCE s
DROP SCHEMA IF EXISTS s CASCADE
DROP TYPE t, u
DROP DOMAIN d
DROP EXTENSION IF EXISTS e CASCADE
DROP FUNCTION IF EXISTS f(int, a text), g, s.h()
DROP AGGREGATE a(*)
DROP PROCEDURE p
DROP TRIGGER IF EXISTS t ON s.t CASCADE
DROP DATABASE IF EXISTS d WITH (FORCE)
DROP CAST (int AS text)
DROP OPERATOR + (int, int)
DROP POLICY p ON t
TRUNCATE t
TRUNCATE TABLE ONLY s.t, u RESTART IDENTITY CASCADE
TRUNCATE t CONTINUE IDENTITY RESTRICT
COMMENT ON TABLE s.t IS 'x'
COMMENT ON COLUMN s.t.a IS NULL
COMMENT ON FUNCTION f(int) IS 'x'
COMMENT ON CONSTRAINT c ON t IS 'x'
COMMENT ON DATABASE d IS 'x'
COMMENT ON EXTENSION plpgsql IS 'x'
COMMENT ON TRIGGER x ON t IS 'y'
COMMENT ON TYPE x IS 'y'
CREATE POLICY p ON t FOR SELECT USING (a = 1)
CREATE PUBLICATION p FOR TABLE t
CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING
CREATE AGGREGATE a (int) (sfunc = f, stype = int)
CREATE OPERATOR === (leftarg = int, rightarg = int, function = f)
CREATE CAST (int AS text) WITH INOUT
CREATE STATISTICS s ON a, b FROM t
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'x')
CREATE FOREIGN TABLE t (a int) SERVER s
CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()
CREATE LANGUAGE l
CREATE TEXT SEARCH CONFIGURATION c (COPY = english)
CREATE TABLESPACE t LOCATION '/x'
CREATE ACCESS METHOD a TYPE TABLE HANDLER h
SELECT create_hypertable('conditions', by_range('time', INTERVAL '1 day'), if_not_exists => TRUE)
SELECT time_bucket_gapfill('1 hour', time, '2020-01-01', now()) AS bucket, device, locf(avg(v)), interpolate(avg(v)) FROM m WHERE time > now() - interval '7 days' GROUP BY 1, 2 ORDER BY 1
SELECT first(temp, time), last(temp, time), histogram(temp, 0, 100, 10) FROM c WHERE time >= '2020-01-01'::timestamptz AND device = ANY($1::text[])
SELECT add_compression_policy('t', INTERVAL '7 days'), show_chunks('t', older_than => DATE '2020-01-01'), approximate_row_count('t')
CALL refresh_continuous_aggregate('m', NULL, '2020-01-01')
SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(t)$' COLLATE pg_catalog.default AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull, a.attidentity, a.attgenerated FROM pg_catalog.pg_attribute a WHERE a.attrelid = '16384' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
SELECT n.nspname as "Schema", c.relname as "Name", CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' END as "Type", pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' ORDER BY 1,2
SELECT d.datname as "Name", pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges" FROM pg_catalog.pg_database d ORDER BY 1
SELECT t.typname, (SELECT 1 FROM pg_type WHERE oid = t.typelem) x FROM pg_type t WHERE t.oid = ANY(ARRAY[1, 2]::oid[]) AND t.typtype::text = 'b'
SELECT (information_schema._pg_expandarray(i.indkey)).n AS seq, (i.keys).x FROM pg_index i
SELECT conname, pg_get_constraintdef(oid, true) AS condef, conrelid::pg_catalog.regclass::text FROM pg_constraint WHERE contype = 'f'
SELECT "users".* FROM "users" WHERE "users"."id" = $1 LIMIT $2
SELECT 1 WHERE 'a' IN ('b') AND 1 = 1 AND ('x', 2) < ('y', 3)
SELECT anon_1.a FROM (SELECT users.id AS a FROM users) AS anon_1 WHERE anon_1.a IS NOT NULL
SELECT max(x) FILTER (WHERE y) AS z, a ->> 'k' = 'v', a #> '{x}' IS NULL, - 1 - -1, 1 - -(-1)
SELECT 'x' || a || 'y' LIKE b || '%', a + b < c * d AND e
SELECT a IS DISTINCT FROM b AND c, NOT a = b, NOT a BETWEEN 1 AND 2
SELECT    n.nspname as "Schema",    c.cfgname as "Name",    pg_catalog.obj_description(c.oid, 'pg_ts_config') as "Description" FROM pg_catalog.pg_ts_config c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace WHERE pg_catalog.pg_ts_config_is_visible(c.oid) ORDER BY 1, 2
SELECT 'now'::pg_catalog.regproc::pg_catalog.oid
SELECT 'pv'::pg_catalog.regclass::pg_catalog.oid
SELECT a.attname,   pg_catalog.format_type(a.atttypid, a.atttypmod),   (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)    FROM pg_catalog.pg_attrdef d    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),   a.attnotnull,   (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t    WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,   a.attidentity,   a.attgenerated FROM pg_catalog.pg_attribute a WHERE a.attrelid = '16388' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
SELECT a.attname,   pg_catalog.format_type(a.atttypid, a.atttypmod),   (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)    FROM pg_catalog.pg_attrdef d    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),   a.attnotnull,   (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t    WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,   a.attidentity,   a.attgenerated,   a.attstorage,   a.attcompression AS attcompression,   CASE WHEN a.attstattarget=-1 THEN NULL ELSE a.attstattarget END AS attstattarget,   pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = '16388' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
SELECT a.attname,   pg_catalog.format_type(a.atttypid, a.atttypmod),   (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)    FROM pg_catalog.pg_attrdef d    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),   a.attnotnull,   (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t    WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,   a.attidentity,   a.attgenerated,   a.attstorage,   pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = '16398' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
SELECT c.oid,   n.nspname,   c.relname FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(pt)$' COLLATE pg_catalog.default   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3
SELECT c.oid,   n.nspname,   c.relname FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(pv)$' COLLATE pg_catalog.default   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3
SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i WHERE c.oid = i.inhparent AND i.inhrelid = '16388'   AND c.relkind != 'p' AND c.relkind != 'I' ORDER BY inhseqno
SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending, pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i WHERE c.oid = i.inhrelid AND i.inhparent = '16388' ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname FROM pg_catalog.pg_class c  LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid) WHERE c.oid = '16388'
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, pg_catalog.array_to_string(c.reloptions || array(select 'toast.' || x from pg_catalog.unnest(tc.reloptions) x), ', ') , c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname FROM pg_catalog.pg_class c  LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid) WHERE c.oid = '16388'
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, pg_catalog.array_to_string(c.reloptions || array(select 'toast.' || x from pg_catalog.unnest(tc.reloptions) x), ', ') , c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname FROM pg_catalog.pg_class c  LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid) WHERE c.oid = '16398'
SELECT c2.relname, i.indisprimary, i.indisunique, i.indisclustered, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true),   pg_catalog.pg_get_constraintdef(con.oid, true), contype, condeferrable, condeferred, i.indisreplident, c2.reltablespace FROM pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_index i   LEFT JOIN pg_catalog.pg_constraint con ON (conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x')) WHERE c.oid = '16388' AND c.oid = i.indrelid AND i.indexrelid = c2.oid ORDER BY i.indisprimary DESC, c2.relname
SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", c.description AS "Description" FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass ORDER BY 1
SELECT evtname as "Name", evtevent as "Event", pg_catalog.pg_get_userbyid(e.evtowner) as "Owner",  case evtenabled when 'O' then 'enabled'  when 'R' then 'replica'  when 'A' then 'always'  when 'D' then 'disabled' end as "Enabled",  e.evtfoid::pg_catalog.regproc as "Function", pg_catalog.array_to_string(array(select x from pg_catalog.unnest(evttags) as t(x)), ', ') as "Tags" FROM pg_catalog.pg_event_trigger e ORDER BY 1
SELECT fdw.fdwname AS "Name",   pg_catalog.pg_get_userbyid(fdw.fdwowner) AS "Owner",   fdw.fdwhandler::pg_catalog.regproc AS "Handler",   fdw.fdwvalidator::pg_catalog.regproc AS "Validator" FROM pg_catalog.pg_foreign_data_wrapper fdw ORDER BY 1
SELECT l.lanname AS "Name",        pg_catalog.pg_get_userbyid(l.lanowner) as "Owner",        l.lanpltrusted AS "Trusted",        d.description AS "Description" FROM pg_catalog.pg_language l LEFT JOIN pg_catalog.pg_description d   ON d.classoid = l.tableoid AND d.objoid = l.oid   AND d.objsubid = 0 WHERE l.lanplcallfoid != 0 ORDER BY 1
SELECT n.nspname AS "Schema",        c.collname AS "Name",        c.collcollate AS "Collate",        c.collctype AS "Ctype",        c.colliculocale AS "ICU Locale",        CASE c.collprovider WHEN 'd' THEN 'default' WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Provider",        CASE WHEN c.collisdeterministic THEN 'yes' ELSE 'no' END AS "Deterministic?" FROM pg_catalog.pg_collation c, pg_catalog.pg_namespace n WHERE n.oid = c.collnamespace       AND n.nspname <> 'pg_catalog'       AND n.nspname <> 'information_schema'       AND c.collencoding IN (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))   AND pg_catalog.pg_collation_is_visible(c.oid) ORDER BY 1, 2
SELECT n.nspname AS "Schema",        c.conname AS "Name",        pg_catalog.pg_encoding_to_char(c.conforencoding) AS "Source",        pg_catalog.pg_encoding_to_char(c.contoencoding) AS "Destination",        CASE WHEN c.condefault THEN 'yes'        ELSE 'no' END AS "Default?" FROM pg_catalog.pg_conversion c      JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace WHERE true   AND n.nspname <> 'pg_catalog'   AND n.nspname <> 'information_schema'   AND pg_catalog.pg_conversion_is_visible(c.oid) ORDER BY 1, 2
SELECT n.nspname as "Schema",        t.typname as "Name",        pg_catalog.format_type(t.typbasetype, t.typtypmod) as "Type",        (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type bt         WHERE c.oid = t.typcollation AND bt.oid = t.typbasetype AND t.typcollation <> bt.typcollation) as "Collation",        CASE WHEN t.typnotnull THEN 'not null' END as "Nullable",        t.typdefault as "Default",        pg_catalog.array_to_string(ARRAY(          SELECT pg_catalog.pg_get_constraintdef(r.oid, true) FROM pg_catalog.pg_constraint r WHERE t.oid = r.contypid        ), ' ') as "Check" FROM pg_catalog.pg_type t      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd'       AND n.nspname <> 'pg_catalog'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_type_is_visible(t.oid) ORDER BY 1, 2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam WHERE c.relkind IN ('m','')       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam WHERE c.relkind IN ('r','p','v','m','S','f','')       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('S','')       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v','')       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner",   CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",   am.amname as "Access method",   pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",   pg_catalog.obj_description(c.oid, 'pg_class') as "Description" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam WHERE c.relkind IN ('r','p','t','s','') ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner",   c2.relname as "Table",   CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",   am.amname as "Access method",   pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",   pg_catalog.obj_description(c.oid, 'pg_class') as "Description" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace      LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam      LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid      LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid WHERE c.relkind IN ('i','I','')       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2
SELECT n.nspname as "Schema",   c.relname as "Name",   pg_catalog.pg_get_userbyid(c.relowner) as "Owner",   CASE c.relkind WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",  c2.oid::pg_catalog.regclass as "Table" FROM pg_catalog.pg_class c      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace      LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid      LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid WHERE c.relkind IN ('p','I','')  AND NOT c.relispartition       AND n.nspname <> 'pg_catalog'       AND n.nspname !~ '^pg_toast'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY "Schema", "Type" DESC, "Name"
SELECT n.nspname as "Schema",   o.oprname AS "Name",   CASE WHEN o.oprkind='l' THEN NULL ELSE pg_catalog.format_type(o.oprleft, NULL) END AS "Left arg type",   CASE WHEN o.oprkind='r' THEN NULL ELSE pg_catalog.format_type(o.oprright, NULL) END AS "Right arg type",   pg_catalog.format_type(o.oprresult, NULL) AS "Result type",   coalesce(pg_catalog.obj_description(o.oid, 'pg_operator'),            pg_catalog.obj_description(o.oprcode, 'pg_proc')) AS "Description" FROM pg_catalog.pg_operator o      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname <> 'pg_catalog'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_operator_is_visible(o.oid) ORDER BY 1, 2, 3, 4
SELECT n.nspname as "Schema",   p.proname AS "Name",   pg_catalog.format_type(p.prorettype, NULL) AS "Result data type",   CASE WHEN p.pronargs = 0     THEN CAST('*' AS pg_catalog.text)     ELSE pg_catalog.pg_get_function_arguments(p.oid)   END AS "Argument data types",   pg_catalog.obj_description(p.oid, 'pg_proc') as "Description" FROM pg_catalog.pg_proc p      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'a'       AND n.nspname <> 'pg_catalog'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_function_is_visible(p.oid) ORDER BY 1, 2, 4
SELECT n.nspname as "Schema",   p.proname as "Name",   pg_catalog.pg_get_function_result(p.oid) as "Result data type",   pg_catalog.pg_get_function_arguments(p.oid) as "Argument data types",  CASE p.prokind   WHEN 'a' THEN 'agg'   WHEN 'w' THEN 'window'   WHEN 'p' THEN 'proc'   ELSE 'func'  END as "Type" FROM pg_catalog.pg_proc p      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.proname OPERATOR(pg_catalog.~) '^(a.*)$' COLLATE pg_catalog.default   AND n.nspname OPERATOR(pg_catalog.~) '^(pg_catalog)$' COLLATE pg_catalog.default ORDER BY 1, 2, 4
SELECT n.nspname as "Schema",   pg_catalog.format_type(t.oid, NULL) AS "Name",   pg_catalog.obj_description(t.oid, 'pg_type') as "Description" FROM pg_catalog.pg_type t      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid))   AND NOT EXISTS(SELECT 1 FROM pg_catalog.pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid)       AND n.nspname <> 'pg_catalog'       AND n.nspname <> 'information_schema'   AND pg_catalog.pg_type_is_visible(t.oid) ORDER BY 1, 2
SELECT nspname, relname, relkind, pg_catalog.pg_get_viewdef(c.oid, true), pg_catalog.array_remove(pg_catalog.array_remove(c.reloptions,'check_option=local'),'check_option=cascaded') AS reloptions, CASE WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL'::text WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED'::text ELSE NULL END AS checkoption FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid WHERE c.oid = 16398
SELECT oid, stxrelid::pg_catalog.regclass, stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS nsp, stxname, pg_catalog.pg_get_statisticsobjdef_columns(oid) AS columns,   'd' = any(stxkind) AS ndist_enabled,   'f' = any(stxkind) AS deps_enabled,   'm' = any(stxkind) AS mcv_enabled, stxstattarget FROM pg_catalog.pg_statistic_ext WHERE stxrelid = '16388' ORDER BY nsp, stxname
SELECT pg_catalog.format_type(castsource, NULL) AS "Source type",        pg_catalog.format_type(casttarget, NULL) AS "Target type",        CASE WHEN c.castmethod = 'b' THEN '(binary coercible)'             WHEN c.castmethod = 'i' THEN '(with inout)'             ELSE p.proname        END AS "Function",        CASE WHEN c.castcontext = 'e' THEN 'no'             WHEN c.castcontext = 'a' THEN 'in assignment'             ELSE 'yes'        END AS "Implicit?" FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p      ON c.castfunc = p.oid      LEFT JOIN pg_catalog.pg_type ts      ON c.castsource = ts.oid      LEFT JOIN pg_catalog.pg_namespace ns      ON ns.oid = ts.typnamespace      LEFT JOIN pg_catalog.pg_type tt      ON c.casttarget = tt.oid      LEFT JOIN pg_catalog.pg_namespace nt      ON nt.oid = tt.typnamespace WHERE ( (true  AND pg_catalog.pg_type_is_visible(ts.oid) ) OR (true  AND pg_catalog.pg_type_is_visible(tt.oid) ) ) ORDER BY 1, 2
SELECT pg_catalog.pg_get_functiondef(1299)
SELECT pg_catalog.pg_get_viewdef('16398'::pg_catalog.oid, true)
SELECT pol.polname, pol.polpermissive,   CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END,   pg_catalog.pg_get_expr(pol.polqual, pol.polrelid),   pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid),   CASE pol.polcmd     WHEN 'r' THEN 'SELECT'     WHEN 'a' THEN 'INSERT'     WHEN 'w' THEN 'UPDATE'     WHEN 'd' THEN 'DELETE'     END AS cmd FROM pg_catalog.pg_policy pol WHERE pol.polrelid = '16388' ORDER BY 1
SELECT pubname      , NULL      , NULL FROM pg_catalog.pg_publication p      JOIN pg_catalog.pg_publication_namespace pn ON p.oid = pn.pnpubid      JOIN pg_catalog.pg_class pc ON pc.relnamespace = pn.pnnspid WHERE pc.oid ='16388' and pg_catalog.pg_relation_is_publishable('16388') UNION SELECT pubname      , pg_get_expr(pr.prqual, c.oid)      , (CASE WHEN pr.prattrs IS NOT NULL THEN          (SELECT string_agg(attname, ', ')            FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s,                 pg_catalog.pg_attribute           WHERE attrelid = pr.prrelid AND attnum = prattrs[s])         ELSE NULL END) FROM pg_catalog.pg_publication p      JOIN pg_catalog.pg_publication_rel pr ON p.oid = pr.prpubid      JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid WHERE pr.prrelid = '16388' UNION SELECT pubname      , NULL      , NULL FROM pg_catalog.pg_publication p WHERE p.puballtables AND pg_catalog.pg_relation_is_publishable('16388') ORDER BY 1
SELECT pubname AS "Name",   pg_catalog.pg_get_userbyid(pubowner) AS "Owner",   puballtables AS "All tables",   pubinsert AS "Inserts",   pubupdate AS "Updates",   pubdelete AS "Deletes",   pubtruncate AS "Truncates",   pubviaroot AS "Via root" FROM pg_catalog.pg_publication ORDER BY 1
SELECT r.conname, pg_catalog.pg_get_constraintdef(r.oid, true) FROM pg_catalog.pg_constraint r WHERE r.conrelid = '16388' AND r.contype = 'c' ORDER BY 1
SELECT r.rolname, r.rolsuper, r.rolinherit,   r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,   r.rolconnlimit, r.rolvaliduntil,   ARRAY(SELECT b.rolname         FROM pg_catalog.pg_auth_members m         JOIN pg_catalog.pg_roles b ON (m.roleid = b.oid)         WHERE m.member = r.oid) as memberof , r.rolreplication , r.rolbypassrls FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1
SELECT r.rulename, trim(trailing ';' from pg_catalog.pg_get_ruledef(r.oid, true)) FROM pg_catalog.pg_rewrite r WHERE r.ev_class = '16398' AND r.rulename != '_RETURN' ORDER BY 1
SELECT s.name AS "Parameter", pg_catalog.current_setting(s.name) AS "Value" FROM pg_catalog.pg_settings s WHERE pg_catalog.lower(s.name) OPERATOR(pg_catalog.~) '^(work.*)$' COLLATE pg_catalog.default ORDER BY 1
SELECT spcname AS "Name",   pg_catalog.pg_get_userbyid(spcowner) AS "Owner",   pg_catalog.pg_tablespace_location(oid) AS "Location" FROM pg_catalog.pg_tablespace ORDER BY 1
