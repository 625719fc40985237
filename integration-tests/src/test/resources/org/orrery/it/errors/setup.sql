CREATE TABLE t (id int PRIMARY KEY, name varchar(5) NOT NULL, n numeric(5, 2) CHECK (n >= 0), at timestamptz, s smallint DEFAULT 7, b bool, d date, UNIQUE (name, d));

INSERT INTO t VALUES (1, 'one', 1.5, '2024-01-01 00:00Z', 1, true, '2024-01-01'), (2, 'two', 2.5, '2024-01-02 00:00Z', 2, false, '2024-01-02');

CREATE TABLE u (t_id int, w text);

INSERT INTO u VALUES (1, 'x'), (1, 'y');

CREATE SCHEMA other;

CREATE TABLE other.thing (a int);

CREATE SCHEMA "odd.name";

CREATE TABLE "odd.name"."a table" (a int NOT NULL, b int NOT NULL, c int CHECK (c > 0) CONSTRAINT aaa CHECK (c <> -5), "D" int UNIQUE);
