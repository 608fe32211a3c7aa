-- What people look at may go while they do: that it did is kept for as long as Studio may have to tell open pages and programs of it.

CREATE TABLE deletions (
    topic       text NOT NULL CHECK (topic IN ('clips', 'datasets')),
    id          uuid NOT NULL,
    deleted_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, id)
);
CREATE INDEX deletions_at ON deletions (deleted_at);

CREATE FUNCTION record_deletions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deletions (topic, id) SELECT TG_ARGV[0], id FROM gone ON CONFLICT (topic, id) DO UPDATE SET deleted_at = excluded.deleted_at;
    -- those that nobody has to be told of any more
    DELETE FROM deletions WHERE (topic, id) IN (SELECT topic, id FROM deletions WHERE deleted_at < clock_timestamp() - interval '1 hour' FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END
$$;

CREATE TRIGGER clips_deletions AFTER DELETE ON clips REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION record_deletions('clips');
CREATE TRIGGER dataset_versions_deletions AFTER DELETE ON dataset_versions REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION record_deletions('datasets');

-- A model's stage and figures change, whoever changes them. Versions of datasets do not: they come and go.
ALTER TABLE models ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER models_touch BEFORE UPDATE ON models FOR EACH ROW EXECUTE FUNCTION touch();
CREATE INDEX models_updated ON models (updated_at);
CREATE INDEX dataset_versions_created ON dataset_versions (created_at);
