package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// A Google service account, as its key file tells it. `toString` shows no key.
///
/// Source: https://developers.google.com/identity/protocols/oauth2/service-account
public final class ServiceAccount {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /// As long as Google allows.
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final String email;
  private final String keyId;
  private final String project;
  private final String tokenUri;
  private final PrivateKey key;

  private ServiceAccount(
      String email, String keyId, String project, String tokenUri, PrivateKey key) {
    this.email = email;
    this.keyId = keyId;
    this.project = project;
    this.tokenUri = tokenUri;
    this.key = key;
  }

  /// Reads the text of a key file.
  ///
  /// @throws IllegalArgumentException says what is wrong with it, without a word of the key
  public static ServiceAccount parse(String json) {
    var file =
        JsonBytes.findObject(json)
            .orElseThrow(() -> new IllegalArgumentException("the key file is no JSON object"));
    return new ServiceAccount(
        require(file, "client_email"),
        file.text("private_key_id").orElse(""),
        file.text("project_id").orElse(""),
        file.text("token_uri").orElse("https://oauth2.googleapis.com/token"),
        key(require(file, "private_key")));
  }

  /// Empty if the file names none.
  public Optional<String> project() {
    return Optional.of(project).filter(it -> !it.isEmpty());
  }

  /// Where tokens are given out.
  Endpoint tokens() {
    return Endpoint.parse(tokenUri);
  }

  /// The signed claim that is exchanged for a token.
  String assertion(Instant now) {
    var header =
        new ObjectBuilder().put("alg", "RS256").put("typ", "JWT").maybe("kid", keyId).build();
    var claims =
        new ObjectBuilder()
            .put("iss", email)
            .put("scope", SCOPE)
            .put("aud", tokenUri)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFETIME).getEpochSecond())
            .build();
    var signed = encoded(JsonBytes.write(header)) + "." + encoded(JsonBytes.write(claims));
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot sign with RS256", e);
    }
  }

  private static String require(Json.Obj file, String name) {
    return file.text(name)
        .filter(it -> !it.isEmpty())
        .orElseThrow(() -> new IllegalArgumentException("the key file has no \"" + name + "\""));
  }

  private static PrivateKey key(String pem) {
    var base64 =
        pem.replace("-----BEGIN PRIVATE KEY-----", "")
            .replace("-----END PRIVATE KEY-----", "")
            .replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("\"private_key\" is no PKCS #8 key for RSA in PEM", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "ServiceAccount[" + email + "]";
  }
}
