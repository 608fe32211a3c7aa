-- Runs may be logged by programs of a user's own, whose requests may come twice; and runs may be deleted, and that undone.

ALTER TABLE runs
    ADD COLUMN idempotency_key text UNIQUE,
    ADD COLUMN deleted_at timestamptz;
