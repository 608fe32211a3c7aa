-- The names and values of tags are offered while a filter is written, as those of parameters are.

CREATE INDEX run_tags_key ON run_tags (key, value, run_id);
