-- Routes, and joins with a plain table of airports.

-- the airports
SELECT count(*), min(code), max(code) FROM airports;

-- top routes by week
SELECT week, origin, destination, flights FROM (
  SELECT time_bucket('1 week', time) AS week, origin, destination, count(*) AS flights FROM flights
  GROUP BY week, origin, destination) AS routes
WHERE flights > 210 ORDER BY week, flights DESC, origin, destination;

-- routes flown both ways
SELECT count(*) FROM (SELECT DISTINCT origin, destination FROM flights) AS there
JOIN (SELECT DISTINCT origin, destination FROM flights) AS back
  ON there.origin = back.destination AND there.destination = back.origin;

-- flights by half of the alphabet
SELECT a.half, count(*) AS flights, sum(f.distance) AS miles FROM flights f JOIN airports a ON a.code = f.origin
GROUP BY a.half ORDER BY a.half;

-- both ends
SELECT o.half AS "from", d.half AS "to", count(*) FROM flights f
JOIN airports o ON o.code = f.origin JOIN airports d ON d.code = f.destination
WHERE f.time < '2001-01-08' GROUP BY o.half, d.half ORDER BY 1, 2;

-- airports that nobody flew to from there
SELECT a.code FROM airports a LEFT JOIN (SELECT DISTINCT destination FROM flights WHERE origin = 'ATL') AS f
  ON f.destination = a.code WHERE f.destination IS NULL ORDER BY a.code LIMIT 20;

-- the same, by NOT EXISTS
SELECT count(*) FROM airports a
WHERE NOT EXISTS (SELECT 1 FROM flights f WHERE f.origin = 'ATL' AND f.destination = a.code);

-- the same, by EXCEPT
SELECT count(*) FROM (SELECT code FROM airports EXCEPT SELECT destination FROM flights WHERE origin = 'ATL') AS never;

-- destinations that are no origins
SELECT DISTINCT destination FROM flights WHERE destination NOT IN (SELECT code FROM airports) ORDER BY 1;

-- airports of a list
SELECT a.code, count(f.time) AS flights FROM airports a LEFT JOIN flights f
  ON f.origin = a.code AND f.time >= '2001-06-29' WHERE a.code IN ('JFK', 'LGA', 'EWR', 'ANC') GROUP BY a.code ORDER BY a.code;

-- a full join of two days' destinations
SELECT a.destination AS one, b.destination AS other
FROM (SELECT DISTINCT destination FROM flights WHERE origin = 'ANC' AND time < '2001-01-02') a
FULL JOIN (SELECT DISTINCT destination FROM flights WHERE origin = 'ANC' AND time >= '2001-06-29') b
  ON a.destination = b.destination
ORDER BY 1, 2;

-- first and last distance flown on each route from one airport
SELECT origin, destination, first(distance, time) AS first, last(distance, time) AS last, count(*) FROM flights
WHERE origin = 'SJC' GROUP BY origin, destination ORDER BY origin, destination;
-- on PostgreSQL:
SELECT origin, destination, (array_agg(distance ORDER BY time))[1] AS first,
       (array_agg(distance ORDER BY time DESC))[1] AS last, count(*) FROM flights
WHERE origin = 'SJC' GROUP BY origin, destination ORDER BY origin, destination;

-- first and last flight of every airport
SELECT origin, first(time, time) AS first, last(time, time) AS last FROM flights GROUP BY origin ORDER BY origin;
-- on PostgreSQL:
SELECT origin, min(time) AS first, max(time) AS last FROM flights GROUP BY origin ORDER BY origin;

-- the newest delay of each route where the time decides
SELECT destination, last(delay, time) AS delay FROM flights WHERE origin = 'ANC' GROUP BY destination
HAVING count(*) FILTER (WHERE time > '2001-06-01') > 0 ORDER BY destination;
-- on PostgreSQL:
SELECT DISTINCT ON (destination) destination, delay FROM flights WHERE origin = 'ANC'
  AND destination IN (SELECT destination FROM flights WHERE origin = 'ANC' AND time > '2001-06-01')
ORDER BY destination, time DESC;

-- the newest flight of each route, told by columns that are not shown
SELECT DISTINCT ON (origin, destination) delay, distance FROM flights WHERE origin < 'B'
ORDER BY origin, destination, time DESC, delay DESC, distance LIMIT 200;
