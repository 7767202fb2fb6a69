package dev.headgate.compat;

import static dev.headgate.compat.Chats.accumulated;
import static dev.headgate.compat.Chats.ask;
import static dev.headgate.compat.Chats.stream;
import static dev.headgate.compat.Chats.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIIoException;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official Java SDK over https, and a provider behind https, each with a certificate of its
/// own that nobody else trusts.
@Tag("all")
final class JavaSdkTlsTest {
  @TempDir Path folder;
  @TempDir Path theProviders;
  @TempDir Path theServers;
  private KeyStore keys;
  private TestCertificate provider;

  @BeforeEach
  void makeCertificates() throws IOException, GeneralSecurityException {
    provider = TestCertificate.make(theProviders, "dns:localhost");
    var server = TestCertificate.make(theServers, "ip:127.0.0.1");
    keys = KeyStore.getInstance(server.keyStore().toFile(), TestCertificate.PASSWORD.toCharArray());
    Files.copy(server.pem(), folder.resolve("server.pem"));
    var key =
        keys.getKey(keys.aliases().nextElement(), TestCertificate.PASSWORD.toCharArray())
            .getEncoded();
    Files.writeString(
        folder.resolve("server-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key)));
  }

  @Test
  void chatsAndStreamsOverHttps() throws GeneralSecurityException {
    try (var gateway = Gateway.startTls(folder, provider)) {
      assertThat(gateway.baseUrl()).startsWith("https://");
      var client = trusting(gateway.settings()).build();

      var whole = client.chat().completions().create(ask("smart").build());
      var chunks = stream(client, ask("smart").build());

      assertThat(text(whole)).isEqualTo("Hello there");
      assertThat(text(accumulated(chunks))).isEqualTo("Hello there");
      assertThat(gateway.provider.requests()).hasSize(2);
      client.close();
    }
  }

  @Test
  void letsTheProviderGoWhenAStreamIsClosed() throws GeneralSecurityException {
    try (var gateway = Gateway.startTls(folder, provider)) {
      var client = trusting(gateway.settings()).build();
      gateway.provider.next(Chats.begunStream());

      try (var stream = client.chat().completions().createStreaming(ask("smart").build())) {
        assertThat(stream.stream().findFirst()).isPresent();
      }

      assertThat(gateway.asked().awaitClosed(Gateway.SOON)).isTrue();
      client.close();
    }
  }

  @Test
  void aClientThatDoesNotTrustTheServerSendsNothing() {
    try (var gateway = Gateway.startTls(folder, provider)) {
      var client = gateway.client();

      assertThatThrownBy(() -> client.chat().completions().create(ask("smart").build()))
          .isInstanceOf(OpenAIIoException.class)
          .hasCauseInstanceOf(SSLHandshakeException.class);

      assertThat(gateway.provider.requests()).isEmpty();
      client.close();
    }
  }

  @Test
  void aProviderThatNobodyVouchesForGetsNoKey() throws GeneralSecurityException {
    try (var gateway = Gateway.startTls(folder, provider)) {
      var client = trusting(gateway.settings()).build();

      // The same provider, declared without its bundle of authorities.
      assertThatThrownBy(() -> client.chat().completions().create(ask("hasty/model").build()))
          .isInstanceOfSatisfying(
              InternalServerException.class,
              failure -> assertThat(failure.code()).hasValue("provider_unreachable"));

      assertThat(gateway.provider.requests()).isEmpty();
      client.close();
    }
  }

  private OpenAIOkHttpClient.Builder trusting(OpenAIOkHttpClient.Builder settings)
      throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return settings
        .sslSocketFactory(context.getSocketFactory())
        .trustManager((X509TrustManager) trust.getTrustManagers()[0]);
  }
}
