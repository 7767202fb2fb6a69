package dev.headgate.server.cli;

import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.search.SearchRequest;
import java.io.IOException;
import java.util.function.Consumer;

/// A house at work, in this process or in another. What it answers is what the routes of the server
/// answer, so a command shows the same either way.
sealed interface Session extends RecordSession permits LocalSession, RemoteSession {
  /// How the declared collections stand.
  JsonObject collections() throws IOException, InterruptedException;

  /// Asks a feature. A tier that fails halfway is followed by the next one.
  JsonObject ask(String feature, String question) throws IOException, InterruptedException;

  /// Asks a feature for somebody who watches: a tier that fails after its first word fails the
  /// call.
  ///
  /// @param text is handed the answer's text as it comes
  JsonObject stream(String feature, String question, TextSink text)
      throws IOException, InterruptedException;

  JsonObject search(SearchRequest request) throws IOException, InterruptedException;

  /// Brings a collection into step with its sources.
  JsonObject ingest(String collection, Consumer<JsonObject> progress)
      throws IOException, InterruptedException;
}
