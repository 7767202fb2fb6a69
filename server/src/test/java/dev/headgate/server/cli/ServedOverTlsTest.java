package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.server.admin.AdminToken;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.directory.Owner;
import dev.headgate.store.traces.TraceFilter;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands against a server that listens on every address, with a certificate that nobody signed
/// and that names neither of them.
final class ServedOverTlsTest {
  @TempDir static Path folder;

  private static Headgate server;

  @BeforeAll
  static void serve() throws IOException {
    var certificate = TestCertificate.make(folder, "dns:ai.corp.example");
    Files.writeString(folder.resolve("web.key"), "hg-web-0123456789abcdef");
    Files.writeString(
        folder.resolve("headgate.yaml"),
        """
        server: {host: 0.0.0.0, port: 0, tls: {certificate: %s, key: %s}}
        access: {keys: [{name: web, key: "${file:web.key}"}]}
        """
            .formatted(certificate.pem(), certificate.keyPem()));
    server = Headgate.start(folder, "serve");
    assertThat(server.await(" at http")).contains("https://0.0.0.0:");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void commandsTrustTheCertificateThatTheServerAnnounced() {
    var owner = DataDirectory.findOwner(folder.resolve("data")).orElseThrow();

    var listed = CommandResult.of("traces", "list", "--project", folder.toString());

    assertThat(owner.address()).startsWith("https://127.0.0.1:");
    assertThat(listed.exitCode()).as(listed.err()).isEqualTo(ExitCode.OK);
    assertThat(listed.out()).contains("No calls.");
  }

  @Test
  void commandsRefuseAnyOtherCertificate() throws IOException {
    var owner = DataDirectory.findOwner(folder.resolve("data")).orElseThrow();
    var elsewhere = new Owner(owner.pid(), owner.address(), "0".repeat(64));
    var token = AdminToken.load(folder.resolve("data"));

    try (var session = new RemoteSession(elsewhere, token, "")) {
      assertThatThrownBy(() -> session.traces(TraceFilter.ALL, 1, ""))
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("another certificate");
    }
  }
}
