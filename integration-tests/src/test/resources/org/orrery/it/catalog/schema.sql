CREATE SCHEMA "My Schema";
CREATE TABLE devices (id integer PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'x', weight numeric(10,2), note text, CONSTRAINT positive CHECK (weight > 0), CONSTRAINT devices_name_key UNIQUE (name, note));
CREATE TABLE cpu (ts timestamptz NOT NULL, host text, usage double precision, tags text[]);
CREATE INDEX cpu_ts_idx ON cpu (ts DESC);
CREATE INDEX cpu_host_lower_idx ON cpu (lower(host), ts DESC NULLS LAST, usage NULLS FIRST);
CREATE TABLE "My Schema"."Odd Table" ("Id" int8, "select" bool);
CREATE VIEW v AS SELECT id, name FROM devices;
CREATE TABLE sensors (id integer PRIMARY KEY, device integer REFERENCES devices ON DELETE CASCADE);
