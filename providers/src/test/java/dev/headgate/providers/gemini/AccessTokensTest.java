package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private final ScriptedProvider server = ScriptedProvider.start();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final KeyPair pair = pair();
  private final AccessTokens tokens =
      new AccessTokens("vertex", ServiceAccount.parse(keyFile()), now::get);

  @AfterEach
  void close() {
    tokens.close();
    server.close();
  }

  @Test
  void signsWhatItExchangesForAToken() throws GeneralSecurityException {
    server.next(token("one"));

    assertThat(tokens.headers()).containsEntry("Authorization", "Bearer one");

    var request = server.requests().getFirst();
    assertThat(request.header("content-type")).contains("application/x-www-form-urlencoded");
    var form = URLDecoder.decode(request.body(), UTF_8);
    assertThat(form)
        .startsWith("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
    var parts =
        form.substring(form.indexOf("&assertion=") + "&assertion=".length()).split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    assertThat(claims)
        .contains("\"iss\":\"robot@p.iam.gserviceaccount.com\"")
        .contains("\"iat\":" + NOW.getEpochSecond())
        .contains("\"exp\":" + (NOW.getEpochSecond() + 3600))
        .contains("cloud-platform");
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(pair.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void keepsATokenAndRenewsItBeforeItExpires() {
    server.next(token("one"));
    assertThat(tokens.headers()).containsValue("Bearer one");
    assertThat(tokens.headers()).containsValue("Bearer one");
    assertThat(server.requests()).hasSize(1);

    now.set(NOW.plus(Duration.ofMinutes(56)));
    server.next(token("two"));

    assertThat(tokens.headers()).containsValue("Bearer two");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void goesOnWithATokenThatIsStillGoodWhereANewOneIsRefused() {
    server.next(token("one"));
    assertThat(tokens.headers()).containsValue("Bearer one");

    now.set(NOW.plus(Duration.ofMinutes(57)));
    server.next(Reply.body(500, "application/json", "{}"));
    assertThat(tokens.headers()).containsValue("Bearer one");

    now.set(NOW.plus(Duration.ofMinutes(61)));
    server.next(Reply.body(400, "application/json", "{\"error\":\"invalid_grant\"}"));
    var failure = catchThrowableOfType(CallFailed.class, tokens::headers);
    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
    assertThat(failure.message()).contains("vertex").contains("key file");
  }

  @Test
  void saysWhatIsWrongWithAKeyFileAndShowsNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceAccount.parse("nonsense"))
        .withMessageContaining("no JSON object");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ServiceAccount.parse("{\"client_email\":\"a\",\"private_key\":\"secret\"}"))
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceAccount.parse("{\"client_email\":\"a\"}"))
        .withMessageContaining("private_key");
    assertThat(ServiceAccount.parse(keyFile()).toString()).doesNotContain("BEGIN");
  }

  private static Reply token(String value) {
    return Reply.json(
        "{\"access_token\":\"" + value + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
  }

  private String keyFile() {
    var pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return JsonBytes.text(
        new ObjectBuilder()
            .put("type", "service_account")
            .put("project_id", "p")
            .put("private_key_id", "k1")
            .put("private_key", pem)
            .put("client_email", "robot@p.iam.gserviceaccount.com")
            .put("token_uri", server.baseUrl() + "/token")
            .build());
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
