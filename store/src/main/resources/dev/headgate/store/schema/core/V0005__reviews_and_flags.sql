-- Calls that a person shall answer. What was asked and what was answered is sealed under the key of
-- the person who asked. States: waiting, assigned, answered; an open one that is past due_at has
-- expired.
CREATE TABLE review (
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  caller TEXT NOT NULL,
  feature TEXT NOT NULL,
  release TEXT NOT NULL,
  tier TEXT NOT NULL,
  trace TEXT NOT NULL,
  assignee TEXT NOT NULL,
  created_at ${i64} NOT NULL,
  due_at ${i64} NOT NULL,
  delete_at ${i64} NOT NULL,
  answered_at ${i64},
  data_key ${i64} NOT NULL,
  nonce ${bytes} NOT NULL,
  sealed ${bytes} NOT NULL,
  answer_nonce ${bytes},
  answer_sealed ${bytes},
  PRIMARY KEY (project, id)
) ${strict};

CREATE INDEX review_by_age ON review (project, created_at);
CREATE INDEX review_by_end ON review (delete_at);

-- What has to be told of reviews, until it was. The text is read from the review when it is told.
CREATE TABLE review_event (
  id TEXT NOT NULL PRIMARY KEY,
  project TEXT NOT NULL,
  review TEXT NOT NULL,
  type TEXT NOT NULL,
  at ${i64} NOT NULL,
  state TEXT NOT NULL,
  attempts ${i64} NOT NULL,
  next_at ${i64} NOT NULL
) ${strict};

CREATE INDEX review_event_due ON review_event (state, next_at);

-- How a flag was set last, and by whom; a flag that is not here is as it is declared.
CREATE TABLE flag (
  name TEXT NOT NULL PRIMARY KEY,
  is_on ${i64} NOT NULL,
  set_at ${i64} NOT NULL,
  set_by TEXT NOT NULL
) ${strict};
