package dev.headgate.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The files of a new project. Lines that begin with `#|` are those of the generative model: plain
/// lines in a project that has one, comments that show the way in one that has none.
final class Starter {
  private static final String MODEL_LINE = "#|";
  private static final List<String> FILES =
      List.of(
          "headgate.yaml",
          "features/handbook/feature.yaml",
          "features/handbook/prompts/answer.prompt",
          "collections/handbook.yaml",
          "docs/equipment.md",
          "docs/holidays.md");

  private Starter() {}

  /// Texts by path within the project.
  static SequencedMap<String, String> files(Optional<ModelChoice> model) {
    var example = model.orElseGet(() -> ModelChoice.parse("openai/gpt-4.1-mini"));
    var files = new LinkedHashMap<String, String>();
    for (var name : FILES) {
      files.put(name, filled(load(name), example, model.isPresent()));
    }
    files.put(".gitignore", load("gitignore"));
    return files;
  }

  private static String filled(String template, ModelChoice model, boolean active) {
    return template
        .lines()
        .map(line -> modelLine(line, active))
        .map(line ->
            line.replace("<provider>", model.provider())
                .replace("<settings>", settings(model))
                .replace("<model>", model.model()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String modelLine(String line, boolean active) {
    if (!line.startsWith(MODEL_LINE)) {
      return line;
    }
    var text = line.substring(MODEL_LINE.length());
    return active ? text : "#" + text;
  }

  private static String settings(ModelChoice model) {
    var settings = new StringBuilder("base-url: \"" + model.baseUrl() + "\"");
    if (model.keyVariable() != null) {
      settings.append(", api-key: \"${env:").append(model.keyVariable()).append("}\"");
    }
    if (model.isPlaintextBeyondThisMachine()) {
      settings.append(", allow-plaintext: true");
    }
    return settings.toString();
  }

  private static String load(String name) {
    try (var file = Starter.class.getResourceAsStream("starter/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the build left out starter/" + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
