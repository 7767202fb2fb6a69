package dev.headgate.server.http;

import static dev.headgate.server.http.ScriptedHouse.waitForCancellation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.server.config.ServerConfig;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {
  @TempDir Path folder;

  private KeyStore keys;
  private ServerConfig.Tls tls;

  @BeforeEach
  void makeCertificate() throws Exception {
    var made = TestCertificate.make(folder, "dns:localhost");
    keys = KeyStore.getInstance(made.keyStore().toFile(), TestCertificate.PASSWORD.toCharArray());
    tls = new ServerConfig.Tls(made.pem(), made.keyPem());
  }

  @Test
  void servesOverTlsAndOnlyHttp11() throws Exception {
    try (var server = server();
        var client = connect(server, "h2", "http/1.1")) {
      client.get("/healthz");
      assertThat(client.answer().status()).isEqualTo(200);
      client.post("/v1/chat/completions", "{\"model\":\"smart\",\"messages\":[]}");

      assertThat(client.answer().status()).isEqualTo(200);
      var socket = (SSLSocket) client.socket;
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void seesAClientLeave() throws Exception {
    var waiting = new CountDownLatch(1);
    var cancelled = new CountDownLatch(1);
    try (var server = server();
        var client = connect(server, "http/1.1")) {
      server.house.provider =
          (_, _, cancellation) -> {
            throw waitForCancellation(cancellation, waiting, cancelled);
          };
      client.post("/v1/chat/completions", "{\"model\":\"smart\",\"messages\":[]}");
      waiting.await();

      client.leave();

      assertThat(cancelled.await(500, TimeUnit.MILLISECONDS)).isTrue();
    }
  }

  @Test
  void outlivesAClientThatDoesNotSpeakTls() throws Exception {
    try (var server = server();
        var plain = server.connect();
        var client = connect(server, "http/1.1")) {
      plain.get("/healthz");
      assertThat(plain.isClosedByServer()).isTrue();

      client.get("/healthz");

      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void saysWhatIsWrongWithItsFiles() throws Exception {
    var noKey = new ServerConfig.Tls(tls.certificate(), tls.certificate());
    var noCertificate = new ServerConfig.Tls(tls.key(), tls.key());
    var otherKind = folder.resolve("pkcs1.pem");
    Files.writeString(
        otherKind, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");

    assertThatThrownBy(() -> ServerTls.load(noKey))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> ServerTls.load(noCertificate)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ServerTls.load(new ServerConfig.Tls(tls.certificate(), otherKind)))
        .hasMessageContaining("openssl pkcs8 -topk8");
  }

  private TestServer server() throws IOException {
    return new TestServer(TestServer.config(TestServer.LIMITS, tls), "");
  }

  private RawClient connect(TestServer server, String... protocols) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate(keys.aliases().nextElement()));
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.server.port());
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return new RawClient(socket);
  }
}
