package dev.headgate.server.boot;

import dev.headgate.server.admin.Books;
import dev.headgate.server.admin.FlagDesk;
import dev.headgate.server.admin.KeyDesk;
import dev.headgate.server.admin.ReviewDesk;
import dev.headgate.store.traces.TraceLog;

/// What can be seen of a data directory, be a house at work in it or not.
public interface Desks {
  TraceLog traces();

  /// How budgets and the ledger stand.
  Books books();

  /// Where keys are made and ended.
  KeyDesk keyDesk();

  /// Where flags are set.
  FlagDesk flagDesk();

  /// Where people find what they shall answer.
  ReviewDesk reviewDesk();
}
