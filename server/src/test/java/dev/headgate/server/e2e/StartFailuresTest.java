package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps a server from starting is one clear message and an exit code.
final class StartFailuresTest {
  private static final int FAILED = 1;
  private static final int DECLARATIONS = 3;

  @TempDir private Path folder;
  private TestProject project;

  @BeforeEach
  void writeAProject() {
    project = new TestProject(folder.resolve("project"), "http://127.0.0.1:9/v1");
  }

  @Test
  void aPortThatIsInUse() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      project.edit("headgate.yaml", "port: 0", "port: " + taken.getLocalPort());

      var ended = project.headgate("serve");

      assertThat(ended.exitCode()).isEqualTo(FAILED);
      assertThat(ended.err())
          .contains("127.0.0.1:" + taken.getLocalPort(), "choose another server.port")
          .hasLineCount(1);
    }
  }

  @Test
  void allMistakesAtOnce() {
    project
        .edit("headgate.yaml", "port: 0", "prot: 0")
        .edit("features/plant/feature.yaml", "collection: plant", "collection: plnat")
        .edit("features/quick/feature.yaml", "model: smart", "model: smrat");

    var ended = project.headgate("serve");

    assertThat(ended.exitCode()).isEqualTo(DECLARATIONS);
    assertThat(ended.err())
        .contains("3 mistakes", "headgate.yaml:1:", "did you mean \"port\"")
        .contains("features/plant/feature.yaml:3:", "plnat", "plant")
        .contains("features/quick/feature.yaml:3:", "smrat", "smart");
    assertThat(project.data()).doesNotExist();
  }

  @Test
  void anOpenServerForTheWholeNetwork() {
    project.edit("headgate.yaml", "port: 0", "port: 0, host: 0.0.0.0");

    var ended = project.headgate("serve");

    assertThat(ended.exitCode()).isEqualTo(DECLARATIONS);
    assertThat(ended.err()).contains("headgate.yaml:1:", "0.0.0.0", "access.keys");
  }

  @Test
  void aSecretThatIsNotSet() {
    project.edit("headgate.yaml", "timeouts:", "api-key: \"${env:NO_SUCH_KEY_HERE}\", timeouts:");

    var ended = project.headgate("serve");

    assertThat(ended.exitCode()).isEqualTo(DECLARATIONS);
    assertThat(ended.err()).contains("headgate.yaml:3:", "NO_SUCH_KEY_HERE");
  }

  @Test
  void aFolderThatIsNoProject() throws IOException {
    var empty = Files.createDirectory(folder.resolve("empty"));

    var ended = HeadgateProcess.run(empty, "serve");

    assertThat(ended.exitCode()).isEqualTo(DECLARATIONS);
    assertThat(ended.err()).contains("headgate.yaml", "headgate init");
  }

  @Tag("all")
  @Test
  void aDataDirectoryThatHoldsSomethingElse() throws IOException {
    Files.createDirectory(project.data());
    project.write("data/novel.txt", "Chapter one.");

    var ended = project.headgate("serve");

    assertThat(ended.exitCode()).isEqualTo(FAILED);
    assertThat(ended.err()).contains("not Headgate's", "name an empty or a new directory");
    assertThat(project.read("data/novel.txt")).isEqualTo("Chapter one.");
  }

  @Tag("all")
  @Test
  void servesOverTlsWithACertificateOfItsOwn() throws Exception {
    var certificate = TestCertificate.make(folder, "dns:localhost");
    project
        .write("tls/certificate.pem", Files.readString(certificate.pem()))
        .write("tls/key.pem", privateKey(certificate))
        .edit(
            "headgate.yaml",
            "port: 0",
            "port: 0, tls: {certificate: tls/certificate.pem, key: tls/key.pem}");

    try (var server = RunningServer.start(project);
        var socket =
            (SSLSocket)
                trusting(certificate).getSocketFactory().createSocket("localhost", server.port());
        var client = new RawClient(socket)) {
      var answer = client.get("/healthz").answer();

      assertThat(server.address()).startsWith("https://");
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  private static String privateKey(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(certificate.keyStore())) {
      var store = KeyStore.getInstance("PKCS12");
      var password = TestCertificate.PASSWORD.toCharArray();
      store.load(in, password);
      var key = store.getKey(store.aliases().nextElement(), password);
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }
  }

  private static SSLContext trusting(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(certificate.keyStore())) {
      var own = KeyStore.getInstance("PKCS12");
      own.load(in, TestCertificate.PASSWORD.toCharArray());
      trusted.load(null, null);
      trusted.setCertificateEntry("ours", own.getCertificate(own.aliases().nextElement()));
    }
    var authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    authorities.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, authorities.getTrustManagers(), null);
    return context;
  }
}
