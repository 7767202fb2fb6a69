package dev.headgate.evals.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;

/// Reads recorded exchanges from JSONL: `{id, provider, endpoint, features, request: {method, url,
/// body}, response: {status, headers, body | body_base64}}`.
public final class Recordings {
  private Recordings() {}

  /// Throws [CallFailed] that names file and line if a line is no exchange.
  public static List<Recording> read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw CallFailed.invalid(
          "data",
          "%s is a folder; name the file in it that has one recorded exchange a line, such as %s"
              .formatted(file, file.resolve("pairs.jsonl")));
    }
    var all = new ArrayList<Recording>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        all.add(recording(line, file + " line " + number));
      }
    }
    if (all.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no recorded exchange");
    }
    return all;
  }

  private static Recording recording(String line, String place) {
    try {
      if (JsonReading.read(line) instanceof Json.Obj pair
          && pair.has("request")
          && pair.has("response")) {
        return recording(pair);
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw CallFailed.invalid("data", place + ": " + e.getMessage());
    }
    throw CallFailed.invalid(
        "data", place + ": expected an object with \"request\" and \"response\"");
  }

  private static Recording recording(Json.Obj pair) {
    var request = pair.object("request");
    var response = pair.object("response");
    var features =
        pair.array("features").stream()
            .map(feature -> feature instanceof Json.Text(var name) ? name : "")
            .toList();
    return new Recording(
        pair.text("id").orElse(""),
        pair.text("provider").orElse(""),
        pair.text("endpoint").orElse(""),
        features,
        new Recording.Asked(
            request.text("method").orElse("POST"), request.text("url").orElse(""), body(request)),
        new Recording.Answered(
            (int) response.integer("status"),
            response.object("headers").text("content-type").orElse(""),
            body(response)));
  }

  private static byte[] body(Json.Obj message) {
    return message
        .text("body_base64")
        .map(Base64.getDecoder()::decode)
        .orElseGet(() -> message.text("body").orElse("").getBytes(UTF_8));
  }
}
