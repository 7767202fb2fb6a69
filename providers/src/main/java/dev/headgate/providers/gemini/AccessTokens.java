package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.conversations.Credentials;
import dev.headgate.providers.http.ConnectionSettings;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.Timeouts;
import dev.headgate.providers.http.Upstream;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Bearer tokens of a service account: fetched once, kept, and renewed before they expire.
/// Thread-safe.
///
/// One call fetches at a time. While it does, others go on with the token that is still good, or
/// wait for its result if there is none.
public final class AccessTokens implements Credentials, AutoCloseable {
  /// A token is renewed when it is good for no longer than this.
  static final Duration MARGIN = Duration.ofMinutes(5);

  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));
  private static final String GRANT =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

  private record Token(String value, Instant expiresAt) {}

  private final String provider;
  private final ServiceAccount account;
  private final Upstream upstream;
  private final RequestHead head;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Token> kept = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<Token>> fetching =
      new AtomicReference<>();

  /// @param provider its name in `headgate.yaml`, for messages
  public AccessTokens(String provider, ServiceAccount account, InstantSource clock) {
    var endpoint = account.tokens();
    this.provider = provider;
    this.account = account;
    this.upstream =
        new Upstream(
            provider,
            endpoint,
            new ConnectionSettings(
                List.of(), 1, Duration.ofSeconds(30), MAX_ANSWER_BYTES, TIMEOUTS));
    this.head = RequestHead.post(endpoint, "", "application/x-www-form-urlencoded", Map.of());
    this.clock = clock;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + token());
  }

  @Override
  public void close() {
    upstream.close();
  }

  private String token() {
    var known = kept.get();
    var now = clock.instant();
    if (known != null && now.isBefore(known.expiresAt.minus(MARGIN))) {
      return known.value;
    }
    var good = known != null && now.isBefore(known.expiresAt) ? known : null;
    var mine = new CompletableFuture<Token>();
    var theirs = fetching.compareAndExchange(null, mine);
    if (theirs != null) {
      return good == null ? await(theirs).value : good.value;
    }
    try {
      var fetched = fetch(now);
      kept.set(fetched);
      mine.complete(fetched);
      return fetched.value;
    } catch (CallFailed e) {
      mine.completeExceptionally(e);
      if (good != null) {
        return good.value;
      }
      throw e;
    } finally {
      fetching.set(null);
      // Of a failure that is none of ours, those who wait hear too.
      mine.cancel(false);
    }
  }

  private Token await(CompletableFuture<Token> theirs) {
    try {
      return theirs.join();
    } catch (CancellationException e) {
      throw refused("could not be fetched", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof CallFailed failure) {
        throw failure;
      }
      throw refused("could not be fetched", e);
    }
  }

  private Token fetch(Instant now) {
    var body = RequestBody.of((GRANT + account.assertion(now)).getBytes(UTF_8));
    try (var answer = upstream.send(head, body, new Cancellation())) {
      var json = JsonBytes.findObject(read(answer)).orElse(Json.Obj.EMPTY);
      var value = json.text("access_token").orElse("");
      if (answer.status() != 200 || !isToken(value)) {
        throw refused("was refused with status " + answer.status(), null);
      }
      return new Token(value, now.plusSeconds(Math.clamp(json.integer("expires_in"), 0, 86_400)));
    }
  }

  private static boolean isToken(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static String read(HttpAnswer answer) {
    var body = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (var count = answer.read(buffer, 0, buffer.length);
        count >= 0;
        count = answer.read(buffer, 0, buffer.length)) {
      body.write(buffer, 0, count);
    }
    return body.toString(UTF_8);
  }

  private CallFailed refused(String what, @Nullable Throwable cause) {
    return new CallFailed(
        ErrorCode.PROVIDER_REJECTED,
        "a token for provider \"%s\" %s; check the service account's key file of providers.%s and the clock"
            .formatted(provider, what, provider),
        cause);
  }
}
