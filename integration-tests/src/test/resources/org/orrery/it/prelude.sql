-- What PostgreSQL 15 lacks of the time-series functions, for the server that answers are compared with.
CREATE FUNCTION months_of(width interval) RETURNS int IMMUTABLE LANGUAGE sql AS
  'SELECT (extract(year from width) * 12 + extract(month from width))::int';

CREATE FUNCTION time_bucket(width interval, ts timestamp, origin timestamp) RETURNS timestamp IMMUTABLE LANGUAGE sql AS
  'SELECT date_bin(width, ts, origin)';

CREATE FUNCTION time_bucket(width interval, ts timestamp) RETURNS timestamp IMMUTABLE LANGUAGE sql AS
  'SELECT CASE WHEN months_of(width) = 0 THEN date_bin(width, ts, timestamp ''2000-01-03'')
     ELSE timestamp ''2000-01-01'' + interval ''1 month'' * (months_of(width) * floor(
       ((extract(year from ts) - 2000) * 12 + extract(month from ts) - 1) / months_of(width))::int) END';

CREATE FUNCTION time_bucket(width interval, ts timestamp, "offset" interval) RETURNS timestamp IMMUTABLE LANGUAGE sql AS
  'SELECT time_bucket(width, ts - "offset") + "offset"';

CREATE FUNCTION time_bucket(width interval, ts date) RETURNS date IMMUTABLE LANGUAGE sql AS
  'SELECT time_bucket(width, ts::timestamp)::date';

CREATE FUNCTION time_bucket(width interval, ts timestamptz) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS
  'SELECT time_bucket(width, ts AT TIME ZONE ''UTC'') AT TIME ZONE ''UTC''';

CREATE FUNCTION time_bucket(width interval, ts timestamptz, timezone text) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS
  'SELECT time_bucket(width, ts AT TIME ZONE timezone) AT TIME ZONE timezone';

CREATE FUNCTION time_bucket(width int, ts int) RETURNS int IMMUTABLE LANGUAGE sql AS
  'SELECT (floor(ts::numeric / width) * width)::int';

CREATE FUNCTION time_bucket(width int, ts int, "offset" int) RETURNS int IMMUTABLE LANGUAGE sql AS
  'SELECT time_bucket(width, ts - "offset") + "offset"';
