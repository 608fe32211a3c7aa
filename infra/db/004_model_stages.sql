-- Where a version of a model stands: what was just trained is a candidate, one version of a name at most is in production.

ALTER TABLE models
    ADD COLUMN stage text NOT NULL DEFAULT 'candidate' CHECK (stage IN ('candidate', 'production', 'archived')),
    ADD COLUMN staged_at timestamptz NOT NULL DEFAULT now();
UPDATE models SET staged_at = created_at;
CREATE UNIQUE INDEX models_production ON models (name) WHERE stage = 'production';
