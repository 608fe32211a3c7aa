-- What lists show of a dataset's version: its filter and its statistics, without reading the clips out of its manifest.

ALTER TABLE dataset_versions ADD COLUMN summary jsonb;
