-- Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE session (
    id          TEXT    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL CHECK (kind IN ('GREETER', 'USER', 'ANONYMOUS', 'KIOSK')),
    user_name   TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('CREATED', 'ACTIVE', 'SUSPENDED', 'DESTROYED')),
    created_at  INTEGER NOT NULL,
    state_since INTEGER NOT NULL,
    end_reason  TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX session_by_state ON session (state);

-- Tokens that an administrator knows, and whose they are.
CREATE TABLE token (
    hash      BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    provider  TEXT    NOT NULL,
    user_name TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    added_at  INTEGER NOT NULL
) STRICT;

-- Which session a token leads to, known to an administrator or not.
CREATE TABLE binding (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX binding_by_session ON binding (session_id);
