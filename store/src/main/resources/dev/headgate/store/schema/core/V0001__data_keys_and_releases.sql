-- One row per subject whose texts are encrypted. Deleting the row destroys the key and with it the
-- texts. The row with an empty lookup belongs to the directory itself.
CREATE TABLE data_key (
  id ${i64} PRIMARY KEY,
  lookup ${bytes} NOT NULL UNIQUE,
  wrapped ${bytes} NOT NULL
) ${strict};

CREATE TABLE release (
  feature TEXT NOT NULL,
  release TEXT NOT NULL,
  content TEXT NOT NULL,
  first_seen_at ${i64} NOT NULL,
  PRIMARY KEY (feature, release)
) ${strict};

-- When the disk was full, and when it had space again.
CREATE TABLE storage_event (
  at ${i64} NOT NULL,
  event TEXT NOT NULL
) ${strict};
