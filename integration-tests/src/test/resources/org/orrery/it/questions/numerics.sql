-- Exact arithmetic: every digit is PostgreSQL's.

-- powers, exponentials and logarithms of numerics
SELECT a, b, power(a, b) AS power FROM (VALUES (10::numeric, -2::numeric), (10, 3), (2, 0.5), (2, 100), (2, -3), (1.5, 2), (1.0000001, 1000000), (0, 0), (0, 5), (0, 0.5), (-2, 3), (-2, 2), (0.1, 20), (1.23, -1), (99.9, 0), (7.7, 1), (1234.5678, 7.3), (2, 0.333333), (0.5, -0.5), (10, 30.5), (1e-10, 3), (9.999, 50), (-1.5, 5), (1.1, 1000), (3, 2.0), (0.9999, -3000.5)) AS v(a, b);
SELECT a, exp(a) AS exp FROM (VALUES (0::numeric), (1), (-1), (0.5), (10), (-10), (100.25), (-50.123), (1e-5), (0.0000000001), (23.4567), (700), (-300)) AS v(a);
SELECT a, ln(a) AS ln, log(a) AS log, log(2::numeric, a) AS log2, sqrt(a) AS sqrt FROM (VALUES (1::numeric), (2), (10), (0.5), (0.0001), (123456789.123456789), (1.0001), (0.99999), (1e30), (1e-30), (9.99), (1.1), (0.9), (2.718281828459045)) AS v(a);
SELECT 2::numeric ^ 10 AS a, 2 ^ 10 AS b, 2.0 ^ 10 AS c, 'NaN'::numeric ^ 0 AS d, 1 ^ 'NaN'::numeric AS e, 'Infinity'::numeric ^ -1 AS f, '-Infinity'::numeric ^ 3 AS g, 2 ^ 'Infinity'::numeric AS h, 0.5 ^ 'Infinity'::numeric AS i, exp('-Infinity'::numeric) AS j, ln('Infinity'::numeric) AS k, |/ 2.0 AS l;
SELECT scale(1.500) AS a, min_scale(1.500) AS b, trim_scale(1.500) AS c, gcd(12.5, 5) AS d, lcm(12.5, 5) AS e, trim_scale(100) AS f, min_scale(100) AS g, scale('NaN'::numeric) AS h, factorial(20) AS i, div(7.5, 2) AS j, mod(7.5, 2) AS k, width_bucket(5.35, 0.024, 10.06, 5) AS l;
