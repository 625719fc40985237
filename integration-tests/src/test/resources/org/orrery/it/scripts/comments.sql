-- Comments on every kind of object: stored, shown, replaced, gone with what they describe.
CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0), b text, c int CONSTRAINT t_key PRIMARY KEY);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE INDEX t_b ON t (b);
COMMENT ON TABLE t IS 'a table';
COMMENT ON TABLE comments.t IS 'a table with ''quotes'' and
two lines';
COMMENT ON COLUMN t.a IS 'a column';
COMMENT ON COLUMN comments.t.b IS E'tab\there';
COMMENT ON COLUMN v.b IS 'of a view';
COMMENT ON VIEW v IS 'a view';
COMMENT ON INDEX t_b IS 'an index';
COMMENT ON INDEX t_key IS 'an index of a key';
COMMENT ON CONSTRAINT positive ON t IS 'a check';
COMMENT ON CONSTRAINT t_key ON t IS 'a key';
COMMENT ON SCHEMA comments IS 'a schema';
SELECT c.relname, d.objsubid, d.description, d.classoid::regclass FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass WHERE c.relnamespace = 'comments'::regnamespace ORDER BY 1, 2;
SELECT c.conname, obj_description(c.oid, 'pg_constraint') FROM pg_constraint c WHERE connamespace = 'comments'::regnamespace ORDER BY 1;
SELECT obj_description('t'::regclass), obj_description('t'::regclass, 'pg_class'), obj_description('t'::regclass, 'pg_proc'), obj_description('comments'::regnamespace, 'pg_namespace');
SELECT a.attname, col_description('t'::regclass, attnum) FROM pg_attribute a WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum;
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'postgres';
SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname IN ('public', 'pg_catalog', 'information_schema') ORDER BY 1;
SELECT obj_description(1, 'nothing'), obj_description(NULL, 'pg_class'), col_description('t'::regclass, 99);

-- Replaced and taken away.
COMMENT ON COLUMN t.a IS 'another';
COMMENT ON COLUMN t.b IS NULL;
COMMENT ON INDEX t_b IS '';
COMMENT ON SCHEMA public IS NULL;
SELECT col_description('t'::regclass, 1), col_description('t'::regclass, 2), obj_description('t_b'::regclass), obj_description('public'::regnamespace);
COMMENT ON SCHEMA public IS 'standard public schema';
SELECT obj_description('public'::regnamespace);

-- Rolled back.
BEGIN;
COMMENT ON TABLE t IS 'for now';
SELECT obj_description('t'::regclass);
ROLLBACK;
SELECT obj_description('t'::regclass);

-- Roles.
CREATE ROLE commented;
COMMENT ON ROLE commented IS 'a role';
SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = 'commented';
SELECT d.description FROM pg_shdescription d JOIN pg_roles r ON r.oid = d.objoid WHERE rolname = 'commented';
DROP ROLE commented;
SELECT count(*) FROM pg_shdescription WHERE description = 'a role';

-- Nothing there, or something else.
COMMENT ON TABLE nothing IS 'x';
COMMENT ON TABLE nowhere.nothing IS 'x';
COMMENT ON TABLE v IS 'x';
COMMENT ON TABLE t_b IS 'x';
COMMENT ON VIEW t IS 'x';
COMMENT ON INDEX t IS 'x';
COMMENT ON COLUMN t.nothing IS 'x';
COMMENT ON COLUMN nothing.a IS 'x';
COMMENT ON COLUMN t_b.b IS 'x';
COMMENT ON COLUMN a IS 'x';
COMMENT ON CONSTRAINT nothing ON t IS 'x';
COMMENT ON CONSTRAINT positive ON nothing IS 'x';
COMMENT ON SCHEMA nothing IS 'x';
COMMENT ON ROLE nothing IS 'x';
COMMENT ON EXTENSION nothing IS 'x';
COMMENT ON DATABASE nothing IS 'x';

-- They go along.
ALTER TABLE t DROP CONSTRAINT positive;
ALTER TABLE t DROP COLUMN c;
DROP VIEW v;
SELECT d.classoid::regclass, d.objsubid, d.description FROM pg_description d WHERE description IN ('a check', 'a key', 'a view', 'of a view', 'an index of a key') ORDER BY 1, 2;
DROP TABLE t;
SELECT count(*) FROM pg_description WHERE description IN ('another') OR description LIKE 'a table%';
DROP SCHEMA comments;
SELECT count(*) FROM pg_description WHERE description = 'a schema';
