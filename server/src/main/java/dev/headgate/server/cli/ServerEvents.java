package dev.headgate.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events as the server writes them: a name, one line of JSON, an empty line;
/// comments in between.
final class ServerEvents {
  private final BufferedReader lines;

  ServerEvents(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /// @param name empty for an event without one
  record Event(String name, JsonObject data) {}

  /// Waits for the next event; null at the end.
  @Nullable Event next() throws IOException {
    var name = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        return new Event(name, JsonObject.parse(line.substring("data: ".length())));
      }
    }
    return null;
  }
}
