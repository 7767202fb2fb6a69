package dev.headgate.server.config;

import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.SecretSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A project on disk that a test writes file by file.
final class ProjectFolder {
  static final String FEATURE =
      """
      description: Answers questions about our handbook
      shape: retrieval
      retrieval: {collection: handbook, limit: 6}
      tiers:
        - {name: generated, model: smart, prompt: answer}
        - {name: quoted, model: embedded/extractive, min-confidence: 0.5}
        - {name: support, reply: "I don't know. #help-desk does."}
      """;

  static final String PROMPT =
      """
      ---
      version: 1.0.0
      config: {temperature: 0.2, maxOutputTokens: 400}
      ---
      {{role "system"}}
      Answer from these documents only.
      {{#each documents}}
      [{{number}}] {{title}}
      {{text}}
      {{/each}}
      {{history}}
      {{role "user"}}
      {{question}}
      """;

  static final String MAIN =
      """
      providers:
        openai: {base-url: "https://api.openai.com/v1", api-key: "${env:OPENAI_API_KEY}"}
      models:
        smart: {provider: openai, model: gpt-4.1}
      """;

  private final Path folder;

  ProjectFolder(Path folder) {
    this.folder = folder;
  }

  /// A project without mistakes.
  static ProjectFolder good(Path folder) {
    return new ProjectFolder(folder)
        .write("headgate.yaml", MAIN)
        .write("collections/handbook.yaml", "sources: [{path: docs}]\n")
        .write("features/handbook/feature.yaml", FEATURE)
        .write("features/handbook/prompts/answer.prompt", PROMPT);
  }

  Path path() {
    return folder;
  }

  ProjectFolder write(String file, String text) {
    try {
      var path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LoadResult load() {
    return ProjectLoader.load(folder, secrets(Map.of("OPENAI_API_KEY", "sk-test")));
  }

  Project loaded() {
    return switch (load()) {
      case LoadResult.Loaded(var project) -> project;
      case LoadResult.Rejected(var problems) -> throw new AssertionError(lines(problems));
    };
  }

  /// The problems, one a line; empty if there are none.
  String problems() {
    return switch (load()) {
      case LoadResult.Loaded _ -> "";
      case LoadResult.Rejected(var problems) -> lines(problems);
    };
  }

  static String lines(List<Problem> problems) {
    return String.join("\n", problems.stream().map(Problem::toString).toList());
  }

  static SecretSource secrets(Map<String, String> environment) {
    return new SecretSource() {
      @Override
      public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name));
      }

      @Override
      public Optional<String> file(String path) {
        return Optional.empty();
      }
    };
  }
}
