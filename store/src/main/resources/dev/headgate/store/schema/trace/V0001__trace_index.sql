-- The index over the trace segments. It holds nothing that the segments do not hold: what is
-- missing is read back from them.
--
-- location: number of the segment in the upper 32 bits, offset of the record in the lower 32.
CREATE TABLE trace (
  location ${i64} PRIMARY KEY,
  bytes ${i64} NOT NULL,
  id TEXT NOT NULL UNIQUE,
  started_at ${i64} NOT NULL,
  duration_micros ${i64} NOT NULL,
  caller TEXT NOT NULL,
  operation TEXT NOT NULL,
  feature TEXT NOT NULL,
  release TEXT NOT NULL,
  status TEXT NOT NULL,
  tier TEXT NOT NULL,
  provider TEXT NOT NULL,
  request_model TEXT NOT NULL,
  response_model TEXT NOT NULL,
  input_tokens ${i64} NOT NULL,
  output_tokens ${i64} NOT NULL
) ${strict};

CREATE INDEX trace_by_time ON trace (started_at, location);
CREATE INDEX trace_by_feature ON trace (feature, started_at, location) WHERE feature <> '';
CREATE INDEX trace_by_caller ON trace (caller, started_at, location);
CREATE INDEX trace_not_ok ON trace (status, started_at, location) WHERE status <> 'ok';

-- indexed_to: everything in the segment before this offset has its row.
CREATE TABLE trace_segment (
  number ${i64} PRIMARY KEY,
  indexed_to ${i64} NOT NULL,
  last_at ${i64} NOT NULL
) ${strict};
