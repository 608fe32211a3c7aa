-- What lists are filtered and ordered by is worked out when it is written, not for every row each time that somebody looks.

-- The numbers among parameters and tags. The length keeps numeric from overflowing; a pattern that counts digits would take fifteen times as long.
CREATE FUNCTION read_number(value text) RETURNS numeric IMMUTABLE LANGUAGE sql
    RETURN CASE WHEN length(value) <= 200 AND value ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$' THEN value::numeric END;
ALTER TABLE run_params ADD COLUMN number numeric GENERATED ALWAYS AS (read_number(value)) STORED;
ALTER TABLE run_tags ADD COLUMN number numeric GENERATED ALWAYS AS (read_number(value)) STORED;
DROP INDEX run_params_key, run_tags_key;
CREATE INDEX run_params_key ON run_params (key, value, run_id) INCLUDE (number);
CREATE INDEX run_tags_key ON run_tags (key, value, run_id) INCLUDE (number);

-- "30000/1001", or "25".
CREATE FUNCTION read_fraction(value text) RETURNS double precision IMMUTABLE LANGUAGE sql
    RETURN CASE WHEN value ~ '^[+-]?[0-9]+(/[0-9]+)?$' THEN split_part(value, '/', 1)::float8 / NULLIF(COALESCE(NULLIF(split_part(value, '/', 2), ''), '1')::float8, 0) END;
ALTER TABLE clips
    ADD COLUMN seconds double precision GENERATED ALWAYS AS (read_fraction(media->>'duration')) STORED,
    ADD COLUMN frame_rate double precision GENERATED ALWAYS AS (read_fraction(media->'video'->>'frameRate')) STORED;

-- A number that a step recorded.
CREATE FUNCTION read_figure(document jsonb, name text) RETURNS double precision IMMUTABLE LANGUAGE sql
    RETURN CASE jsonb_typeof(document->name) WHEN 'number' THEN (document->>name)::float8 END;
-- The share of a clip's frames that training uses.
ALTER TABLE artifacts ADD COLUMN quality double precision GENERATED ALWAYS AS (
    GREATEST(0, read_figure(metadata, 'valid') - COALESCE(read_figure(metadata, 'flagged'), 0)) / NULLIF(read_figure(metadata, 'frames'), 0)) STORED;
-- A list of clips asks for these of all clips at once.
CREATE INDEX artifacts_landmarks ON artifacts (id) INCLUDE (quality) WHERE kind = 'landmarks';
CREATE INDEX clip_artifacts_landmarks ON clip_artifacts (clip_id) INCLUDE (artifact_id) WHERE kind = 'landmarks';
