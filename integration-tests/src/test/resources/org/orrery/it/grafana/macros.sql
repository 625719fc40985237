-- Each of Grafana's macros, as people use it.

-- times as they are
SELECT $__time(at), value FROM readings WHERE $__timeFilter(at) ORDER BY 1, 2;

-- times as numbers
SELECT $__timeEpoch(at), value FROM readings WHERE at BETWEEN $__timeFrom() AND $__timeTo() ORDER BY 1, 2;

-- groups of time, as series
SELECT $__timeGroupAlias(at, '5m'), sensor AS metric, avg(value) AS value FROM readings WHERE $__timeFilter(at) GROUP BY 1, 2 ORDER BY 1, 2;

-- groups with a gap filled by Grafana
SELECT $__timeGroup(at, '1h', 0) AS "time", max(value) AS value FROM readings WHERE $__timeFilter(at) GROUP BY "time" ORDER BY "time";
SELECT $__timeGroup(at, '6h', previous) AS "time", min(value) AS value FROM readings WHERE $__timeFilter(at) GROUP BY 1 ORDER BY 1;
SELECT $__timeGroupAlias(at, $__interval, NULL), count(*) AS value FROM readings WHERE $__timeFilter(at) GROUP BY "time" ORDER BY "time";

-- columns without time zones and dates
SELECT $__timeGroupAlias(local, '30m'), sum(value) AS value FROM readings WHERE $__timeFilter(local) GROUP BY 1 ORDER BY 1;
SELECT $__timeGroupAlias(day, '7d'), sum(value) AS value FROM readings WHERE $__timeFilter(day) GROUP BY 1 ORDER BY 1;

-- seconds and nanoseconds since 1970
SELECT $__unixEpochGroupAlias(seconds, '5m'), avg(value) AS value FROM readings WHERE $__unixEpochFilter(seconds) GROUP BY 1 ORDER BY 1;
SELECT $__unixEpochGroup(seconds, '1h', NULL) AS "time", count(*) AS value FROM readings WHERE $__unixEpochFilter(seconds) GROUP BY "time" ORDER BY "time";
SELECT nanos AS "time", value FROM readings WHERE $__unixEpochNanoFilter(nanos) ORDER BY 1, 2;
SELECT count(*) FROM readings WHERE nanos >= $__unixEpochNanoFrom() AND nanos <= $__unixEpochNanoTo();

-- a rate over a window, percentiles, a heat map
SELECT "time", total - lag(total) OVER (ORDER BY "time") AS rate FROM (SELECT $__timeGroupAlias(at, '1h'), sum(value) AS total FROM readings WHERE $__timeFilter(at) GROUP BY 1) AS hours ORDER BY 1;
SELECT $__timeGroupAlias(at, '1h'), percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95, stddev(value) AS deviation, variance(value) AS variance FROM readings WHERE $__timeFilter(at) GROUP BY 1 ORDER BY 1;
SELECT $__timeGroupAlias(at, '1h'), width_bucket(value, 0, 100, 10) AS bucket, count(*) AS n FROM readings WHERE $__timeFilter(at) GROUP BY 1, 2 ORDER BY 1, 2;

-- annotations and variables
SELECT at AS "time", at + interval '5 minutes' AS "timeend", 'high on ' || sensor AS text, sensor AS tags FROM readings WHERE $__timeFilter(at) AND value > 95 ORDER BY 1, 3;
SELECT DISTINCT sensor AS "__text", sensor AS "__value" FROM readings WHERE sensor ~* '^s' ORDER BY 1;

-- what the query builder asks of the catalogs
SELECT current_setting('server_version_num')::int / 100 AS version;
SELECT extversion IS NOT NULL AS timescaledb FROM pg_extension WHERE extname = 'timescaledb';
SELECT quote_ident(table_name) AS "table" FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache', '_timescaledb_catalog', '_timescaledb_internal', '_timescaledb_config', 'timescaledb_information', 'timescaledb_experimental') AND table_schema = ANY (SELECT CASE WHEN trim(part) = '"$user"' THEN user ELSE trim(part) END FROM unnest(string_to_array(current_setting('search_path'), ',')) AS part) ORDER BY 1;
SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns WHERE CASE WHEN array_length(parse_ident('readings'), 1) = 2 THEN quote_ident(table_schema) = (parse_ident('readings'))[1] AND quote_ident(table_name) = (parse_ident('readings'))[2] ELSE quote_ident(table_name) = (parse_ident('readings'))[1] AND quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1), array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i, string_to_array(current_setting('search_path'), ',') AS s) END ORDER BY ordinal_position;
SELECT quote_ident(column_name) AS "column" FROM information_schema.columns WHERE table_name = 'readings' AND data_type IN ('timestamp with time zone', 'timestamp without time zone', 'date', 'bigint', 'integer', 'double precision', 'real') ORDER BY 1;
SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'public';
