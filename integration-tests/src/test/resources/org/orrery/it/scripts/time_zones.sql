-- Times with zone compared with dates and times without: both mean the session's zone.
CREATE TABLE readings (at timestamptz NOT NULL, local timestamp NOT NULL, day date NOT NULL, n int);
CREATE INDEX ON readings (at);
SET timezone = 'UTC';
INSERT INTO readings
SELECT t, t::timestamp, t::date, extract(epoch FROM t)::int / 1800
FROM generate_series('2024-03-08 00:00+00'::timestamptz, '2024-03-13 00:00+00', interval '30 minutes') t;
INSERT INTO readings
SELECT t, t::timestamp, t::date, extract(epoch FROM t)::int / 1800
FROM generate_series('2024-11-01 00:00+00'::timestamptz, '2024-11-06 00:00+00', interval '30 minutes') t;
SET timezone = 'America/New_York';
SELECT count(*), sum(n) FROM readings WHERE at >= date '2024-03-10';
SELECT count(*), sum(n) FROM readings WHERE at < date '2024-03-11' AND at > date '2024-03-10';
SELECT count(*), sum(n) FROM readings WHERE date '2024-11-03' <= at;
SELECT count(*), sum(n) FROM readings WHERE at = timestamp '2024-03-10 02:30';
SELECT count(*), sum(n) FROM readings WHERE at >= timestamp '2024-11-03 01:30' AND at <= timestamp '2024-11-03 02:00';
SELECT count(*), sum(n) FROM readings WHERE timestamp '2024-03-10 03:00' > at;
SELECT count(*), sum(n) FROM readings WHERE local >= date '2024-03-10' AND local < date '2024-11-03';
SELECT count(*), sum(n) FROM readings WHERE local = timestamptz '2024-11-03 01:30';
SELECT count(*), sum(n) FROM readings WHERE day <= timestamptz '2024-03-10 05:00+00';
SELECT count(*), sum(n) FROM readings WHERE at BETWEEN date '2024-03-10' AND date '2024-11-03' + 1;
SELECT count(*), sum(n) FROM readings WHERE at < date 'infinity' AND at > date '-infinity';
SELECT count(*), sum(n) FROM readings WHERE at < NULL::date;
SET timezone = 'Asia/Kolkata';
SELECT count(*), sum(n) FROM readings WHERE at >= date '2024-03-10';
SELECT count(*), sum(n) FROM readings WHERE at::date = date '2024-11-03';
DROP TABLE readings;
RESET timezone;
