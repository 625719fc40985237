-- Printing and reading by templates.

SELECT set_config('timezone', 'UTC', false) AS zone;

-- fields of a timestamp
SELECT to_char(t, 'YYYY-MM-DD HH24:MI:SS.US') AS a, to_char(t, 'Day, DD Month YYYY') AS b, to_char(t, 'FMDay, FMDD FMMonth FMYYYY') AS c, to_char(t, 'DY Dy dy MON Mon mon MONTH month DAY day') AS d, to_char(t, 'HH:MI:SS AM a.m. P.M. pm A.D. bc') AS e, to_char(t, 'HH12 HH24 MI SS MS US FF1 FF2 FF3 FF4 FF5 FF6 SSSS SSSSS') AS f,
       to_char(t, 'Y,YYY YYYY YYY YY Y IYYY IYY IY I') AS g, to_char(t, 'CC Q MM RM rm WW W IW DDD IDDD DD D ID J') AS h, to_char(t, 'FMMM FMRM FMDDD FMHH24 FMMI FMSS FMMS FMCC FMYY FMY,YYY FMWW FMIW FMJ') AS i, to_char(t, 'DDth DDTH YYYYth Mth HH24th SSSSSth MMth Y,YYYth') AS j
FROM (VALUES (timestamp '2024-02-29 13:45:06.789012'), ('1999-12-31 00:00:00'), ('2001-01-01 12:00:01.5'), ('0044-03-15 23:59:59 BC'), ('12345-06-07 08:09:10'), ('0001-01-01'), ('2023-11-03 11:02:23'), ('infinity'), (NULL)) AS v(t);
SELECT to_char(t, '"Year:" YYYY "quoted ""x\"y" \"YYYY\" /-:;.,' ) AS a, to_char(t, 'YYYYMMDDHH24MISSUS') AS b, to_char(t, 'TMMonth TMDay TMmon') AS c, to_char(t, 'xyz hello') AS d, to_char(t, '') AS e, to_char(t, 'FXYYYY SP FM') AS f, to_char(t, 'YYYY年MM月') AS g FROM (VALUES (timestamp '2024-05-06 07:08:09')) AS v(t);

-- zones
SELECT to_char(t, 'TZ tz OF TZH:TZM') AS utc, to_char(t AT TIME ZONE 'Asia/Kolkata', 'HH24:MI TZ OF') AS local FROM (VALUES (timestamptz '2024-07-01 12:00:00+00'), ('2024-01-01 12:00:00+00')) AS v(t);
SELECT set_config('timezone', 'Europe/Berlin', false) AS zone;
SELECT to_char(t, 'YYYY-MM-DD HH24:MI:SS TZ tz OF TZH:TZM') AS berlin FROM (VALUES (timestamptz '2024-07-01 12:00:00+00'), ('2024-01-01 12:00:00+00')) AS v(t);
SELECT to_timestamp('2024-07-01 12:00', 'YYYY-MM-DD HH24:MI') AS a;
SELECT set_config('timezone', 'Asia/Kolkata', false) AS zone;
SELECT to_char(timestamptz '2024-07-01 12:00:00+00', 'TZ OF FMOF TZH:TZM') AS kolkata;
SELECT set_config('timezone', 'UTC', false) AS zone;

-- intervals
SELECT to_char(i, 'YYYY MM DD HH24:MI:SS.US') AS a, to_char(i, 'HH12 MI MS SSSS') AS b, to_char(i, 'FMYY FMMM FMDD CC Q DDD W RM J WW') AS c FROM (VALUES (interval '1 year 2 months 3 days 04:05:06.789'), ('-1 day -02:03:04'), ('100 hours'), ('15 months'), ('-5 months')) AS v(i);

-- whole numbers
SELECT n, to_char(n, '999') AS a, to_char(n, '0000') AS b, to_char(n, 'S999') AS c, to_char(n, '999S') AS d, to_char(n, '999MI') AS e, to_char(n, 'MI999') AS f, to_char(n, 'PL999') AS g, to_char(n, 'SG999') AS h, to_char(n, '999PR') AS i, to_char(n, 'FM999') AS j, to_char(n, '9,999,999') AS k, to_char(n, 'FM9,999,999') AS l, to_char(n, '999th') AS m, to_char(n, 'FM999TH') AS n_, to_char(n, 'RN') AS o, to_char(n, 'FMrn') AS p, to_char(n, '9V99') AS q, to_char(n, '9.99EEEE') AS r, to_char(n, 'L999') AS s, to_char(n, '999.99') AS t, to_char(n, '9G999D9') AS u, to_char(n, 'B999') AS v, to_char(n, 'FM0999S') AS w
FROM (VALUES (0), (1), (-1), (12), (113), (-485), (1022), (999), (1234567), (-22)) AS t(n);
SELECT to_char(n, '9999999999999999999') AS a, to_char(n, 'FM9G999G999G999G999G999G999') AS b, to_char(n, '9.999EEEE') AS c, to_char(n, 'S0') AS d FROM (VALUES (0::bigint), (9223372036854775807), (-9223372036854775808), (-42)) AS t(n);

-- numerics
SELECT n, to_char(n, '999.99') AS a, to_char(n, 'FM999.99') AS b, to_char(n, '0000.000') AS c, to_char(n, 'FM0999.9900') AS d, to_char(n, '9.9') AS e, to_char(n, 'FM9.9') AS f, to_char(n, 'S999.9') AS g, to_char(n, '999.9S') AS h, to_char(n, '999.9PR') AS i, to_char(n, 'SG999.9') AS j, to_char(n, '999.9MI') AS k, to_char(n, 'FM999.9MI') AS l, to_char(n, '999D99') AS m, to_char(n, '9.99EEEE') AS o, to_char(n, '99V9') AS p, to_char(n, '9,999.9') AS q, to_char(n, 'FM9,999.99') AS r, to_char(n, '"v" 999 "w"') AS s, to_char(n, 'FM999PR') AS t, to_char(n, '.99') AS u, to_char(n, 'FM.99') AS v, to_char(n, 'PL999.9') AS w, to_char(n, '9 9 9') AS x, to_char(n, 'RN') AS y
FROM (VALUES (0::numeric), (0.1), (-0.1), (0.05), (12.345), (-12.345), (148.5), (-485), (999.999), (1485.8), (0.00001), (100)) AS t(n);
SELECT to_char('NaN'::numeric, '999.99') AS a, to_char('NaN'::numeric, '9.9EEEE') AS b, to_char(1234567890123456789012345.678, 'FM9G999G999G999G999G999G999G999G999D99') AS c, to_char(-0.0000123, '9.99EEEE') AS d, to_char(9.999, '9.99EEEE') AS e, to_char(12345678.9, 'FM999,999,999.00') AS f, to_char('Infinity'::numeric, '99') AS g;

-- floats
SELECT n, to_char(n, '999.99') AS a, to_char(n, 'FM999.999') AS b, to_char(n, '9.999EEEE') AS c, to_char(n, '99999999999999999999.99') AS d, to_char(n, 'S9.9') AS e, to_char(n, 'FM990.0') AS f, to_char(n, '99V99') AS g, to_char(n::real, '999999.999') AS h, to_char(n::real, '9.9EEEE') AS i, to_char(n, 'RN') AS j FROM (VALUES (0::float8), (0.1), (-3.14159), (2.5), (3.5), (123.456), (1e15), (-1e-5), (99.995), ('NaN'), (1.0e10)) AS t(n);

-- dates from text
SELECT to_date('05 Dec 2000', 'DD Mon YYYY') AS a, to_date('2024-2-9', 'YYYY-MM-DD') AS b, to_date('20240229', 'YYYYMMDD') AS c, to_date('2024 060', 'YYYY DDD') AS d, to_date('2024-09-4', 'IYYY-IW-ID') AS e, to_date('24-1-1', 'YY-MM-DD') AS f, to_date('95-1-1', 'YY-MM-DD') AS g, to_date('44-03-15 BC', 'YYYY-MM-DD BC') AS h, to_date('2454000', 'J') AS i, to_date('december 25, 1999', 'month DD, YYYY') AS j, to_date('1,999 3', 'Y,YYY MM') AS k, to_date('2024 IX', 'YYYY RM') AS l, to_date('2024-3', 'YYYY-Q') AS m, to_date('20 24', 'CC YY') AS n, to_date('21', 'CC') AS o, to_date('2024', 'YYYY') AS p, to_date('', 'YYYY') AS q, to_date('3rd Feb 2024', 'DDth Mon YYYY') AS r, to_date('  2024  -  03', 'YYYY-MM') AS s, to_date('2024-03 5', 'YYYY-MM W') AS t, to_date('2024 10', 'YYYY WW') AS u, to_date('Monday 5 August 2024', 'Day DD Month YYYY') AS v;

-- timestamps from text
SELECT to_timestamp('2024-02-29 13:45:06.789', 'YYYY-MM-DD HH24:MI:SS.MS') AS a, to_timestamp('05 Dec 2000 11:30 PM', 'DD Mon YYYY HH:MI AM') AS b, to_timestamp('12:15 am', 'HH12:MI am') AS c, to_timestamp('2024-01-01 12:00:00.123456', 'YYYY-MM-DD HH24:MI:SS.US') AS d, to_timestamp('2024-01-01T10:20:30+05:30', 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') AS e, to_timestamp('20240101T102030', 'YYYYMMDD"T"HH24MISS') AS f, to_timestamp('45678', 'SSSSS') AS g, to_timestamp('12:34:56.7', 'HH24:MI:SS.FF3') AS h, to_timestamp('2000 + JUN', 'YYYY MON') AS i, to_timestamp('2000/JUN', 'YYYY-MON') AS j, to_timestamp(' 2000 JUN', 'YYYY MON') AS k, to_timestamp('2000--JUN', 'YYYY--MON') AS l, to_timestamp('1 4 1902', 'Q MM YYYY') AS m, to_timestamp('3 4 21 01', 'W MM CC YY') AS n, to_timestamp('2011-12-18 23:38:15 -05', 'YYYY-MM-DD HH24:MI:SS TZH') AS o, to_timestamp('97/Feb/16', 'YY:Mon:DD') AS p, to_timestamp('15 text between 12', 'HH24 "text between" MI') AS q, to_timestamp('1.5', 'SS.MS') AS r, to_timestamp(0) AS s;

-- numbers from text
SELECT to_number('12,454.8-', '99G999D9S') AS a, to_number('-34,338,492', '99G999G999') AS b, to_number('<564646.654564>', '999999.999999PR') AS c, to_number('0.00001-', '9.999999S') AS d, to_number('5.01-', 'FM9.999999MI') AS e, to_number('$1,234.56', 'L9,999.99') AS f, to_number('1234.56', 'L9,999.99') AS g, to_number('34,50', '999,99') AS h, to_number('123,000', '999G') AS i, to_number('42nd', '99th') AS j, to_number('+12', 'S99') AS k, to_number(' 4 8 5', '9 9 9') AS l, to_number('12.34', '99') AS m, to_number('123456', '999V99') AS n, to_number('1', '') AS o, to_number('ab12', '"ab"99') AS p, to_number('-12', 'SG99') AS q, to_number('12-', '99MI') AS r, to_number('.5', '9.9') AS s, to_number('1,234', '9G999') AS t, to_number('00123', '00000') AS u, to_number('12 ', '99') AS v;
