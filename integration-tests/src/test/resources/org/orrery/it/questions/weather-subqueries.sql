-- Subqueries, common table expressions, set operations and joins.

-- warmer than that place's mean
SELECT location, count(*) FROM weather_daily AS day
WHERE temp_max > (SELECT avg(temp_max) FROM weather_daily AS mean WHERE mean.location = day.location) GROUP BY location ORDER BY location;

-- in the set of snowy days elsewhere
SELECT count(*) FROM weather_daily WHERE location = 'Seattle'
  AND date IN (SELECT date FROM weather_daily WHERE location = 'New York' AND weather = 'snow');

-- the same day in both places
SELECT count(*), avg(a.temp_max - b.temp_max) AS warmer FROM weather_daily a JOIN weather_daily b USING (date)
WHERE a.location = 'Seattle' AND b.location = 'New York';

-- days followed by a warmer one
SELECT today.location, count(*) FROM weather_daily today
JOIN weather_daily tomorrow ON tomorrow.location = today.location AND tomorrow.date = today.date + 1
WHERE tomorrow.temp_max > today.temp_max GROUP BY today.location ORDER BY today.location;

-- common table expressions built on each other
WITH monthly AS (
  SELECT location, date_trunc('month', date) AS month, sum(precipitation) AS rain FROM weather_daily GROUP BY location, month),
wettest AS (SELECT location, max(rain) AS rain FROM monthly GROUP BY location)
SELECT m.location, m.month, m.rain FROM monthly m JOIN wettest w ON w.location = m.location AND w.rain = m.rain ORDER BY 1, 2;

-- a recursive one
WITH RECURSIVE days(day) AS (
  SELECT date '2012-02-26' UNION ALL SELECT day + 1 FROM days WHERE day < '2012-03-03')
SELECT d.day, w.temp_max FROM days d JOIN weather_daily w ON w.date = d.day AND w.location = 'Seattle' ORDER BY d.day;

-- union
SELECT weather FROM weather_daily WHERE location = 'Seattle' UNION SELECT weather FROM weather_daily WHERE location = 'New York' ORDER BY 1;

-- union all, counted
SELECT count(*) FROM (SELECT date FROM weather_daily UNION ALL SELECT date::date FROM weather_hourly_normals) AS both_;

-- intersect
SELECT temp_max FROM weather_daily WHERE location = 'Seattle' AND date < '2012-02-01'
INTERSECT SELECT temp_max FROM weather_daily WHERE location = 'New York' AND date < '2012-02-01' ORDER BY 1;

-- intersect all and except all
SELECT weather, count(*) FROM (
  (SELECT weather FROM weather_daily WHERE location = 'Seattle' EXCEPT ALL SELECT weather FROM weather_daily WHERE location = 'New York')
) AS more GROUP BY weather ORDER BY weather;

-- exists
SELECT DISTINCT extract(year FROM date)::int AS year FROM weather_daily w
WHERE EXISTS (SELECT 1 FROM weather_daily x WHERE x.location <> w.location AND x.date = w.date AND x.weather = 'snow' AND w.weather = 'snow')
ORDER BY year;

-- a scalar subquery in the list
SELECT location, count(*)::numeric / (SELECT count(*) FROM weather_daily) AS share FROM weather_daily GROUP BY location ORDER BY location;

-- any and all
SELECT count(*) FROM weather_daily WHERE temp_max >= ALL (SELECT temp_max FROM weather_daily WHERE location = 'Seattle')
  AND location = ANY (ARRAY['New York', 'Boston']);

-- values as a table
SELECT v.kind, v.label, count(w.date) FROM (VALUES ('sun', 'bright'), ('rain', 'wet'), ('hail', 'hard')) AS v(kind, label)
LEFT JOIN weather_daily w ON w.weather = v.kind GROUP BY v.kind, v.label ORDER BY v.kind;

-- a series as a table
SELECT g.month::date AS month, count(w.date) AS days
FROM generate_series(timestamp '2011-12-01', timestamp '2012-03-01', interval '1 month') AS g(month)
LEFT JOIN weather_daily w ON date_trunc('month', w.date) = g.month GROUP BY g.month ORDER BY g.month;

-- nested derived tables
SELECT max(days) FROM (SELECT weather, count(*) AS days FROM (SELECT * FROM weather_daily WHERE wind > 4) AS windy GROUP BY weather) AS kinds;

-- cross join
SELECT count(*) FROM (SELECT DISTINCT location FROM weather_daily) a CROSS JOIN (SELECT DISTINCT weather FROM weather_daily) b;
