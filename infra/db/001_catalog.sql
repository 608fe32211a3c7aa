-- Clips, what was made of them, jobs and their steps.

CREATE TABLE clips (
    id                   uuid PRIMARY KEY,
    sha256               text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name                 text NOT NULL,
    names                text[] NOT NULL DEFAULT '{}',
    bytes                bigint NOT NULL CHECK (bytes >= 0),
    state                text NOT NULL CHECK (state IN ('uploaded', 'processing', 'ready', 'rejected', 'failed')),
    code                 text,
    reason               text,
    media                jsonb,
    warnings             text[] NOT NULL DEFAULT '{}',
    source_key           text NOT NULL,
    known_landmarks_key  text,
    speaker              text,
    tags                 text[] NOT NULL DEFAULT '{}',
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX clips_created ON clips (created_at DESC, id);
CREATE INDEX clips_state ON clips (state, created_at DESC);

CREATE TABLE uploads (
    id          uuid PRIMARY KEY,
    sha256      text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name        text NOT NULL,
    bytes       bigint NOT NULL CHECK (bytes >= 0),
    object_key  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobs (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('extraction', 'training', 'animation')),
    name              text NOT NULL,
    state             text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'rejected', 'cancelled')),
    parameters        jsonb NOT NULL,
    priority          integer NOT NULL DEFAULT 0,
    cancel_requested  boolean NOT NULL DEFAULT false,
    error             text,
    idempotency_key   text UNIQUE,
    -- Counted as clips become final, so that finishing a clip costs the same in a job of ten and of ten thousand.
    clips_total       integer NOT NULL DEFAULT 0,
    clips_ready       integer NOT NULL DEFAULT 0,
    clips_rejected    integer NOT NULL DEFAULT 0,
    clips_failed      integer NOT NULL DEFAULT 0,
    clips_cancelled   integer NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    started_at        timestamptz,
    finished_at       timestamptz
);
CREATE INDEX jobs_created ON jobs (created_at DESC, id);
CREATE INDEX jobs_kind ON jobs (kind, created_at DESC);
CREATE INDEX jobs_cancelling ON jobs (id) WHERE cancel_requested AND state IN ('queued', 'running');

CREATE TABLE experiments (
    id          uuid PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE datasets (
    id          uuid PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL DEFAULT now()
);

-- A version never changes: its manifest holds the clips, their artifacts, the splits and the statistics.
CREATE TABLE dataset_versions (
    id          uuid PRIMARY KEY,
    dataset_id  uuid NOT NULL REFERENCES datasets,
    number      integer NOT NULL CHECK (number > 0),
    hash        text NOT NULL,
    manifest    jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (dataset_id, number),
    UNIQUE (dataset_id, hash)
);

CREATE TABLE runs (
    id             uuid PRIMARY KEY,
    experiment_id  uuid NOT NULL REFERENCES experiments,
    job_id         uuid REFERENCES jobs,
    name           text NOT NULL,
    status         text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'rejected', 'cancelled')),
    tags           text[] NOT NULL DEFAULT '{}',
    notes          text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    started_at     timestamptz,
    finished_at    timestamptz
);
CREATE INDEX runs_created ON runs (created_at DESC, id);
CREATE INDEX runs_experiment ON runs (experiment_id, created_at DESC);
CREATE INDEX runs_job ON runs (job_id);

CREATE TABLE run_params (
    run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    key     text NOT NULL,
    value   text NOT NULL,
    PRIMARY KEY (run_id, key)
);
CREATE INDEX run_params_key ON run_params (key, value, run_id);

CREATE TABLE run_metrics (
    run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    key     text NOT NULL,
    step    bigint NOT NULL,
    epoch   integer NOT NULL,
    value   double precision NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, key, step)
);

-- The last value of each metric, so that filtering and ordering runs does not read their histories.
CREATE TABLE run_metrics_latest (
    run_id  uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    key     text NOT NULL,
    step    bigint NOT NULL,
    epoch   integer NOT NULL,
    value   double precision NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, key)
);
CREATE INDEX run_metrics_latest_key ON run_metrics_latest (key, value, run_id);

CREATE TABLE models (
    id                  uuid PRIMARY KEY,
    run_id              uuid NOT NULL UNIQUE REFERENCES runs,
    name                text NOT NULL,
    version             integer NOT NULL CHECK (version > 0),
    recipe              jsonb NOT NULL,
    dataset_version_id  uuid NOT NULL REFERENCES dataset_versions,
    object_prefix       text NOT NULL,
    metrics             jsonb,
    created_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (name, version)
);
CREATE INDEX models_created ON models (created_at DESC, id);

CREATE TABLE run_artifacts (
    id          uuid PRIMARY KEY,
    run_id      uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
    name        text NOT NULL,
    kind        text NOT NULL,
    object_key  text NOT NULL,
    bytes       bigint NOT NULL CHECK (bytes >= 0),
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, name)
);

CREATE TABLE steps (
    id            uuid PRIMARY KEY,
    job_id        uuid NOT NULL REFERENCES jobs,
    clip_id       uuid REFERENCES clips,
    run_id        uuid REFERENCES runs,
    kind          text NOT NULL CHECK (kind IN ('ingest', 'features', 'landmarks', 'train', 'evaluate', 'animate')),
    state         text NOT NULL CHECK (state IN ('waiting', 'queued', 'running', 'succeeded', 'rejected', 'failed', 'cancelled')),
    priority      integer NOT NULL DEFAULT 0,
    -- Which claim this is: a worker's writes count only while it holds the lease of the current attempt.
    attempt       integer NOT NULL DEFAULT 0,
    bugs          integer NOT NULL DEFAULT 0,
    transients    integer NOT NULL DEFAULT 0,
    lost_leases   integer NOT NULL DEFAULT 0,
    not_before    timestamptz,
    lease_owner   text,
    lease_until   timestamptz,
    queued_at     timestamptz,
    -- When a message was last sent for this step; null while one is owed.
    published_at  timestamptz,
    publications  integer NOT NULL DEFAULT 0,
    progress      double precision NOT NULL DEFAULT 0,
    message       text,
    code          text,
    error         text,
    parameters    jsonb NOT NULL DEFAULT '{}',
    result        jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    finished_at   timestamptz
);
CREATE INDEX steps_job ON steps (job_id, clip_id);
CREATE INDEX steps_clip ON steps (clip_id);
CREATE INDEX steps_next ON steps (kind, priority DESC, queued_at, id) WHERE state = 'queued';
CREATE INDEX steps_owed ON steps (queued_at) WHERE state = 'queued' AND published_at IS NULL;
CREATE INDEX steps_leased ON steps (lease_until) WHERE state = 'running';
CREATE INDEX steps_faulted ON steps (finished_at) WHERE state = 'failed' AND published_at IS NULL;

CREATE TABLE step_attempts (
    step_id      uuid NOT NULL REFERENCES steps ON DELETE CASCADE,
    attempt      integer NOT NULL,
    worker       text NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    outcome      text CHECK (outcome IN ('succeeded', 'rejected', 'transient', 'bug', 'cancelled', 'lost', 'released')),
    error        text,
    PRIMARY KEY (step_id, attempt)
);

-- Which clips a job asks for. A job that asks for a clip on which another job works already shares that job's steps.
CREATE TABLE job_clips (
    job_id        uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
    clip_id       uuid NOT NULL REFERENCES clips,
    steps_job_id  uuid NOT NULL REFERENCES jobs,
    state         text NOT NULL CHECK (state IN ('pending', 'ready', 'rejected', 'failed', 'cancelled')),
    code          text,
    reason        text,
    PRIMARY KEY (job_id, clip_id)
);
CREATE INDEX job_clips_steps ON job_clips (clip_id, steps_job_id) WHERE state = 'pending';

-- hash names what an artifact was made from: the same hash and kind is the same content.
CREATE TABLE artifacts (
    id            uuid PRIMARY KEY,
    hash          text NOT NULL,
    kind          text NOT NULL,
    object_key    text NOT NULL,
    bytes         bigint NOT NULL CHECK (bytes >= 0),
    step_version  text,
    parameters    jsonb,
    metadata      jsonb,
    clip_id       uuid REFERENCES clips,
    run_id        uuid REFERENCES runs,
    model_id      uuid REFERENCES models,
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (hash, kind)
);
CREATE INDEX artifacts_clip ON artifacts (clip_id, kind, created_at DESC);

-- The artifacts that a step made, or found made already.
CREATE TABLE step_artifacts (
    step_id      uuid NOT NULL REFERENCES steps ON DELETE CASCADE,
    artifact_id  uuid NOT NULL REFERENCES artifacts,
    PRIMARY KEY (step_id, artifact_id)
);

-- The artifact of each kind that stands for a clip now.
CREATE TABLE clip_artifacts (
    clip_id      uuid NOT NULL REFERENCES clips,
    kind         text NOT NULL,
    artifact_id  uuid NOT NULL REFERENCES artifacts,
    PRIMARY KEY (clip_id, kind)
);
