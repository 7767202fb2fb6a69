package dev.headgate.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.KeyDescription;
import dev.headgate.kernel.config.Secret;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.Timeouts;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderConfigTest {
  @Test
  void needsOnlyAnAddress() {
    var config = ProviderConfigs.of("https://api.openai.com/v1");

    assertThat(config.name()).isEqualTo("scripted");
    assertThat(config.service().name()).isEqualTo("openai");
    assertThat(config.endpoint()).isEqualTo(new Endpoint(true, "api.openai.com", 443, "/v1"));
    assertThat(config.apiKey()).isEmpty();
    assertThat(config.headers()).isEmpty();
    assertThat(config.connections().authorities()).isEmpty();
    assertThat(config.connections().maxConnections()).isEqualTo(256);
    assertThat(config.connections().keepAlive()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.connections().maxResponseBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(config.connections().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30)));
  }

  @Test
  void takesEveryKey(@TempDir Path folder) {
    var certificate = TestCertificate.make(folder, "dns:localhost");

    var config =
        ProviderConfigs.of(
            Map.ofEntries(
                Map.entry("type", "openai"),
                Map.entry("base-url", "http://10.0.0.7:8000/proxy"),
                Map.entry("allow-plaintext", true),
                Map.entry("api-key", "${env:KEY}"),
                Map.entry("headers", Map.of("OpenAI-Organization", "org-1")),
                Map.entry("ca-bundle", certificate.pem().toString()),
                Map.entry("max-connections", 7),
                Map.entry("keep-alive", "5s"),
                Map.entry("max-response", "2 MiB"),
                Map.entry(
                    "timeouts",
                    Map.of(
                        "queue",
                        "1s",
                        "connect",
                        "2s",
                        "headers",
                        "3s",
                        "first-token",
                        "4s",
                        "idle",
                        "5s",
                        "total",
                        "6s"))));

    assertThat(config.endpoint()).isEqualTo(new Endpoint(false, "10.0.0.7", 8000, "/proxy"));
    assertThat(config.apiKey()).contains(new Secret("secret-of-KEY"));
    assertThat(config.headers()).containsExactly(Map.entry("OpenAI-Organization", "org-1"));
    assertThat(config.connections().authorities()).hasSize(1);
    assertThat(config.connections().maxConnections()).isEqualTo(7);
    assertThat(config.connections().keepAlive()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.connections().maxResponseBytes()).isEqualTo(2 * 1024 * 1024);
    assertThat(config.connections().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6)));
  }

  @Test
  void knowsWhereAnthropicListens() {
    var config = ProviderConfigs.of(Map.of("type", "anthropic"));

    assertThat(config.endpoint()).isEqualTo(new Endpoint(true, "api.anthropic.com", 443, "/v1"));
    assertThat(config.defaultMaxTokens()).isEqualTo(32_000);
    assertThat(
            ProviderConfigs.of(Map.of("type", "anthropic", "default-max-tokens", 5))
                .defaultMaxTokens())
        .isEqualTo(5);
  }

  @Test
  void findsBedrockByItsRegion() {
    var keys =
        Map.of(
            "region", "eu-west-1",
            "access-key", "${env:A}",
            "secret-key", "${env:B}",
            "session-token", "${env:C}");

    var config = ProviderConfigs.of(Map.of("type", "bedrock", "aws", keys));

    assertThat(config.endpoint().host()).isEqualTo("bedrock-runtime.eu-west-1.amazonaws.com");
    assertThat(config.aws().region()).isEqualTo("eu-west-1");
    assertThat(config.aws().accessKey()).contains(new Secret("secret-of-A"));
    assertThat(config.aws().secretKey()).contains(new Secret("secret-of-B"));
    assertThat(config.aws().sessionToken()).contains(new Secret("secret-of-C"));
    assertThat(config).isEqualTo(ProviderConfigs.of(Map.of("type", "bedrock", "aws", keys)));
    assertThat(config)
        .isNotEqualTo(
            ProviderConfigs.of(Map.of("type", "bedrock", "aws", Map.of("region", "eu-west-1"))));
  }

  @Test
  void refusesKeysOfAnotherType() {
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of("base-url", "https://a.example", "aws", Map.of(), "default-max-tokens", 7)))
        .containsExactlyInAnyOrder(
            "\"aws\" is only for a provider of the type bedrock",
            "\"default-max-tokens\" is only for a provider of the type anthropic");
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of(
                    "type", "bedrock", "aws", Map.of("region", "x y", "access-key", "${env:A}"))))
        .containsExactlyInAnyOrder(
            "\"x y\" is no region; write one such as eu-central-1",
            "\"access-key\" and \"secret-key\" belong together");
  }

  @Test
  void knowsWhereTheModelsOfALocationListen() {
    var vertex =
        ProviderConfigs.of(
            Map.of(
                "type", "vertex", "google", Map.of("project", "p-1", "location", "europe-west4")));

    assertThat(vertex.endpoint())
        .isEqualTo(new Endpoint(true, "europe-west4-aiplatform.googleapis.com", 443, "/v1"));
    assertThat(vertex.google().project()).isEqualTo("p-1");
    assertThat(ProviderConfigs.of(Map.of("type", "vertex")).endpoint().host())
        .isEqualTo("aiplatform.googleapis.com");
  }

  @Test
  void refusesWhatNoCloudTakes() {
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of("type", "vertex", "google", Map.of("location", "Evil/x"))))
        .singleElement()
        .asString()
        .contains("Evil/x");
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of("type", "vertex", "google", Map.of("key-file", "no-such-file.json"))))
        .singleElement()
        .asString()
        .contains("cannot be read");
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of(
                    "type", "azure-openai",
                    "base-url", "https://r.openai.azure.com",
                    "azure", Map.of("api-version", "latest"))))
        .singleElement()
        .asString()
        .contains("2024-10-21");
    assertThat(ProviderConfigs.problemsOf(Map.of("type", "groq", "azure", Map.of())))
        .containsExactly("\"azure\" is only for a provider of the type azure-openai");
  }

  @Test
  void onlyTheDialectsOfHeadgatesOwnDoorsCanBeAHeadgate() {
    var own = Map.<String, Object>of("base-url", "https://a.example", "headgate", true);
    var other = Map.<String, Object>of("type", "groq", "headgate", true);

    assertThat(ProviderConfigs.of(own).isHeadgate()).isTrue();
    assertThat(ProviderConfigs.problemsOf(other))
        .containsExactly(
            "a Headgate has the type openai, anthropic or gemini, and this one is \"groq\"");
  }

  @Test
  void describesEveryKey() {
    var keys = ConfigNode.describe(node -> ProviderConfig.from("name", node, Path.of("")));

    assertThat(keys)
        .extracting(KeyDescription::key)
        .containsExactlyInAnyOrder(
            "type",
            "base-url",
            "allow-plaintext",
            "api-key",
            "headers",
            "ca-bundle",
            "max-connections",
            "keep-alive",
            "max-response",
            "timeouts",
            "aws",
            "google",
            "azure",
            "default-max-tokens",
            "headgate");
    assertThat(keys).allSatisfy(key -> assertThat(key.doc()).endsWith("."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://host | https://",
        "host:8000 | https://",
        "https:// | URL",
        "https://user:pass@host/v1 | api-key",
        "https://host/v1?key=x | no ?",
        "https://host:99999 | port",
        "https://ho st | URL",
        "http://host/v1 | allow-plaintext",
        "http://10.0.0.1 | allow-plaintext",
        "http://127.0.0.1.evil.example | allow-plaintext",
        "http://localhost.evil.example | allow-plaintext",
      })
  void refusesAnAddressThatIsUnsafeOrWrong(String url, String hint) {
    assertThat(ProviderConfigs.problemsOf(Map.of("base-url", url)))
        .singleElement()
        .asString()
        .contains(hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:11434",
        "http://127.0.0.1:8080/v1/",
        "http://127.1.2.3",
        "http://[::1]:80"
      })
  void takesPlainHttpToThisMachine(String url) {
    assertThat(ProviderConfigs.of(url).endpoint().isLoopback()).isTrue();
  }

  @Test
  void wantsAnAddress() {
    assertThat(ProviderConfigs.problemsOf(Map.of()))
        .singleElement()
        .asString()
        .contains("\"base-url\" is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization", "HOST", "Content-Length", "Bad Name", "Transfer-Encoding"})
  void refusesHeadersThatItWritesItself(String name) {
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of("base-url", "https://host", "headers", Map.of(name, "x"))))
        .singleElement()
        .asString()
        .contains(name);
  }

  @Test
  void refusesAHeaderThatWouldSmuggleAnother() {
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of("base-url", "https://host", "headers", Map.of("A", "b\r\nC: d"))))
        .hasSize(1);
  }

  @Test
  void refusesABundleThatIsNone(@TempDir Path folder) throws IOException {
    var empty = Files.writeString(folder.resolve("empty.pem"), "");
    var garbage =
        Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nx");
    for (var file : new Path[] {empty, garbage, folder.resolve("missing.pem")}) {
      assertThat(
              ProviderConfigs.problemsOf(
                  Map.of("base-url", "https://host", "ca-bundle", file.toString())))
          .singleElement()
          .asString()
          .contains(file.toString());
    }
  }

  @Test
  void refusesDurationsAndSizesThatMakeNoSense() {
    assertThat(
            ProviderConfigs.problemsOf(
                Map.of(
                    "base-url", "https://host",
                    "keep-alive", "0s",
                    "max-response", "1 B",
                    "max-connections", 0,
                    "timeouts", Map.of("idle", "0ms", "total", "900d"))))
        .hasSize(5);
  }
}
