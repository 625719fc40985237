-- Functions of text, times and numbers; most on constants, so that every digit counts.

-- text
SELECT upper('straße') AS up, lower('ÉCLAIR') AS low, length('naïve') AS chars, octet_length('naïve') AS bytes,
       initcap('new york') AS title, reverse('abc') AS reversed;

-- parts of text
SELECT substring('timescale' FROM 2 FOR 3) AS middle, left('timescale', 4) AS "left", right('timescale', -4) AS "right",
       position('sc' IN 'timescale') AS at, split_part('a,b,c', ',', 2) AS part, strpos('abc', 'd') AS nowhere;

-- padding and trimming
SELECT lpad('7', 3, '0') AS padded, rpad('ab', 5, 'xy') AS right, trim(both 'x' FROM 'xxaxx') AS trimmed, btrim('  b ') AS b,
       ltrim('  l') AS l, rtrim('r  ') AS r, repeat('ab', 3) AS repeated;

-- replacing
SELECT replace('a-b-c', '-', '+') AS replaced, translate('12345', '143', 'ax') AS translated, overlay('Txxxxas' PLACING 'hom' FROM 2 FOR 4) AS over,
       concat('a', NULL, 1, true) AS joined, concat_ws('/', 'a', NULL, 'b') AS path, 'a' || 1 || 'b' AS piped;

-- patterns
SELECT 'Seattle' LIKE 'Sea%' AS like_, 'Seattle' ILIKE 'sEA___E' AS ilike_, 'Seattle' ~ '^S.*e$' AS regex, 'Seattle' !~* 'york' AS not_regex,
       '50%' LIKE '50\%' AS escaped, regexp_replace('a1b22', '[0-9]+', '#', 'g') AS replaced, 'abc' SIMILAR TO '(a|b)%' AS similar_;

-- quoting and formatting
SELECT quote_ident('a b') AS ident, quote_literal('it''s') AS literal, quote_nullable(NULL) AS nothing, format('%s has %I at %L', 'x', 'y z', 'w') AS formatted,
       to_hex(255) AS hex, md5('orrery') AS digest, chr(8364) AS euro, ascii('€') AS code;

-- dates and times
SELECT date '2024-02-28' + 2 AS leap, date '2024-03-01' - date '2024-02-01' AS days, timestamp '2024-01-31' + interval '1 month' AS clamped,
       timestamp '2024-03-31 12:00' - interval '1 month 1 day' AS back, interval '1 day 25 hours' AS span, age(timestamp '2024-03-01', timestamp '2023-01-15') AS age;

-- parts of times
SELECT extract(epoch FROM timestamp '2001-09-09 01:46:40.5') AS epoch, extract(week FROM date '2021-01-03') AS week, extract(isoyear FROM date '2021-01-03') AS isoyear,
       date_part('doy', date '2020-12-31') AS doy, extract(quarter FROM date '2020-12-31') AS quarter, extract(microseconds FROM time '01:02:03.000004') AS micros,
       extract(century FROM date '2000-12-31') AS century;

-- truncation and bins
SELECT date_trunc('week', timestamp '2021-01-03 10:00') AS week, date_trunc('quarter', timestamp '2021-05-03') AS quarter,
       date_bin('15 minutes', timestamp '2020-02-11 15:44:17', timestamp '2001-01-01') AS bin, date_trunc('hour', interval '3 days 02:47') AS span;

-- making and printing times
SELECT make_date(2024, 2, 29) AS d, make_timestamp(2024, 2, 29, 12, 30, 15.5) AS t, make_interval(days => 10, hours => 2) AS i,
       to_char(timestamp '2024-02-29 15:04:05.678', 'YYYY-MM-DD HH12:MI:SS.MS AM Dy Mon DDD') AS printed, to_timestamp(1000000000) AT TIME ZONE 'UTC' AS stamp,
       to_date('29 Feb 2024', 'DD Mon YYYY') AS parsed;

-- time zones
SELECT timestamptz '2024-07-01 12:00+00' AT TIME ZONE 'America/New_York' AS summer, timestamp '2024-01-01 12:00' AT TIME ZONE 'Europe/Berlin' AT TIME ZONE 'UTC' AS winter,
       timestamptz '2024-03-10 06:59:59+00' AT TIME ZONE 'America/New_York' AS before, timestamptz '2024-03-10 07:00:00+00' AT TIME ZONE 'America/New_York' AS after;

-- buckets of constants
SELECT time_bucket('5 minutes', timestamp '2020-01-01 00:04:59.999999') AS five, time_bucket('1 week', timestamp '2020-01-01') AS week,
       time_bucket('1 month', timestamp '1999-12-31 23:00') AS month, time_bucket(10, -1) AS below, time_bucket(10, 25, 3) AS shifted,
       time_bucket('1 day', timestamp '1969-12-31 12:00') AS before_epoch;

-- arithmetic of integers
SELECT 7 / 2 AS quotient, -7 / 2 AS toward_zero, -7 % 3 AS remainder, 2 ^ 10 AS power, 5 & 3 AS band, 5 | 3 AS bor, 5 # 3 AS bxor, ~5 AS bnot, 1 << 4 AS shifted, abs(-3) AS abs, @ -4 AS at;

-- numerics are exact
SELECT 0.1 + 0.2 AS sum, 1.10 * 2.05 AS product, 1 / 3.0 AS third, 10::numeric / 3 AS ratio, 12345678901234567890.123456789 * 2 AS big, 1e-10::numeric AS tiny,
       5.00 % 1.5 AS rest, 2.5::numeric ^ 2 AS square;

-- rounding
SELECT round(2.5) AS half, round(-2.5) AS minus, round(3.14159, 3) AS digits, round(12345, -2) AS hundreds, trunc(-2.7) AS cut, ceil(-0.5) AS up, floor(-0.5) AS down,
       round(2.5::float8) AS even, trunc(9.99, 1) AS tenth;

-- floating point
SELECT 0.1::float8 + 0.2::float8 AS sum, sqrt(2::float8) AS root, exp(1::float8) AS e, ln(10::float8) AS ln, log(1000::float8) AS log, pi() AS pi, power(2::float8, 0.5) AS power,
       sin(1::float8) AS sin, atan2(1::float8, 2::float8) AS atan, 'NaN'::float8 = 'NaN'::float8 AS nan_is_nan, '-Infinity'::float8 AS inf;

-- greatest, least, coalesce
SELECT greatest(1, NULL, 3) AS most, least('b', 'a', NULL) AS first, coalesce(NULL, NULL, 'x') AS some, nullif(1, 1) AS none, num_nulls(1, NULL, NULL) AS nulls;

-- width_bucket, sign, gcd
SELECT width_bucket(5.35, 0.024, 10.06, 5) AS bucket, sign(-8.4) AS sign, gcd(1071, 462) AS gcd, lcm(4, 6) AS lcm, factorial(20) AS factorial, div(7, 2) AS div, mod(7, 2) AS mod;

-- the value of a function in FROM by its alias
SELECT element, element ->> 'a' AS a, pg_typeof(element)::text AS type FROM jsonb_array_elements('[{"a": 1}, {"a": "x"}]'::jsonb) AS element;
SELECT g, g + 1 AS next, row(g)::text AS row FROM generate_series(1, 3) AS g ORDER BY g DESC;
SELECT p::text AS pair, (p).key AS key FROM jsonb_each('{"a": 1}'::jsonb) AS p;
SELECT w::text AS with_ordinality FROM unnest(ARRAY['a', 'b']) WITH ORDINALITY AS w;
SELECT d IS NOT NULL AS now FROM current_date AS d;

-- parts of names
SELECT parse_ident('foo.boo') AS a, parse_ident(' "A b" . c ') AS b, parse_ident('X.y') AS c, parse_ident('a.b[1]', false) AS d, parse_ident('"a""b"') AS e, parse_ident('é.Ü_1$') AS f, parse_ident(NULL) AS g;
