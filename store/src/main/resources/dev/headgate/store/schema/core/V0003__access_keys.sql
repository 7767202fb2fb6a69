-- The keys that were made by "headgate keys". What a key may do is JSON that only the code reads.
-- Rows are never deleted: a revoked key stays on record.
CREATE TABLE access_key (
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  terms TEXT NOT NULL,
  created_at ${i64} NOT NULL,
  expires_at ${i64},
  revoked_at ${i64},
  PRIMARY KEY (project, id)
) ${strict};

CREATE UNIQUE INDEX access_key_name ON access_key (project, name) WHERE revoked_at IS NULL;

-- What opens the door for a key: a keyed hash, never the text. While a key is being rotated it has
-- more than one.
CREATE TABLE access_secret (
  lookup ${bytes} NOT NULL PRIMARY KEY,
  project TEXT NOT NULL,
  key_id TEXT NOT NULL,
  hint TEXT NOT NULL,
  created_at ${i64} NOT NULL,
  expires_at ${i64},
  FOREIGN KEY (project, key_id) REFERENCES access_key (project, id)
) ${strict};

CREATE INDEX access_secret_key ON access_secret (project, key_id);

-- Grows with every change, so that others see at once whether they must read again.
CREATE TABLE access_change (
  one ${i64} NOT NULL PRIMARY KEY,
  version ${i64} NOT NULL
) ${strict};

INSERT INTO access_change (one, version) VALUES (1, 0);
