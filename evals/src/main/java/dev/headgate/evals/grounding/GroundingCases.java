package dev.headgate.evals.grounding;

import dev.headgate.kernel.errors.CallFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads answers with their contexts: JSONL `{context, answer, label: supported or unsupported,
/// source?}`, and the native rows of BEGIN (`knowledge`, `response`, `begin_label`), QAGS
/// (`article`, `summary_sentences`) and of pairs of sentences (`premise`, `hypothesis`, `label`).
/// Files that end in `.gz` are unpacked.
public final class GroundingCases {
  private static final JsonFactory JSON = new JsonFactory();

  private GroundingCases() {}

  /// Throws [CallFailed] if the file holds no case.
  public static List<GroundingCase> read(Path file) throws IOException {
    var cases = new ArrayList<GroundingCase>();
    try (var in = open(file);
        var json = JSON.createParser(ObjectReadContext.empty(), in)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          row(json, cases);
        }
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("data", file + ": " + e.getOriginalMessage());
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid(
          "data",
          file
              + " holds no case; expected {\"context\": …, \"answer\": …, \"label\": \"supported\" or"
              + " \"unsupported\"}");
    }
    return cases;
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static void row(JsonParser json, List<GroundingCase> into) {
    var texts = new HashMap<String, String>();
    var sentences = new ArrayList<Voted>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      var value = json.nextToken();
      if (name.equals("summary_sentences") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          sentences.add(voted(json));
        }
      } else if (value == JsonToken.VALUE_STRING) {
        texts.put(name, json.getString());
      } else {
        json.skipChildren();
      }
    }
    var source = texts.getOrDefault("source", texts.getOrDefault("data_source", ""));
    for (var sentence : sentences) {
      add(texts.get("article"), sentence.text, sentence.yes * 2 > sentence.all, source, into);
    }
    label(texts)
        .ifPresent(supported ->
            add(
                first(texts, "context", "knowledge", "premise"),
                first(texts, "answer", "response", "hypothesis"),
                supported,
                source,
                into));
  }

  private static Optional<Boolean> label(Map<String, String> texts) {
    return switch (first(texts, "label", "begin_label")) {
      case "supported", "entailment", "Fully attributable" -> Optional.of(true);
      case "unsupported", "neutral", "contradiction", "not_entailment", "Not fully attributable" ->
          Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static String first(Map<String, String> texts, String... names) {
    for (var name : names) {
      var text = texts.get(name);
      if (text != null) {
        return text;
      }
    }
    return "";
  }

  private static void add(
      @Nullable String context,
      String answer,
      boolean isSupported,
      String source,
      List<GroundingCase> into) {
    if (context != null && !context.isBlank() && !answer.isBlank()) {
      into.add(new GroundingCase(context.strip(), answer.strip(), isSupported, source));
    }
  }

  /// A sentence with the votes on it.
  private record Voted(String text, int yes, int all) {}

  private static Voted voted(JsonParser json) {
    var text = "";
    var yes = 0;
    var all = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      var value = json.nextToken();
      if (name.equals("sentence")) {
        text = json.getString();
      } else if (name.equals("responses") && value == JsonToken.START_ARRAY) {
        for (var next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
          if (next == JsonToken.VALUE_STRING && json.currentName().equals("response")) {
            all++;
            yes += json.getString().equals("yes") ? 1 : 0;
          }
        }
      } else {
        json.skipChildren();
      }
    }
    return new Voted(text, yes, all);
  }
}
