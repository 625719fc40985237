-- NULLs, casts, comparisons and types.

-- NULL is unknown
SELECT NULL = NULL AS eq, NULL IS NULL AS is_, NULL AND false AS and_, NULL OR true AS or_, NOT NULL::bool AS not_, 1 IN (2, NULL) AS in_, 1 NOT IN (2, NULL) AS not_in;

-- distinct from
SELECT NULL IS DISTINCT FROM 1 AS a, NULL IS NOT DISTINCT FROM NULL AS b, 1 IS DISTINCT FROM 1 AS c, (NULL::bool) IS TRUE AS d, (NULL::bool) IS NOT FALSE AS e, (1 > NULL) IS UNKNOWN AS f;

-- aggregates skip NULLs
SELECT count(*), count(v), sum(v), avg(v), min(v), string_agg(v::text, ',') FROM (VALUES (1), (NULL), (3)) AS t(v) WHERE v IS NULL OR v > 0;

-- aggregates over nothing
SELECT count(*), sum(temp_max), max(date), bool_and(true), array_agg(wind) FROM weather_daily WHERE location = 'Nowhere';

-- grouping over nothing
SELECT location, count(*) FROM weather_daily WHERE location = 'Nowhere' GROUP BY location;

-- NULLs sort last, and form one group
SELECT v, count(*) FROM (VALUES (2), (NULL), (1), (NULL)) AS t(v) GROUP BY v ORDER BY v;

-- casts between numbers
SELECT 2.5::int AS up, 3.5::int AS four, -2.5::int AS minus, 2.5::float8::int AS even, 1e10::float8::bigint AS big, '42'::smallint AS small, true::int AS one, 0::bool AS no,
       123.456::numeric(5, 1) AS scaled, 1.0::float4::float8 AS widened;

-- casts to and from text
SELECT 12.30::text AS numeric, 1e20::float8::text AS float, 0.1::float4::text AS single, true::text AS bool, date '2024-01-02'::text AS date, interval '1 year -3 days 04:05:06.7'::text AS interval,
       '  17 '::int AS spaces, 'yes'::bool AS yes, 'abc'::varchar(2) AS cut, 'ab'::char(4) || '|' AS padded;

-- times from text
SELECT '2024-02-29 23:59:59.9999995'::timestamp AS rounded, 'Feb 3 2024'::date AS words, '20240203T040506'::timestamp AS packed, 'infinity'::timestamp > now()::timestamp AS later,
       '12:34 PM'::time AS noon, 'P1Y2M3DT4H5M6S'::interval AS iso, '1 week 2 days ago'::interval AS ago, 'epoch'::timestamp AS epoch;

-- comparing text by code points
SELECT 'a' < 'B' AS a, 'Z' < 'a' AS b, 'é' > 'z' AS c, 'abc' < 'abcd' AS d, '' < ' ' AS e;

-- comparing different numbers
SELECT 1 = 1.0 AS a, 0.1::float8 = 0.1 AS b, 1::bigint < 1.5 AS c, 9007199254740993::bigint = 9007199254740992::float8 AS d;

-- arrays
SELECT ARRAY[1, 2, 3] AS a, (ARRAY[1, 2, 3])[2] AS second, array_length(ARRAY['a', 'b'], 1) AS length, 2 = ANY ('{1,2}'::int[]) AS any_, ARRAY[1] || 2 AS appended,
       array_to_string(ARRAY[1, NULL, 3], ',', '*') AS joined, cardinality('{}'::int[]) AS empty;

-- unnesting
SELECT u.v, u.i FROM unnest(ARRAY['x', 'y']) WITH ORDINALITY AS u(v, i) ORDER BY u.i;

-- case
SELECT CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS simple, CASE WHEN false THEN 1 END AS none, CASE WHEN true THEN 1 ELSE 2.5 END AS widened;

-- row comparison
SELECT (1, 'b') < (1, 'c') AS less, (1, 2) = (1, 2) AS equal, (date '2012-01-02', 'Seattle') IN (SELECT date, location FROM weather_daily) AS found;

-- json values
SELECT '{"a": 1,  "b": [1, 2]}'::json AS json, '{"b": 1, "a": {"c": 2}, "b": 3}'::jsonb AS jsonb, '{"a": {"c": 2}}'::jsonb -> 'a' ->> 'c' AS deep, '[1, 2]'::jsonb -> 1 AS element;

-- uuid and bytea
SELECT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid AS uuid, '\xdeadbeef'::bytea AS bytes, encode('\x0102'::bytea, 'hex') AS hex, length('\x0102'::bytea) AS length;

-- types of expressions
SELECT pg_typeof(1) AS a, pg_typeof(1.5) AS b, pg_typeof('x') AS c, pg_typeof(now()) AS d, pg_typeof(1::int2 + 1::int2) AS e, pg_typeof(date '2024-01-01' - 1) AS f, pg_typeof(sum(1)) AS g, pg_typeof(avg(1)) AS h;

-- identifiers
SELECT 1 AS "Mixed Case", 2 AS lower, 3 AS "quote""d", 4;

-- the largest and smallest
SELECT 9223372036854775807 AS int8, -9223372036854775808 AS least, 2147483647 + 1::bigint AS beyond, 1.7976931348623157e308::float8 AS float8, '4713-01-01 BC'::date AS early, '294276-12-31 23:59:59.999999'::timestamp AS late;
