package dev.headgate.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A project that a test writes: three features over two documents, and a provider at a base URL.
final class TestProject {
  static final String QUESTION = "How often is the reactor vessel inspected?";

  /// What `embedded/extractive` finds for [#QUESTION].
  static final String QUOTE = "The reactor vessel is inspected every eleven months.";

  static final String REPLY = "I don't know. Ask the control room.";

  private final Path folder;

  TestProject(Path folder, String baseUrl) {
    this.folder = folder;
    write("headgate.yaml", main(baseUrl));
    write("collections/plant.yaml", "sources: [{path: docs}]\n");
    write(
        "docs/vessel.md",
        "# Reactor vessel\n\n" + QUOTE + " The inspection takes nine days and needs two crews.\n");
    write("docs/turbine.md", "# Turbine\n\nThe turbine hall is cleaned on the first Monday.\n");
    write(
        "features/plant/feature.yaml",
        """
        description: Answers questions about the plant
        shape: retrieval
        retrieval: {collection: plant}
        tiers:
          - {name: generated, model: smart, prompt: answer, deadline: 1s}
          - {name: quoted, model: embedded/extractive}
          - {name: support, reply: "%s"}
        """
            .formatted(REPLY));
    prompt("plant", "1.0.0", "Answer from these documents only.");
    write(
        "features/quick/feature.yaml",
        """
        description: Answers anything
        tiers:
          - {name: generated, model: smart, prompt: answer, deadline: 20s}
        """);
    write(
        "features/quick/prompts/answer.prompt",
        "---\nversion: 1.0.0\ninput: {schema: {question: string}}\n---\n{{question}}\n");
    write(
        "features/canned/feature.yaml",
        "description: Always says the same\ntiers:\n  - {name: only, reply: \"Good morning.\"}\n");
  }

  private static String main(String baseUrl) {
    return """
    server: {port: 0}
    providers:
      scripted: {base-url: "%s", timeouts: {connect: 1s, headers: 2s, first-token: 2s, idle: 2s}}
    models:
      smart: {provider: scripted, model: scripted-1}
    """
        .formatted(baseUrl);
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  TestProject write(String file, String text) {
    try {
      var path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces a text that must be there.
  TestProject edit(String file, String before, String after) {
    var text = read(file);
    if (!text.contains(before)) {
      throw new AssertionError(file + " has no \"" + before + "\"");
    }
    return write(file, text.replace(before, after));
  }

  TestProject prompt(String feature, String version, String system) {
    return write(
        "features/" + feature + "/prompts/answer.prompt",
        """
        ---
        version: %s
        ---
        {{role "system"}}
        %s
        {{#each documents}}
        [{{number}}] {{text}}
        {{/each}}
        {{role "user"}}
        {{question}}
        """
            .formatted(version, system));
  }

  HeadgateProcess.Ended headgate(String... arguments) {
    return HeadgateProcess.run(folder, arguments);
  }
}
