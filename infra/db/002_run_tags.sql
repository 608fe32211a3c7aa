-- A tag of a run has a name and a value, so that runs can be filtered by it as by a parameter.

CREATE TABLE run_tags (
    run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    key     text NOT NULL,
    value   text NOT NULL,
    PRIMARY KEY (run_id, key)
);

INSERT INTO run_tags (run_id, key, value)
SELECT DISTINCT r.id, t.tag, '' FROM runs r, unnest(r.tags) AS t (tag);

ALTER TABLE runs DROP COLUMN tags;
