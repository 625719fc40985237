-- Daily weather of Seattle and New York, 2012 to 2015.
CREATE TABLE weather_daily (
  location text NOT NULL, date date NOT NULL, precipitation float8, temp_max float8,
  temp_min float8, wind float8, weather text);
SELECT create_hypertable('weather_daily', by_range('date', INTERVAL '1 year'));
COMMENT ON TABLE weather_daily IS 'weather of Seattle and New York by day; millimetres, degrees Celsius, metres a second';

-- What is usual for each hour of a year.
CREATE TABLE weather_hourly_normals (
  date timestamp NOT NULL, pressure float8, temperature float8, wind float8);
SELECT create_hypertable('weather_hourly_normals', by_range('date', INTERVAL '1 month'));
COMMENT ON TABLE weather_hourly_normals IS 'normal weather by hour of a year; hectopascals, degrees Celsius, metres a second';
