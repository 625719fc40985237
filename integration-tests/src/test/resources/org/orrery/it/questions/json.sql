-- json and jsonb: what one row shows, PostgreSQL shows too.
-- reaching into json and jsonb
SELECT j -> 'a' AS a, j ->> 'a' AS a_text, j -> 'b' -> 1 AS element, j #> '{b,1}' AS path, j #>> '{b,-1,c}' AS deep, j -> 'x' AS missing, j ->> 'n' AS null_text, j -> 'n' AS null_json
FROM (VALUES ('{"a": "x\"y", "b": [1, {"c": "d"}], "n": null, "a": "last"}'::json)) AS v(j);
SELECT j -> 'a' AS a, j ->> 'a' AS a_text, j -> 'b' -> 1 AS element, j #> '{b,1}' AS path, j #>> '{b,-1,c}' AS deep, j -> 'x' AS missing, j ->> 'n' AS null_text, j -> 'n' AS null_json
FROM (VALUES ('{"a": "x\"y", "b": [1, {"c": "d"}], "n": null, "a": "last"}'::jsonb)) AS v(j);
SELECT '{ "k\u0065y" : [ 1 , "tab\tq" ] }'::json -> 'key' AS escaped, '{"k\u0065y": 1}'::jsonb ->> 'key' AS escaped_b, '[1, 2, 3]'::json ->> -3 AS first, '[1,2]'::jsonb -> 5 AS beyond, '"abc"'::jsonb #>> '{}' AS scalar, '"abc"'::json ->> 0 AS none,
       json_extract_path('{"a": {"b": 2}}', 'a', 'b') AS e, jsonb_extract_path_text('{"a": {"b": "t"}}', 'a', 'b') AS t, '{"1": "x"}'::jsonb #>> '{1}' AS number_key, '[[1,2],[3,4]]'::jsonb #> '{1, 0}' AS nested, '[1]'::jsonb #> '{x}' AS not_index, '[1]'::jsonb #> '{NULL}' AS null_step, '5'::jsonb -> 'a' AS in_scalar;

-- jsonb containment and keys
SELECT '{"a": 1, "b": {"c": [1, 2, {"d": 3}]}}'::jsonb @> '{"b": {"c": [{"d": 3}]}}' AS a, '[1, [2, 3]]'::jsonb @> '[[3]]' AS b, '[1, 2]'::jsonb @> '1' AS c, '1'::jsonb @> '[1]' AS d, '{"a": 1}'::jsonb <@ '{"a": 1.0, "b": 2}' AS e, '[1, 1]'::jsonb <@ '[1]' AS f, '{}'::jsonb @> '[]' AS g,
       '{"a": 1}'::jsonb ? 'a' AS h, '["a"]'::jsonb ? 'a' AS i, '"a"'::jsonb ? 'a' AS j, '[1]'::jsonb ? '1' AS k, '{"a": 1}'::jsonb ?| '{x,a}' AS l, '{"a": 1}'::jsonb ?& '{x,a}' AS m, '{"a": 1}'::jsonb ?& '{}' AS n, '[[1]]'::jsonb @> '[1]' AS o, '{"a": [1, 2]}'::jsonb @> '{"a": 1}' AS p;

-- the order of jsonb
SELECT string_agg(v::text, ' < ' ORDER BY v) AS in_order FROM unnest(ARRAY['null', 'true', 'false', '1', '1.5', '-2', '"a"', '"B"', '""', '"ab"', '[]', '["x"]', '[1]', '[1,2]', '[2]', '{}', '{"a": 1}', '{"b": 1}', '{"a": 2}', '{"a": 1, "b": 0}', '{"bb": 1, "a": 0}', '[[]]', '[{}]', '[null]']::jsonb[]) AS v;
SELECT '1'::jsonb = '1.0' AS a, '{"a": 1, "b": 2}'::jsonb = '{"b": 2, "a": 1}' AS b, '[1, 2]'::jsonb <> '[2, 1]' AS c, jsonb_cmp('"b"', '"a"') AS d, '"aa"'::jsonb < '"b"' AS e;
SELECT v, count(*) AS count FROM (VALUES ('{"a": 1}'::jsonb), ('{"a":1}'), ('{"a": 1.0}'), ('[1.50]'), ('[1.5]'), (NULL)) AS t(v) GROUP BY v ORDER BY v;
SELECT DISTINCT v FROM (VALUES ('1'::jsonb), ('2'), ('1')) AS t(v) ORDER BY v DESC;

-- jsonb joined and taken apart
SELECT '{"a": 1, "b": 2}'::jsonb || '{"b": 3, "c": 4}' AS a, '[1]'::jsonb || '[2]' AS b, '[1]'::jsonb || '2' AS c, '1'::jsonb || '2' AS d, '{"a": 1}'::jsonb || '[2]' AS e, '[2]'::jsonb || '{"a": 1}' AS f, '{}'::jsonb || '[]' AS g, '"x"'::jsonb || '[]' AS h,
       '{"a": 1, "b": 2}'::jsonb - 'a' AS i, '["a", "b", "a", 1]'::jsonb - 'a' AS j, '{"a": 1, "b": 2}'::jsonb - '{a,c}'::text[] AS k, '[1, 2, 3]'::jsonb - 1 AS l, '[1, 2, 3]'::jsonb - -1 AS m, '[1]'::jsonb - 7 AS n, '{"a": {"b": 1, "c": 2}}'::jsonb #- '{a,b}' AS o, '[1, [2, 3]]'::jsonb #- '{1,-1}' AS p, '[1]'::jsonb - '{}'::text[] AS q;

-- setting and inserting
SELECT jsonb_set('{"a": {"b": 1}}', '{a,b}', '2') AS a, jsonb_set('{"a": {"b": 1}}', '{a,c}', '[2]') AS b, jsonb_set('{"a": {"b": 1}}', '{a,c}', '2', false) AS c, jsonb_set('[1, 2, 3]', '{-1}', '"x"') AS d, jsonb_set('[1]', '{5}', '2') AS e, jsonb_set('[1]', '{-5}', '0') AS f, jsonb_set('{}', '{a,b}', '1') AS g, jsonb_set('[]', '{0}', '1') AS h,
       jsonb_insert('{"a": [0, 1, 2]}', '{a,1}', '"n"') AS i, jsonb_insert('{"a": [0, 1, 2]}', '{a,1}', '"n"', true) AS j, jsonb_insert('{"a": 1}', '{b}', '2') AS k, jsonb_insert('[1]', '{-1}', '0', true) AS l, jsonb_set_lax('{"a": 1}', '{a}', NULL) AS m, jsonb_set_lax('{"a": 1}', '{a}', NULL, true, 'delete_key') AS n, jsonb_set_lax('{"a": 1}', '{a}', NULL, true, 'return_target') AS o, jsonb_set('{"a": 1}', '{}', '2') AS p;

-- types, lengths and forms
SELECT jsonb_typeof('{}') AS a, json_typeof(' [1]') AS b, jsonb_typeof('"x"') AS c, json_typeof('-1.5e3') AS d, jsonb_typeof('true') AS e, jsonb_typeof('null') AS f, jsonb_array_length('[1, [2, 3], 4]') AS g, json_array_length(' [ ] ') AS h,
       jsonb_strip_nulls('{"a": null, "b": {"c": null, "d": [null, {"e": null}]}}') AS i, json_strip_nulls('{"a": null, "b" : { "c": null, "d": [null, 1.50] }, "b": "x\u0041"}') AS j;
SELECT jsonb_pretty('{"a": [1, {"b": null}], "c": {}, "d": [], "e": "x\ny"}') AS pretty;

-- making json of values
SELECT to_json(1) AS a, to_jsonb(1.50) AS b, to_json('x"y'::text) AS c, to_json(true) AS d, to_jsonb(date '2024-02-29') AS e, to_json(timestamp '2024-02-29 12:34:56.789') AS f, to_json(timestamptz '2024-02-29 12:34:56+00') AS g, to_jsonb(interval '1 day 2 hours') AS h, to_json('NaN'::float8) AS i, to_jsonb('{"b": 1, "a": [1,2]}'::json) AS j,
       to_json(ARRAY[[1, 2], [3, 4]]) AS k, to_jsonb(ARRAY['a', NULL]) AS l, to_json('{}'::int[]) AS m, to_json(NULL::int) AS n, to_json(1e20::float8) AS o, to_json('2024-01-01'::date - 1) AS p, to_json('infinity'::timestamp) AS q, to_json('\xde'::bytea) AS r, to_json('0044-03-15 BC'::timestamptz) AS s, to_jsonb(0.1::real) AS t;
SELECT json_build_object('a', 1, 'b', ARRAY[1, 2], 3, NULL, date '2024-01-01', 'x'::text) AS a, jsonb_build_object('b', 1, 'a', '{"z": 1}'::jsonb, 'b', 2) AS b, json_build_array(1, 'x', NULL, true, 1.5, '[1]'::json) AS c, jsonb_build_array() AS d, json_build_object() AS e, json_object('{a,1,b,NULL}') AS f, jsonb_object('{{a,1},{b,2}}') AS g, json_object('{a,b}', '{1,"x y"}') AS h, jsonb_object('{}') AS i;

-- rows as json
SELECT row_to_json(t) AS a, to_jsonb(t) AS b, row_to_json(t, true) AS c FROM (SELECT 1 AS id, 'x' AS "the name", NULL::int AS nothing, ARRAY[1, 2] AS list) AS t;
SELECT row_to_json(row(1, 'a')) AS anonymous, to_json(v) AS values FROM (VALUES (1, 'one'), (2, NULL)) AS v(n, w);
SELECT row_to_json(d) AS day FROM weather_daily AS d WHERE date = '2012-01-01' ORDER BY location;
SELECT json_agg(t ORDER BY n) AS a, jsonb_agg(t ORDER BY n DESC) AS b, to_json(array_agg(n ORDER BY n)) AS c, array_to_json(array_agg(row_to_json(t) ORDER BY n)) AS d, array_to_json(ARRAY[[1, 2], [3, 4]], true) AS e FROM (VALUES (1, 'one'), (2, NULL)) AS t(n, w);

-- json aggregates
SELECT json_agg(n ORDER BY n) AS a, jsonb_agg(w ORDER BY n) AS b, json_object_agg(w, n ORDER BY n) AS c, jsonb_object_agg(w, n ORDER BY n) AS d, json_agg(n) FILTER (WHERE n > 10) AS e, json_agg(ARRAY[n] ORDER BY n) AS f, jsonb_agg(DISTINCT n % 2) AS g FROM (VALUES (1, 'one'), (2, 'two'), (3, 'two')) AS t(n, w);
SELECT location, json_agg(temp_max ORDER BY date) AS highs, jsonb_object_agg(date, wind) AS winds FROM weather_daily WHERE date < '2012-01-04' GROUP BY location ORDER BY location;

-- sets of json
SELECT * FROM jsonb_array_elements('[1, {"a": 2}, null]');
SELECT value, ordinality FROM json_array_elements_text('["a", 1.50, null, [1]]') WITH ORDINALITY;
SELECT * FROM jsonb_each('{"b": 1, "a": {"c": 2}}');
SELECT * FROM json_each_text('{"b": null, "a": {"c": 2}, "b": "x\n"}') AS e(k, v);
SELECT jsonb_object_keys('{"bb": 1, "a": 2}') AS key;
SELECT jsonb_array_elements(j -> 'x') AS x, j ->> 'n' AS n FROM (VALUES ('{"n": 1, "x": [1, 2]}'::jsonb), ('{"n": 2, "x": []}'), ('{"n": 3, "x": [3]}')) AS t(j);
SELECT t.id, e.value ->> 'k' AS k FROM (VALUES (1, '[{"k": "a"}, {"k": "b"}]'::jsonb), (2, '[]')) AS t(id, j) CROSS JOIN LATERAL jsonb_array_elements(t.j) AS e ORDER BY 1, 2;
SELECT (jsonb_each('{"a": 1}')).*;
SELECT key, count(*) AS count, min(value) AS least FROM (VALUES ('{"a": "1", "b": "2"}'::jsonb), ('{"a": "0"}')) AS t(j), jsonb_each_text(j) GROUP BY key ORDER BY key;

-- jsonb as numbers and booleans
SELECT '1.5'::jsonb::numeric AS a, ('{"n": 42}'::jsonb -> 'n')::int AS b, '2.5'::jsonb::int8 AS c, 'true'::jsonb::bool AS d, '1e3'::jsonb::float8 AS e, ('{"n": "42"}'::jsonb ->> 'n')::int + 1 AS f, '7'::jsonb::int2 AS g, '0.1'::jsonb::float4 AS h;
