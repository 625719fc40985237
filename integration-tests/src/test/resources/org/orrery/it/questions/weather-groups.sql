-- Grouping and choosing among four years of daily weather.

-- all of it
SELECT location, count(*), min(date), max(date), max(temp_max), min(temp_min) FROM weather_daily GROUP BY location ORDER BY location;

-- exact sums of decimals
SELECT location, sum(precipitation), avg(precipitation), max(precipitation) FROM weather_daily GROUP BY location ORDER BY location;

-- kinds of weather
SELECT weather, count(*) AS days, count(*) FILTER (WHERE location = 'Seattle') AS seattle, avg(wind) AS wind
FROM weather_daily GROUP BY weather ORDER BY days DESC;

-- months by place
SELECT time_bucket('1 month', date) AS month, location, avg(temp_max) AS warm, avg(temp_min) AS cold FROM weather_daily
GROUP BY month, location ORDER BY month, location;

-- grouping sets
SELECT location, weather, count(*), grouping(location, weather) AS level FROM weather_daily
GROUP BY GROUPING SETS ((location, weather), (location), ()) ORDER BY 4, 1, 2;

-- rollup
SELECT extract(year FROM date) AS year, location, sum(precipitation) AS rain FROM weather_daily
GROUP BY ROLLUP (extract(year FROM date), location) ORDER BY 1, 2;

-- cube
SELECT location, weather = 'snow' AS snow, count(*) FROM weather_daily GROUP BY CUBE (location, weather = 'snow') ORDER BY 1, 2;

-- having
SELECT date_trunc('month', date) AS month, max(wind) FROM weather_daily WHERE location = 'Seattle'
GROUP BY 1 HAVING sum(precipitation) > 200 AND max(wind) > 5 ORDER BY 1;

-- the warmest day of each year and place
SELECT DISTINCT ON (location, extract(year FROM date)) location, extract(year FROM date) AS year, date, temp_max FROM weather_daily
ORDER BY location, extract(year FROM date), temp_max DESC, date;

-- distinct pairs
SELECT DISTINCT location, weather FROM weather_daily ORDER BY location DESC, weather;

-- first and last of each month
SELECT location, time_bucket('1 year', date) AS year, first(temp_max, date) AS first, last(temp_max, date) AS last FROM weather_daily
GROUP BY location, year ORDER BY location, year;
-- on PostgreSQL:
SELECT location, time_bucket('1 year', date) AS year, (array_agg(temp_max ORDER BY date))[1] AS first,
       (array_agg(temp_max ORDER BY date DESC))[1] AS last FROM weather_daily
GROUP BY location, year ORDER BY location, year;

-- text collected in order
SELECT location, string_agg(DISTINCT weather, ', ' ORDER BY weather) AS kinds FROM weather_daily GROUP BY location ORDER BY location;

-- arrays collected in order
SELECT location, array_agg(temp_max ORDER BY date) AS week FROM weather_daily WHERE date < '2012-01-08' GROUP BY location ORDER BY location;

-- sorting with NULLs and directions
SELECT location, nullif(weather, 'sun') AS weather, count(*) FROM weather_daily GROUP BY 1, 2 ORDER BY 2 DESC NULLS LAST, 1 DESC;

-- the coldest nights
SELECT date, location, temp_min FROM weather_daily ORDER BY temp_min, date, location FETCH FIRST 7 ROWS ONLY;

-- hourly normals by month
SELECT time_bucket('1 month', date) AS month, avg(temperature) AS temperature, avg(pressure) AS pressure, max(wind) AS wind
FROM weather_hourly_normals GROUP BY month ORDER BY month;

-- hourly normals by hour of the day
SELECT extract(hour FROM date)::int AS hour, count(*), avg(temperature) AS mean, min(pressure), max(pressure)
FROM weather_hourly_normals GROUP BY hour ORDER BY hour;

-- correlation
SELECT corr(temperature, wind) AS r, regr_slope(temperature, wind) AS slope, covar_pop(temperature, wind) AS covariance
FROM weather_hourly_normals;
