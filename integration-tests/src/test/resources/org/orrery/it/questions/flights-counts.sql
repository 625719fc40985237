-- Counting and summing three million flights.

-- how many
SELECT count(*) FROM flights;

-- the time they span
SELECT min(time), max(time), max(time) - min(time) AS span FROM flights;

-- delays overall, exact
SELECT count(delay), sum(delay), avg(delay), min(delay), max(delay) FROM flights;

-- spread of delays
SELECT stddev(delay) AS deviation, var_pop(delay) AS variance, stddev_pop(distance) AS far FROM flights;

-- delays by origin
SELECT origin, count(*) AS flights, avg(delay) AS delay FROM flights GROUP BY origin ORDER BY origin;

-- busiest origins
SELECT origin, count(*) AS flights FROM flights GROUP BY origin ORDER BY flights DESC, origin LIMIT 10;

-- distances by destination, only the big ones
SELECT destination, sum(distance) AS miles, count(DISTINCT origin) AS origins FROM flights
GROUP BY destination HAVING count(*) > 50000 ORDER BY miles DESC;

-- late by how much
SELECT count(*) FILTER (WHERE delay <= 0) AS early,
       count(*) FILTER (WHERE delay BETWEEN 1 AND 15) AS slightly,
       count(*) FILTER (WHERE delay > 15 AND delay <= 60) AS late,
       count(*) FILTER (WHERE delay > 60) AS very
FROM flights;

-- how often each distance class
SELECT CASE WHEN distance < 250 THEN 'short' WHEN distance < 1000 THEN 'medium' ELSE 'long' END AS class,
       count(*) AS flights, round(avg(delay), 3) AS delay
FROM flights GROUP BY class ORDER BY class;

-- distances, rounded
SELECT distance / 500 * 500 AS miles, count(*) FROM flights GROUP BY 1 ORDER BY 1;

-- how many airports
SELECT count(DISTINCT origin), count(DISTINCT destination), count(DISTINCT distance) FROM flights;

-- was anything ever so late
SELECT bool_or(delay > 1400) AS ever, bool_and(distance > 0) AS real, every(delay > -100) AS sane FROM flights;

-- the longest delays
SELECT time, delay, origin, destination FROM flights ORDER BY delay DESC, time, origin, destination LIMIT 20;

-- a page of one airport's departures
SELECT time, destination, delay FROM flights WHERE origin = 'ANC' ORDER BY time, destination, delay LIMIT 10 OFFSET 100;
