-- Flights over time.

-- delays by hour and origin
SELECT time_bucket('1 hour', time) AS hour, origin, count(*) AS flights, avg(delay) AS delay FROM flights
WHERE time >= '2001-02-01' AND time < '2001-02-03' GROUP BY hour, origin ORDER BY hour, origin;

-- flights by day
SELECT time_bucket('1 day', time) AS day, count(*) AS flights, max(delay) AS delay FROM flights GROUP BY day ORDER BY day;

-- weeks begin on Mondays
SELECT time_bucket('1 week', time) AS week, count(*) AS flights FROM flights GROUP BY week ORDER BY week;

-- months
SELECT time_bucket('1 month', time) AS month, count(*) AS flights, sum(distance) AS miles FROM flights GROUP BY month ORDER BY month;

-- quarters
SELECT time_bucket('3 months', time) AS quarter, count(*) FROM flights GROUP BY quarter ORDER BY quarter;

-- with another origin
SELECT time_bucket('10 days', time, timestamp '2001-01-01') AS decade, count(*) FROM flights GROUP BY 1 ORDER BY 1;

-- with an offset
SELECT time_bucket('1 day', time, interval '5 hours') AS night, count(*) FROM flights
WHERE time < '2001-01-10' GROUP BY night ORDER BY night;

-- by hour of the day
SELECT extract(hour FROM time) AS hour, count(*), avg(delay) FROM flights GROUP BY 1 ORDER BY 1;

-- by day of the week
SELECT extract(isodow FROM time)::int AS day, count(*) AS flights, avg(delay)::numeric(10, 4) AS delay
FROM flights GROUP BY day ORDER BY day;

-- truncated
SELECT date_trunc('month', time) AS month, min(time), max(time) FROM flights GROUP BY month ORDER BY month;

-- one day of one airport, by quarter of an hour
SELECT time_bucket('15 minutes', time) AS slot, count(*), min(delay), max(delay) FROM flights
WHERE origin = 'ATL' AND time >= '2001-03-15' AND time < '2001-03-16' GROUP BY slot ORDER BY slot;

-- the last five hours before a moment
SELECT time_bucket('1 hour', time) AS hour, max(delay) FROM flights WHERE time < '2001-05-05 17:30'
GROUP BY hour ORDER BY hour DESC LIMIT 5;

-- the date alone
SELECT time::date AS day, count(*) FROM flights WHERE origin = 'JFK' AND time::date BETWEEN '2001-06-01' AND '2001-06-07'
GROUP BY day ORDER BY day;

-- a range without rows
SELECT count(*), sum(delay), max(time) FROM flights WHERE time >= '2005-01-01';

-- an exact instant
SELECT origin, destination, delay FROM flights WHERE time = '2001-01-01 00:01' ORDER BY origin, destination, delay;

-- outside a range
SELECT count(*) FROM flights WHERE time NOT BETWEEN '2001-01-02' AND '2001-06-30';
