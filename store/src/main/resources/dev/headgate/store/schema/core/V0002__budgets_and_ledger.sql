-- What one budget may spend in one period. A new period is a new row, never a reset. All money is in
-- nano-dollars. `held` is what this process has leased and not spent; `overrun` is what providers
-- charged beyond the limit; `alerted` is the highest threshold, in thousandths of the limit, that
-- was told of.
CREATE TABLE budget_window (
  id TEXT PRIMARY KEY,
  budget TEXT NOT NULL,
  subject TEXT NOT NULL,
  period TEXT NOT NULL,
  starts_at ${i64} NOT NULL,
  ends_at ${i64} NOT NULL,
  hard ${i64} NOT NULL,
  lim ${i64} NOT NULL,
  spent ${i64} NOT NULL DEFAULT 0,
  held ${i64} NOT NULL DEFAULT 0,
  overrun ${i64} NOT NULL DEFAULT 0,
  alerted ${i64} NOT NULL DEFAULT 0,
  UNIQUE (budget, subject, period, starts_at),
  CHECK (spent >= 0 AND held >= 0 AND overrun >= 0),
  CHECK (hard = 0 OR spent + held <= lim)
) ${strict};

-- Calls that run, one row per budget of each; a call without a budget has one with an empty window.
CREATE TABLE budget_hold (
  id TEXT NOT NULL,
  window_id TEXT NOT NULL,
  at ${i64} NOT NULL,
  amount ${i64} NOT NULL,
  caller TEXT NOT NULL,
  project TEXT NOT NULL,
  feature TEXT NOT NULL,
  trace TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  PRIMARY KEY (id, window_id)
) ${clustered};

-- What was paid, append-only. A kind `call` is one request to a provider; a kind `lease` is money
-- that a killed process had leased for one budget and may have spent; a kind `release` has a
-- negative amount and takes back what `source` had estimated too high.
CREATE TABLE ledger_line (
  id TEXT PRIMARY KEY,
  at ${i64} NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  caller TEXT NOT NULL,
  project TEXT NOT NULL,
  feature TEXT NOT NULL,
  trace TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  amount ${i64} NOT NULL,
  estimated ${i64} NOT NULL,
  input_tokens ${i64} NOT NULL,
  cache_read_tokens ${i64} NOT NULL,
  cache_write_tokens ${i64} NOT NULL,
  audio_input_tokens ${i64} NOT NULL,
  output_tokens ${i64} NOT NULL,
  reasoning_tokens ${i64} NOT NULL,
  audio_output_tokens ${i64} NOT NULL,
  searches ${i64} NOT NULL
) ${clustered};

CREATE INDEX ledger_line_at ON ledger_line (at);
CREATE INDEX ledger_line_source ON ledger_line (source) WHERE source <> '';

-- Which budgets a line was counted in. For each window, the amounts here add up to spent + overrun.
-- By line, so that each commit writes at the end.
CREATE TABLE budget_entry (
  line_id TEXT NOT NULL,
  window_id TEXT NOT NULL,
  amount ${i64} NOT NULL,
  PRIMARY KEY (line_id, window_id)
) ${clustered};

-- Keys that no call is accepted from, because a provider charged one more than the bound of its call.
CREATE TABLE budget_frozen (
  caller TEXT PRIMARY KEY,
  at ${i64} NOT NULL,
  reason TEXT NOT NULL
) ${strict};

-- What has to be told: an outbox. Rows are kept until they were delivered or given up.
CREATE TABLE budget_event (
  id TEXT PRIMARY KEY,
  at ${i64} NOT NULL,
  type TEXT NOT NULL,
  budget TEXT NOT NULL,
  subject TEXT NOT NULL,
  starts_at ${i64} NOT NULL,
  ends_at ${i64} NOT NULL,
  spent ${i64} NOT NULL,
  lim ${i64} NOT NULL,
  per_mille ${i64} NOT NULL,
  caller TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts ${i64} NOT NULL,
  next_at ${i64} NOT NULL
) ${strict};

CREATE INDEX budget_event_due ON budget_event (next_at) WHERE state = 'waiting';
