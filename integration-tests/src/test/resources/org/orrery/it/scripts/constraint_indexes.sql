-- Constraints that take over indexes, and those with INCLUDE.

CREATE TABLE t (a int, b int, c text, UNIQUE (a) INCLUDE (b), CONSTRAINT tp PRIMARY KEY (b) INCLUDE (a, c));
SELECT conname, conkey, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY 1;
SELECT indexdef FROM pg_indexes WHERE tablename = 't' ORDER BY 1;
INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y');
INSERT INTO t VALUES (1, 3, 'x');
INSERT INTO t VALUES (4, 2, 'x') ON CONFLICT (b) DO UPDATE SET c = 'up' RETURNING *;
CREATE TABLE bad (a int, UNIQUE (a) INCLUDE (zz));
ALTER TABLE t DROP COLUMN c;
SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY 1;

CREATE TABLE u (a int, b int, c text);
INSERT INTO u VALUES (1, 1, 'x'), (2, NULL, 'y');
CREATE UNIQUE INDEX ua ON u (a);
CREATE UNIQUE INDEX ub ON u (b);
CREATE UNIQUE INDEX uc ON u (lower(c));
CREATE UNIQUE INDEX ud ON u (b) WHERE a > 1;
CREATE UNIQUE INDEX ue ON u (a DESC);
CREATE INDEX uf ON u (a);
ALTER TABLE u ADD CONSTRAINT u_b PRIMARY KEY USING INDEX ub;
ALTER TABLE u ADD CONSTRAINT u_c UNIQUE USING INDEX uc;
ALTER TABLE u ADD CONSTRAINT u_d UNIQUE USING INDEX ud;
ALTER TABLE u ADD CONSTRAINT u_e UNIQUE USING INDEX ue;
ALTER TABLE u ADD CONSTRAINT u_f UNIQUE USING INDEX uf;
ALTER TABLE u ADD CONSTRAINT u_g UNIQUE USING INDEX nix;
ALTER TABLE u ADD UNIQUE USING INDEX ub;
ALTER TABLE u ADD CONSTRAINT u_pk PRIMARY KEY USING INDEX ua;
ALTER TABLE u ADD CONSTRAINT u_again UNIQUE USING INDEX u_pk;
INSERT INTO u VALUES (1, 5, 'z');
SELECT conname, contype, conkey, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'u'::regclass ORDER BY 1;
SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'u'::regclass AND attnum > 0 ORDER BY attnum;
CREATE TABLE r (a int REFERENCES u);
INSERT INTO r VALUES (1), (2);
INSERT INTO r VALUES (3);
ALTER TABLE u DROP CONSTRAINT u_pk;
