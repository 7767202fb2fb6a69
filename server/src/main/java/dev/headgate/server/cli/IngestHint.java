package dev.headgate.server.cli;

import java.io.IOException;
import java.util.function.Predicate;

/// What to do about collections that nothing was ingested into: searches of them find nothing,
/// which looks like an answer.
final class IngestHint {
  private IngestHint() {}

  /// Names those of the declared collections that are empty.
  ///
  /// @param concerned by name
  static void tell(Session session, Terminal terminal, Predicate<String> concerned)
      throws IOException, InterruptedException {
    for (var collection : session.collections().objects("collections")) {
      var name = collection.string("name");
      if (collection.string("state").equals("empty") && concerned.test(name)) {
        terminal.tell(
            "collection \"%s\" has no documents yet; run headgate ingest %s".formatted(name, name));
      }
    }
  }
}
