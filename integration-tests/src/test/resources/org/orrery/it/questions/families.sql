-- Families of functions, a row of samples each.

-- two columns in one aggregate
SELECT corr(y, x) AS corr, covar_pop(y, x) AS cp, covar_samp(y, x) AS cs, regr_count(y, x) AS n, regr_avgx(y, x) AS ax, regr_avgy(y, x) AS ay, regr_sxx(y, x) AS sxx, regr_syy(y, x) AS syy, regr_sxy(y, x) AS sxy, regr_slope(y, x) AS slope, regr_intercept(y, x) AS intercept, regr_r2(y, x) AS r2 FROM (VALUES (1::float8, 2::float8), (2, 3.5), (3, 7.25), (4, NULL), (5.5, 8)) AS v(y, x);
SELECT corr(y, x) AS corr, covar_samp(y, x) AS cs, regr_r2(y, x) AS r2, regr_slope(y, x) AS slope FROM (VALUES (1::float8, 2::float8)) AS v(y, x);

-- deviations of whole numbers
SELECT stddev_pop(n) AS a, stddev_samp(n) AS b, var_pop(n) AS c, var_samp(n) AS d, stddev(n::bigint) AS e, variance(n::numeric) AS f, stddev_pop(n::smallint) AS g, stddev(n::float8) AS h FROM (VALUES (1), (2), (4), (8), (1000), (NULL), (-7)) AS v(n);
SELECT g % 3 AS k, stddev_pop(g) AS a, stddev(g * 1000003) AS b, var_samp(g::numeric / 7) AS c FROM generate_series(1, 1000) AS g GROUP BY 1 ORDER BY 1;

-- ordered sets
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n) AS a, percentile_disc(0.5) WITHIN GROUP (ORDER BY n) AS b, percentile_cont(ARRAY[0.25, 0.5, NULL, 1]) WITHIN GROUP (ORDER BY n) AS c, percentile_disc(ARRAY[0, 0.3, 1]) WITHIN GROUP (ORDER BY n DESC) AS d, mode() WITHIN GROUP (ORDER BY n) AS e, percentile_disc(0.9) WITHIN GROUP (ORDER BY n::text) AS f, percentile_cont(0.9) WITHIN GROUP (ORDER BY n) FILTER (WHERE n > 100) AS g FROM (VALUES (1), (2), (2), (3), (7), (7), (NULL), (10)) AS v(n);
SELECT k, percentile_cont(0.25) WITHIN GROUP (ORDER BY i) AS a, mode() WITHIN GROUP (ORDER BY i DESC) AS b FROM (VALUES ('x', interval '1 hour'), ('x', '2 hours'), ('y', '1 day'), ('y', '1 month'), ('y', '1 month')) AS v(k, i) GROUP BY k ORDER BY k;

-- similar and regular expressions
SELECT 'abc' SIMILAR TO '%(b|d)%' AS a, 'abc' SIMILAR TO '(b|c)%' AS b, 'a_c' SIMILAR TO 'a\_c' AS c, 'abc' NOT SIMILAR TO 'a_c' AS d, 'a%' SIMILAR TO 'a#%' ESCAPE '#' AS e, 'x1' SIMILAR TO 'x[0-9]' AS f, 'aaa' SIMILAR TO 'a{2,3}' AS g, 'a.c' SIMILAR TO 'a.c' AS h, 'abc' SIMILAR TO 'a.c' AS i,
       substring('foobar' SIMILAR '%#"o_b#"%' ESCAPE '#') AS j, substring('foobar' SIMILAR '#"o_b#"%' ESCAPE '#') AS k, substring('foobar' FROM 'o.b') AS l, substring('foobar' FROM 'o(.)b') AS m, substring('Thomas' from '%#"o_a#"_' for '#') AS n, substring('abcdefg' SIMILAR 'a#"%#"(x|g)' ESCAPE '#') AS o;
SELECT regexp_count('ABCABCAXYaxy', 'A.', 1, 'i') AS a, regexp_instr('ABCABCAXYaxy', 'a.', 1, 3, 0, 'i') AS b, regexp_instr('abcdefghi', 'd(e)(f)', 1, 1, 1, 'i', 2) AS c, regexp_substr('1234567890', '(123)(4(56)(78))', 1, 1, 'i', 4) AS d, regexp_substr('ABCABCAXYaxy', 'a.', 1, 4, 'i') AS e, regexp_like('Steven', '^ste(v|ph)en$', 'i') AS f, regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i') AS g, regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 5) AS h, regexp_replace('foobarbaz', 'b(..)', 'X\1Y', 'g') AS i, regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 0, 'i') AS j, regexp_split_to_array('aXbxc', 'x', 'i') AS k, regexp_match('foobarbequebaz', '(bar)(beque)') AS l, regexp_substr('abc', 'x') AS m, regexp_instr('abc', 'x') AS n;
SELECT * FROM regexp_split_to_table('the quick  brown', '\s+', '') AS words;
SELECT * FROM string_to_table('a,b,,NULL', ',', 'NULL') WITH ORDINALITY AS s(part, n);
SELECT string_to_table('xyz', NULL) AS c;

-- times of day with zones
SELECT '12:34:56+02'::timetz AS a, '12:00+01'::timetz < '12:00+00'::timetz AS b, '12:00+01'::timetz = '11:00+00'::timetz AS c, date '2024-01-02' + '12:00+03'::timetz AS d, '23:30+00'::timetz + interval '1 hour' AS e, '00:30+00'::timetz - interval '1 hour' AS f, ('12:00+00'::timetz AT TIME ZONE INTERVAL '-05:00') AS g, '12:34:56.789+00'::timetz(1) AS h, '12:34+05'::timetz::time AS i, min(t) AS j, max(t) AS k, pg_typeof(current_time) AS l, pg_typeof(localtime) AS m FROM (VALUES ('10:00+00'::timetz), ('09:00-05'), ('23:00+10')) AS v(t);
SELECT t FROM (VALUES ('10:00+00'::timetz), ('09:00-05'), ('23:00+10'), ('11:00+01')) AS v(t) ORDER BY t;

-- overlaps
SELECT (date '2024-01-01', date '2024-02-01') OVERLAPS (date '2024-01-15', interval '1 day') AS a, (timestamp '2024-01-01', interval '10 days') OVERLAPS (timestamp '2024-01-11', interval '1 day') AS b, (time '10:00', time '12:00') OVERLAPS (time '11:00', time '13:00') AS c, (date '2024-01-01', NULL::date) OVERLAPS (date '2024-01-01', date '2024-02-01') AS d, (date '2024-01-01', date '2024-01-01') OVERLAPS (date '2024-01-01', date '2024-02-01') AS e, (date '2024-02-01', date '2024-01-01') OVERLAPS (date '2024-01-20', date '2024-03-01') AS f;

-- parts of arrays
SELECT a[2:3] AS b, a[:2] AS c, a[3:] AS d, a[:] AS e, a[5:9] AS f, a[2:1] AS g, a[0:1] AS h, a[NULL:2] AS i, (ARRAY[[1, 2, 3], [4, 5, 6]])[1:2][2:3] AS j, (ARRAY[[1, 2, 3], [4, 5, 6]])[2:2] AS k, (ARRAY[[1, 2], [3, 4]])[1:1][2] AS l, trim_array(a, 2) AS m, array_positions(ARRAY[1, 2, 1, NULL], 1) AS n, array_positions(ARRAY['a', NULL], NULL) AS o, ('[0:2]={7,8,9}'::int[])[0:1] AS p FROM (VALUES (ARRAY[1, 2, 3, 4])) AS v(a);
SELECT max(a) AS a, min(a) AS b FROM (VALUES (ARRAY[1, 2]), (ARRAY[1, 3]), (ARRAY[1])) AS v(a);

-- bytes
SELECT substr('\x0102030405'::bytea, 2, 3) AS a, substring('\x0102030405'::bytea from 4) AS b, position('\x03'::bytea in '\x010203'::bytea) AS c, overlay('\x01020304'::bytea placing '\xffff'::bytea from 2) AS d, get_byte('\x1234'::bytea, 1) AS e, set_byte('\x1234'::bytea, 0, 255) AS f, get_bit('\x01'::bytea, 0) AS g, set_bit('\x00'::bytea, 3, 1) AS h, bit_count('\xff01'::bytea) AS i, convert_to('é', 'LATIN1') AS j, convert_from('\xc3a9'::bytea, 'UTF8') AS k, convert_from('\xe9'::bytea, 'LATIN1') AS l, btrim('\x000100'::bytea, '\x00'::bytea) AS m, ltrim('\x000100'::bytea, '\x00'::bytea) AS n;
SELECT min(c) AS a, max(c) AS b FROM (VALUES ('b  '::char(3)), ('a')) AS v(c);
SELECT pg_sleep(0.01)::text AS slept, pg_sleep_for('5 ms')::text AS too;
