-- Filling gaps: what TimescaleDB's functions give, computed by PostgreSQL with series and joins.

-- gap-filled daily means of two weeks of which every third day is left out
SELECT time_bucket_gapfill('1 day', date) AS day, avg(temp_max) AS warm FROM weather_daily
WHERE location = 'Seattle' AND date >= '2013-03-01' AND date < '2013-03-15' AND extract(day FROM date)::int % 3 <> 0
GROUP BY day ORDER BY day;
-- on PostgreSQL:
SELECT s.day::date AS day, w.temp_max AS warm FROM generate_series(date '2013-03-01', date '2013-03-14', interval '1 day') AS s(day)
LEFT JOIN weather_daily w ON w.date = s.day AND w.location = 'Seattle' AND extract(day FROM w.date)::int % 3 <> 0 ORDER BY day;

-- last observation carried forward
SELECT time_bucket_gapfill('1 day', date) AS day, locf(avg(temp_max)) AS warm FROM weather_daily
WHERE location = 'Seattle' AND date >= '2013-03-01' AND date < '2013-03-15' AND extract(day FROM date)::int % 3 = 1
GROUP BY day ORDER BY day;
-- on PostgreSQL:
SELECT s.day::date AS day, (SELECT w.temp_max FROM weather_daily w WHERE w.location = 'Seattle' AND w.date >= '2013-03-01'
  AND w.date <= s.day AND extract(day FROM w.date)::int % 3 = 1 ORDER BY w.date DESC LIMIT 1) AS warm
FROM generate_series(date '2013-03-01', date '2013-03-14', interval '1 day') AS s(day) ORDER BY day;

-- interpolated between known days
SELECT time_bucket_gapfill('1 day', date) AS day, interpolate(avg(temp_max)) AS warm FROM weather_daily
WHERE location = 'Seattle' AND date >= '2013-03-01' AND date < '2013-03-15' AND extract(day FROM date)::int % 4 = 1
GROUP BY day ORDER BY day;
-- on PostgreSQL:
WITH known AS (SELECT date, temp_max FROM weather_daily WHERE location = 'Seattle' AND date >= '2013-03-01' AND date < '2013-03-15'
  AND extract(day FROM date)::int % 4 = 1),
days AS (SELECT g::date AS day FROM generate_series(date '2013-03-01', date '2013-03-14', interval '1 day') AS g)
SELECT d.day, CASE WHEN a.date = d.day THEN a.temp_max
  ELSE a.temp_max + (b.temp_max - a.temp_max) * (d.day - a.date) / (b.date - a.date) END AS warm
FROM days d LEFT JOIN known a ON a.date = (SELECT max(date) FROM known WHERE date <= d.day)
LEFT JOIN known b ON b.date = (SELECT min(date) FROM known WHERE date > d.day) ORDER BY d.day;

-- every place has its own gaps
SELECT time_bucket_gapfill('1 day', date, date '2014-07-01', date '2014-07-06') AS day, location, sum(precipitation) AS rain FROM weather_daily
WHERE date >= '2014-07-01' AND date < '2014-07-06' AND precipitation > 0 GROUP BY day, location ORDER BY location, day;
-- on PostgreSQL:
SELECT s.day::date AS day, l.location, w.precipitation AS rain
FROM (SELECT DISTINCT location FROM weather_daily WHERE date >= '2014-07-01' AND date < '2014-07-06' AND precipitation > 0) l
CROSS JOIN generate_series(date '2014-07-01', date '2014-07-05', interval '1 day') AS s(day)
LEFT JOIN weather_daily w ON w.date = s.day AND w.location = l.location AND w.precipitation > 0 ORDER BY l.location, day;

-- hours of which only the windy ones exist
SELECT time_bucket_gapfill('1 hour', date) AS hour, count(*) AS windy, locf(max(wind)) AS wind FROM weather_hourly_normals
WHERE date >= '2010-06-01' AND date < '2010-06-03' AND wind > 3.6 GROUP BY hour ORDER BY hour;
-- on PostgreSQL:
SELECT s.hour, CASE WHEN w.wind IS NOT NULL THEN 1::bigint END AS windy, (SELECT x.wind FROM weather_hourly_normals x
  WHERE x.date >= '2010-06-01' AND x.date <= s.hour AND x.wind > 3.6 ORDER BY x.date DESC LIMIT 1) AS wind
FROM generate_series(timestamp '2010-06-01', timestamp '2010-06-02 23:00', interval '1 hour') AS s(hour)
LEFT JOIN weather_hourly_normals w ON w.date = s.hour AND w.wind > 3.6 ORDER BY s.hour;

-- nothing there at all
SELECT time_bucket_gapfill('1 day', date) AS day, count(*) AS days FROM weather_daily
WHERE date >= '2020-01-01' AND date < '2020-01-04' GROUP BY day ORDER BY day;
-- on PostgreSQL:
SELECT s::date AS day, NULL::bigint AS days FROM generate_series(date '2020-01-01', date '2020-01-03', interval '1 day') AS s ORDER BY day;

-- order and limit act after filling
SELECT time_bucket_gapfill('1 week', date) AS week, max(temp_max) AS warm FROM weather_daily
WHERE location = 'New York' AND date >= '2015-01-05' AND date < '2015-03-02' AND weather = 'snow'
GROUP BY week ORDER BY week DESC LIMIT 4;
-- on PostgreSQL:
SELECT s::date AS week, (SELECT max(temp_max) FROM weather_daily w WHERE w.location = 'New York' AND w.weather = 'snow'
  AND w.date >= s AND w.date < s + interval '7 days') AS warm
FROM generate_series(date '2015-01-05', date '2015-02-23', interval '7 days') AS s ORDER BY week DESC LIMIT 4;
