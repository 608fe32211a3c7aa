-- Videos that come in pieces, so that a broken connection costs a piece and not the whole.

CREATE TABLE video_uploads (
    id                uuid PRIMARY KEY,
    name              text NOT NULL,
    bytes             bigint NOT NULL CHECK (bytes > 0),
    -- How many bytes are here: the pieces have no gaps.
    received          bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
    sha256            text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    idempotency_key   text UNIQUE,
    clip_id           uuid REFERENCES clips ON DELETE CASCADE,
    -- While somebody puts the pieces together; after a crash that ends by itself.
    completing_until  timestamptz,
    expires_at        timestamptz NOT NULL,
    created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX video_uploads_expiring ON video_uploads (expires_at);

CREATE TABLE video_upload_pieces (
    upload_id   uuid NOT NULL REFERENCES video_uploads ON DELETE CASCADE,
    at          bigint NOT NULL,
    bytes       bigint NOT NULL CHECK (bytes > 0),
    object_key  text NOT NULL,
    PRIMARY KEY (upload_id, at)
);
