-- Answers that callers may continue from, sealed under the key of the person they were made for. A
-- conversation is the chain of `previous`.
CREATE TABLE response (
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  previous TEXT NOT NULL,
  created_at ${i64} NOT NULL,
  expires_at ${i64} NOT NULL,
  data_key ${i64} NOT NULL,
  nonce ${bytes} NOT NULL,
  sealed ${bytes} NOT NULL,
  PRIMARY KEY (project, id)
) ${strict};

CREATE INDEX response_by_expiry ON response (expires_at);
CREATE INDEX response_by_age ON response (project, created_at);
