package dev.headgate.providers;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import dev.headgate.providers.http.ConnectionSettings;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.Timeouts;
import dev.headgate.providers.services.Service;
import dev.headgate.providers.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One entry of the `providers` section.
public final class ProviderConfig {
  // What the client writes itself, and what HTTP reserves for a single connection.
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "accept-encoding",
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  // The types whose dialects Headgate's own doors speak, at the same addresses.
  private static final Set<String> LIKE_HEADGATE =
      Set.of(Services.USUAL, "openai-compatible", "anthropic", "gemini");

  // Long enough for an answer with thoughts and a large file in it.
  private static final int DEFAULT_MAX_TOKENS = 32_000;
  private static final Endpoint NOWHERE = new Endpoint(true, "provider.invalid", 443, "");

  private final String name;
  private final Service service;
  private final Endpoint endpoint;
  private final @Nullable Secret apiKey;
  private final Map<String, String> headers;
  private final ConnectionSettings connections;
  private final CloudConfig clouds;
  private final int defaultMaxTokens;
  private final boolean headgate;

  private ProviderConfig(String name, ConfigNode node, Path project) {
    this.name = name;
    this.service =
        Services.require(
            node.choice(
                "type",
                Services.USUAL,
                Services.names(),
                "Which service or server it is: its address, its way to take a key, and its words."
                    + " Anything else that speaks OpenAI's dialect is \"openai\" with a base-url."));
    this.clouds = CloudConfig.from(node, service, project);
    this.endpoint = endpoint(node, service, clouds);
    this.defaultMaxTokens = defaultMaxTokens(node);
    this.apiKey =
        node.secret(
                "api-key",
                "Sent as \"Authorization: Bearer …\", or in the header that the type takes it in;"
                    + " leave it out for a server that needs none.")
            .orElse(null);
    this.headers = headers(node);
    this.headgate = headgate(node);
    this.connections =
        new ConnectionSettings(
            authorities(node, project),
            node.integer(
                "max-connections",
                256,
                1,
                65_536,
                "The most connections to the provider at the same time, and so the most calls."),
            keepAlive(node),
            maxResponse(node),
            node.section("timeouts", "How long each phase of a call may take.", Timeouts::from));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderConfig that
        && name.equals(that.name)
        && service.equals(that.service)
        && endpoint.equals(that.endpoint)
        && Objects.equals(apiKey, that.apiKey)
        && headers.equals(that.headers)
        && connections.equals(that.connections)
        && clouds.equals(that.clouds)
        && defaultMaxTokens == that.defaultMaxTokens
        && headgate == that.headgate;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        name, service, endpoint, apiKey, headers, connections, clouds, defaultMaxTokens, headgate);
  }

  /// @param project the folder at which relative paths start
  public static ProviderConfig from(String name, ConfigNode node, Path project) {
    return new ProviderConfig(name, node, project);
  }

  public String name() {
    return name;
  }

  /// What is known of its type.
  public Service service() {
    return service;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public Optional<Secret> apiKey() {
    return Optional.ofNullable(apiKey);
  }

  /// Sent with every request, checked.
  public Map<String, String> headers() {
    return headers;
  }

  public ConnectionSettings connections() {
    return connections;
  }

  /// Signs requests of a provider of the type `bedrock`.
  public AwsConfig aws() {
    return clouds.aws();
  }

  /// Names the project of a provider of the type `vertex`.
  public GoogleConfig google() {
    return clouds.google();
  }

  /// The version in the addresses of a provider of the type `azure-openai`; empty for those without
  /// one.
  public String azureVersion() {
    return clouds.azureVersion();
  }

  /// Most output tokens of a request that names no bound, in a dialect that demands one.
  public int defaultMaxTokens() {
    return defaultMaxTokens;
  }

  /// Whether it is a Headgate, this one or one with the same master key.
  public boolean isHeadgate() {
    return headgate;
  }

  private boolean headgate(ConfigNode node) {
    var found =
        node.flag(
            "headgate",
            false,
            "Whether the provider is a Headgate itself, this one or another with the same master.key:"
                + " then it is told which calls led to a call, how long it may take and what it may"
                + " cost, and an endless loop is refused.");
    if (found && !node.isDescribing() && !LIKE_HEADGATE.contains(service.name())) {
      node.problem(
          "headgate",
          "a Headgate has the type openai, anthropic or gemini, and this one is \"%s\""
              .formatted(service.name()));
    }
    return found;
  }

  private int defaultMaxTokens(ConfigNode node) {
    var found =
        node.optionalInteger(
            "default-max-tokens",
            1,
            10_000_000,
            "Only for the type anthropic, 32000 if left out: the most output tokens of a request that"
                + " names no bound, as callers of other dialects may, where it is less than"
                + " limits.max-output-tokens; a model that can write only less gets its own bound.");
    if (found.isPresent() && !service.name().equals("anthropic") && !node.isDescribing()) {
      node.problem(
          "default-max-tokens",
          "\"default-max-tokens\" is only for a provider of the type anthropic");
    }
    return found.orElse(DEFAULT_MAX_TOKENS);
  }

  private static String usual(Service service, CloudConfig clouds) {
    var known = clouds.baseUrl(service);
    return known.isEmpty() ? service.address().baseUrl() : known;
  }

  private static Endpoint endpoint(ConfigNode node, Service service, CloudConfig clouds) {
    var declared =
        node.optionalText(
            "base-url",
            "Where the provider listens, such as https://api.openai.com/v1 or"
                + " http://localhost:11434; a declared type with an address of its own needs none.");
    var url = declared.orElse(node.has("type") ? usual(service, clouds) : "");
    if (url.isEmpty() && !node.isDescribing()) {
      var example = service.address().example();
      node.problem(
          "base-url",
          "\"base-url\" is missing"
              + (example.isEmpty() ? "" : "; it looks like \"" + example + "\""));
    }
    var plaintext =
        node.flag(
            "allow-plaintext",
            false,
            "Allows http:// to another machine, for a private network; prompts, answers and the"
                + " key then travel in clear text.");
    if (url.isEmpty()) {
      return NOWHERE;
    }
    try {
      var endpoint = Endpoint.parse(url);
      if (!endpoint.tls() && !endpoint.isLoopback() && !plaintext) {
        node.problem(
            "base-url",
            "plain http leaves this machine; use https://, or set allow-plaintext: true for a"
                + " private network");
      }
      return endpoint;
    } catch (IllegalArgumentException e) {
      node.problem("base-url", String.valueOf(e.getMessage()));
      return NOWHERE;
    }
  }

  private static Map<String, String> headers(ConfigNode node) {
    var headers = new LinkedHashMap<String, String>();
    node.anyMap(
            "headers",
            "More headers for every request, such as OpenAI-Organization; no secrets, they belong"
                + " into api-key.")
        .forEach((header, value) -> {
          if (!(value instanceof String text) || !RequestHead.isHeader(header, text)) {
            node.problem("headers", "header \"" + header + "\" needs a plain text as its value");
          } else if (RESERVED_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
            node.problem("headers", "header \"" + header + "\" is written by Headgate itself");
          } else {
            headers.put(header, text);
          }
        });
    return Map.copyOf(headers);
  }

  private static Duration keepAlive(ConfigNode node) {
    var defaultValue = Duration.ofSeconds(30);
    var value =
        node.duration(
            "keep-alive",
            defaultValue,
            "How long an unused connection is kept; longer than 0, and shorter than the provider keeps"
                + " it.");
    if (value.isZero()) {
      node.problem("keep-alive", "\"keep-alive\" must be longer than 0");
      return defaultValue;
    }
    return value;
  }

  private static long maxResponse(ConfigNode node) {
    var defaultValue = 64L * 1024 * 1024;
    var value =
        node.size(
            "max-response",
            defaultValue,
            "The longest body of an answer that is read; at least 1 KiB.");
    if (value < 1024) {
      node.problem("max-response", "\"max-response\" must be at least 1 KiB");
      return defaultValue;
    }
    return value;
  }

  private static List<X509Certificate> authorities(ConfigNode node, Path project) {
    var file =
        node.optionalText(
            "ca-bundle",
            "A PEM file, relative to this one, with the certificates of the authorities that are"
                + " trusted for this provider in place of the JDK's.");
    if (file.isEmpty()) {
      return List.of();
    }
    var path = project.resolve(file.get());
    try (var in = Files.newInputStream(path)) {
      var found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        node.problem("ca-bundle", path + " holds no certificate");
      }
      return found;
    } catch (IOException e) {
      node.problem("ca-bundle", path + " cannot be read");
      return List.of();
    } catch (CertificateException e) {
      node.problem("ca-bundle", path + " is not a PEM file of certificates");
      return List.of();
    }
  }
}
