-- Materialized views: made, read, refreshed, changed, dropped; shown by the catalogs.
CREATE TABLE t (a int PRIMARY KEY, b text);
INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'x');
CREATE MATERIALIZED VIEW m AS SELECT b, count(*) AS n, sum(a) FROM t GROUP BY b;
SELECT * FROM m ORDER BY b;
INSERT INTO t VALUES (4, 'y'), (5, 'z');
SELECT * FROM m ORDER BY b;
REFRESH MATERIALIZED VIEW m;
SELECT * FROM m ORDER BY b;
CREATE MATERIALIZED VIEW m AS SELECT 1;
CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1;
CREATE MATERIALIZED VIEW t AS SELECT 1;
CREATE MATERIALIZED VIEW named (x, y) AS SELECT a, b FROM t WHERE a < 3 WITH DATA;
SELECT x, y FROM named ORDER BY x;
CREATE MATERIALIZED VIEW many (x, y, z) AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW twice AS SELECT a, a FROM t;

-- Not populated.
CREATE MATERIALIZED VIEW later AS SELECT a FROM t WITH NO DATA;
SELECT * FROM later;
SELECT relname, relkind, relispopulated, relhasrules, relnatts FROM pg_class WHERE relnamespace = 'materialized_views'::regnamespace AND relkind = 'm' ORDER BY 1;
SELECT schemaname, matviewname, hasindexes, ispopulated FROM pg_matviews WHERE schemaname = 'materialized_views' ORDER BY 2;
REFRESH MATERIALIZED VIEW CONCURRENTLY later;
REFRESH MATERIALIZED VIEW later;
SELECT * FROM later ORDER BY a;
REFRESH MATERIALIZED VIEW later WITH NO DATA;
SELECT count(*) FROM later;
REFRESH MATERIALIZED VIEW later WITH DATA;
SELECT count(*) FROM later;

-- Concurrently.
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
CREATE UNIQUE INDEX m_b ON m (b);
DELETE FROM t WHERE a = 5;
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
SELECT * FROM m ORDER BY b;
REFRESH MATERIALIZED VIEW CONCURRENTLY m WITH NO DATA;

-- What cannot be done with them.
INSERT INTO m VALUES ('q', 1, 1);
UPDATE m SET n = 0;
DELETE FROM m;
TRUNCATE m;
SELECT * FROM m FOR UPDATE;
REFRESH MATERIALIZED VIEW t;
REFRESH MATERIALIZED VIEW nothing;
DROP TABLE m;
DROP VIEW m;
DROP MATERIALIZED VIEW t;
DROP MATERIALIZED VIEW nothing;
DROP MATERIALIZED VIEW IF EXISTS nothing;

-- Read by others.
CREATE VIEW above AS SELECT b, n + 1 AS more FROM m;
CREATE MATERIALIZED VIEW above2 AS SELECT max(more) FROM above;
SELECT * FROM above2;
DROP MATERIALIZED VIEW m;
DROP VIEW above;
DROP TABLE t;
DROP MATERIALIZED VIEW above2;
DROP VIEW above;

-- Changed.
ALTER MATERIALIZED VIEW named RENAME COLUMN x TO xx;
ALTER MATERIALIZED VIEW named RENAME TO renamed;
SELECT xx, y FROM renamed ORDER BY xx;
CREATE SCHEMA other;
ALTER MATERIALIZED VIEW renamed SET SCHEMA other;
SELECT xx FROM other.renamed ORDER BY xx;
REFRESH MATERIALIZED VIEW other.renamed;
ALTER MATERIALIZED VIEW IF EXISTS nothing RENAME TO something;
COMMENT ON MATERIALIZED VIEW m IS 'kept';
SELECT obj_description('m'::regclass);
COMMENT ON MATERIALIZED VIEW t IS 'not one';

-- A refresh is undone with its transaction.
BEGIN;
INSERT INTO t VALUES (7, 'w');
REFRESH MATERIALIZED VIEW m;
SELECT * FROM m ORDER BY b;
ROLLBACK;
SELECT * FROM m ORDER BY b;

-- Gone.
SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'materialized_views' ORDER BY 1;
DROP TABLE t;
DROP TABLE t CASCADE;
SELECT relname FROM pg_class WHERE relnamespace = 'materialized_views'::regnamespace ORDER BY 1;
DROP SCHEMA other CASCADE;
