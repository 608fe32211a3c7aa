-- How many points each metric's history has: to thin a long history out without reading it.

ALTER TABLE run_metrics_latest ADD COLUMN points bigint NOT NULL DEFAULT 0;
UPDATE run_metrics_latest l SET points = (SELECT count(*) FROM run_metrics m WHERE m.run_id = l.run_id AND m.key = l.key);
