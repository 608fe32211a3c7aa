-- When rows that people look at changed last, whoever changed them: Studio tells open pages and programs about it.

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;

ALTER TABLE jobs ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE runs ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE TRIGGER jobs_touch BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER runs_touch BEFORE UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER clips_touch BEFORE UPDATE ON clips FOR EACH ROW EXECUTE FUNCTION touch();
-- None of jobs: their rows change with every clip, there are few of them, and without the index such a change costs less.
CREATE INDEX runs_updated ON runs (updated_at);
CREATE INDEX clips_updated ON clips (updated_at);
