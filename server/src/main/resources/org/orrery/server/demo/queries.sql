-- How warm and wet was each month?
SELECT time_bucket('1 month', date) AS month, location,
       round(avg(temp_max)::numeric, 1) AS warmth, round(sum(precipitation)::numeric, 1) AS rain
FROM weather_daily GROUP BY month, location ORDER BY month, location LIMIT 6;

-- The last measurement of each place, and the hottest day.
SELECT location, last(weather, date) AS weather, max(date) AS day,
       max(temp_max) AS hottest, last(date, temp_max) AS hottest_day
FROM weather_daily GROUP BY location ORDER BY location;

-- A normal first of March every 15 minutes, interpolated between the hours.
SELECT time_bucket_gapfill('15 minutes', date) AS time,
       interpolate(avg(temperature)) AS temperature
FROM weather_hourly_normals
WHERE date >= '2010-03-01' AND date < '2010-03-01 02:00'
GROUP BY time ORDER BY time;

-- Days that were 10 degrees warmer than those around them.
SELECT location, date, temp_max, usual FROM (
  SELECT location, date, temp_max, round(avg(temp_max) OVER (
           PARTITION BY location ORDER BY date ROWS BETWEEN 7 PRECEDING AND 7 FOLLOWING)::numeric, 1) AS usual
  FROM weather_daily) AS days
WHERE temp_max > usual + 10 ORDER BY temp_max - usual DESC LIMIT 5;
