package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data directory of an earlier release, as it was left by `kill -9` after four calls, is
/// opened by this one.
final class UpgradeTest {
  @TempDir private Path folder;

  @Test
  void everythingThatRelease010LeftIsThereAndWorks() throws IOException {
    try (var provider = ScriptedProvider.start()) {
      provider.always(AnyDialect.says("Good ", "morning."));
      declare(provider.baseUrl());
      unpack("data-0.1.0.zip", folder.resolve("data"));
      var process = HeadgateProcess.start(folder, "serve");
      try (var server = RunningServer.of(process, folder.resolve("data"))) {
        var found = server.ask("book", "When does the backup run?");
        var asked = server.chat(false);
        var answer = server.post("/v1/responses", "{\"model\":\"smart\",\"input\":\"hi\"}");

        assertThat(server.get("/readyz").body()).doesNotContain("degraded", "failed");
        assertThat(found.body()).contains("The backup runs every night at two.", "backup.md");
        assertThat(asked.body()).contains("Good morning.");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.traceIds())
            .hasSize(7)
            .endsWith(
                "tr_01m805td9myar589ayff0ctc58",
                "tr_01m805td6dmphyfnxsxpayyjnh",
                "tr_01m805td5b245k55fqpah7jtzw",
                "tr_01m805td3tmk5qw3dj1hxdwm5b");
        assertThat(server.admin("/admin/traces/tr_01m805td9myar589ayff0ctc58").body())
            .contains("\"payload\":\"readable\"", "How long does a laptop take?", "laptop.md");
        assertThat(server.admin("/admin/traces/tr_01m805td3tmk5qw3dj1hxdwm5b").body())
            .contains("\"payload\":\"readable\"", "anna", "Once upon a time");
        // What the release did not have yet: keys, budgets, a ledger.
        assertThat(server.admin("/admin/budgets").body()).contains("month");
        assertThat(server.admin("/admin/keys", "{\"name\":\"new\"}").status()).isEqualTo(200);
        assertThat(server.get("/v1/models").status()).isEqualTo(401);
      }
    }
  }

  private void declare(String baseUrl) {
    write(
        "headgate.yaml",
        """
        server: {port: 0}
        providers: {scripted: {base-url: "%s"}}
        models:
          smart: {provider: scripted, model: scripted-1, price: {input: "$1", output: "$1"}}
        budgets: {all: {limit: "$5"}}
        """
            .formatted(baseUrl));
    write("collections/book.yaml", "sources: [{path: docs}]\n");
    write(
        "docs/backup.md",
        "# Backup\n\nThe backup runs every night at two. It is kept for thirty days.\n");
    write(
        "docs/laptop.md",
        "# Laptop\n\nA new laptop is ordered in the service portal. It takes five days.\n");
    write(
        "features/book/feature.yaml",
        """
        description: Answers from the book
        shape: retrieval
        retrieval: {collection: book, limit: 6}
        tiers:
          - {name: quoted, model: embedded/extractive, min-confidence: 0.3}
          - {name: support, reply: "I don't know. #help-desk does."}
        """);
  }

  private void write(String path, String text) {
    try {
      var file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(String name, Path into) throws IOException {
    var packed = Objects.requireNonNull(UpgradeTest.class.getResourceAsStream(name), name);
    try (var zip = new ZipInputStream(packed)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var file = into.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
