-- Upserts of more rows than a batch has, in no order, with keys that come again.
CREATE TABLE readings (id text PRIMARY KEY, n int CHECK (n < 100000), note text DEFAULT 'none', seen int DEFAULT 0);
INSERT INTO readings (id, n) SELECT md5(g::text), g FROM generate_series(1, 5000) g;
CHECKPOINT;

-- Keys that are there and keys that are not, both many times a batch's rows.
INSERT INTO readings (id, n) SELECT md5((g * 3 % 10000)::text), g FROM generate_series(1, 9000) g ON CONFLICT (id) DO NOTHING;
SELECT count(*), sum(n), min(id), max(id) FROM readings;
INSERT INTO readings (id, n) SELECT md5((g * 7 % 20011)::text), g FROM generate_series(1, 9000) g ON CONFLICT (id) DO UPDATE SET n = excluded.n + 1, seen = readings.seen + 1;
SELECT count(*), sum(n), sum(seen), count(DISTINCT note) FROM readings;

-- DO NOTHING keeps the first row with a key, however far the others are behind it.
CREATE TABLE firsts (id int PRIMARY KEY, n int);
INSERT INTO firsts SELECT g * 37 % 1000, g FROM generate_series(1, 7000) g ON CONFLICT DO NOTHING;
SELECT count(*), sum(n), max(n) FROM firsts;

-- With two keys, what an earlier row did decides.
CREATE TABLE pairs (a int UNIQUE, b int UNIQUE);
INSERT INTO pairs SELECT g * 37 % 3000, g * 11 % 2000 FROM generate_series(1, 6000) g ON CONFLICT DO NOTHING;
SELECT count(*), sum(a), sum(b) FROM pairs;

-- RETURNING shows rows in the order in which they came.
INSERT INTO firsts SELECT 1500 - g, g FROM generate_series(1, 3000) g ON CONFLICT (id) DO UPDATE SET n = -excluded.n WHERE firsts.id % 500 = 0 RETURNING id, n;

-- DO UPDATE reads only what it needs of the rows that are there.
INSERT INTO readings (id, n, note) SELECT md5(g::text), g, 'again' FROM generate_series(1, 3000) g ON CONFLICT (id) DO UPDATE SET note = excluded.note || readings.seen WHERE readings.n % 2 = 0;
SELECT note, count(*), sum(n) FROM readings GROUP BY note ORDER BY note;
INSERT INTO readings (id, n) SELECT md5(g::text), g FROM generate_series(1, 3000) g ON CONFLICT (id) DO UPDATE SET id = excluded.id || 'x';
SELECT count(*), count(*) FILTER (WHERE id LIKE '%x') FROM readings;

-- A key twice in one command, far apart; a row that breaks a constraint behind many that do not.
INSERT INTO readings (id, n) SELECT md5((g % 4999)::text), g FROM generate_series(1, 6000) g ON CONFLICT (id) DO UPDATE SET n = excluded.n;
INSERT INTO readings (id, n) SELECT 'new ' || g, CASE g WHEN 4000 THEN 100000 ELSE g END FROM generate_series(1, 5000) g ON CONFLICT (id) DO UPDATE SET n = excluded.n;
INSERT INTO readings (id, n) SELECT CASE g WHEN 4000 THEN NULL ELSE 'new ' || g END, g FROM generate_series(1, 5000) g ON CONFLICT (id) DO NOTHING;
SELECT count(*), sum(n) FROM readings;
BEGIN;
INSERT INTO readings (id, n) SELECT 'new ' || (g * 7 % 5000), g FROM generate_series(1, 5000) g ON CONFLICT (id) DO UPDATE SET n = excluded.n;
SAVEPOINT s;
INSERT INTO readings (id, n) SELECT 'new ' || g, g FROM generate_series(1, 6000) g ON CONFLICT (id) DO UPDATE SET n = readings.n + excluded.n;
SELECT count(*), sum(n) FROM readings;
ROLLBACK TO s;
SELECT count(*), sum(n) FROM readings;
ROLLBACK;
SELECT count(*), sum(n) FROM readings;
