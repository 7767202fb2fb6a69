package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG, LONG, LONG, LONG);
  private static final RequestBody BODY = RequestBody.of("{\"stream\":false}".getBytes(UTF_8));

  private final ScriptedProvider server = ScriptedProvider.start();
  private final Endpoint endpoint = Endpoint.parse(server.baseUrl());
  private final List<Upstream> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Upstream::close);
    server.close();
  }

  @Test
  void saysThatNobodyListens() {
    server.close();

    var failure = failureOf(connect(PATIENT));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
    assertThat(failure).hasMessageContaining("refused").hasMessageContaining("base-url");
  }

  @Test
  void saysThatANameHasNoAddress() {
    var nowhere = new Endpoint(false, "no-such-host.invalid", 80, "");

    var failure = failureOf(open(nowhere, settings(PATIENT, 4)), nowhere);

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
  }

  @Test
  void triesTheNextAddressWhenTheNetworkOfTheFirstCannotBeReached() throws IOException {
    // Nobody can be connected to by broadcast.
    var unreachable = InetAddress.getByAddress(new byte[] {-1, -1, -1, -1});
    InetAddress[] addresses = {unreachable, InetAddress.getLoopbackAddress()};
    var named = new Endpoint(false, "provider.test", endpoint.port(), endpoint.path());
    var upstream = new Upstream("scripted", named, settings(PATIENT, 4), _ -> addresses);
    opened.add(upstream);

    assertThat(bodyOf(upstream)).contains("Hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"provider.test", "1.provider.test"})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void leavesASilentNameServerWhenTheCallEnds(String host) throws InterruptedException {
    var asked = new CountDownLatch(1);
    var silence = new CountDownLatch(1);
    var named = new Endpoint(false, host, endpoint.port(), endpoint.path());
    Dialer.Names silent =
        _ -> {
          asked.countDown();
          await(silence);
          return new InetAddress[0];
        };
    var upstream = new Upstream("scripted", named, settings(PATIENT, 4), silent);
    opened.add(upstream);
    var cancellation = new Cancellation();
    var failure = new CompletableFuture<CallFailed>();
    Thread.ofVirtual()
        .start(() ->
            failure.complete(
                catchThrowableOfType(
                    CallFailed.class, () -> upstream.send(head(named), BODY, cancellation))));
    asked.await();

    cancellation.cancel();

    assertThat(failure).succeedsWithin(Duration.ofSeconds(5));
    assertThat(failure.join().code()).isEqualTo(ErrorCode.CALL_CANCELLED);
    silence.countDown();
  }

  @Test
  void givesUpConnectingAfterTheConnectTimeout() throws IOException {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var backlog = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 2; i++) {
          backlog.add(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
        }
        var blackhole = new Endpoint(false, "127.0.0.1", deaf.getLocalPort(), "");
        var upstream =
            open(blackhole, settings(new Timeouts(LONG, SHORT, LONG, LONG, LONG, LONG), 4));
        var start = System.nanoTime();

        var failure = failureOf(upstream, blackhole);

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(5));
      } finally {
        for (var socket : backlog) {
          socket.close();
        }
      }
    }
  }

  @Test
  void givesUpOnSlowHeadersEvenIfTheyTrickle() {
    server.next(Reply.silence());
    server.next(Reply.json("{}").inPiecesOf(1).paced(Duration.ofMillis(20)));
    var upstream = connect(new Timeouts(LONG, LONG, SHORT, LONG, LONG, LONG));

    for (int i = 0; i < 2; i++) {
      var failure = failureOf(upstream);

      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
      assertThat(failure).hasMessageContaining("providers.scripted.timeouts.headers");
    }
  }

  @Test
  void givesUpOnSilenceAfterTheHeaders() {
    server.next(Reply.events("data: x\n\n").paced(LONG));
    var upstream = connect(new Timeouts(LONG, LONG, LONG, SHORT, LONG, LONG));

    var failure = failureOf(upstream);

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
    assertThat(failure).hasMessageContaining("timeouts.first-token");
    assertThat(server.awaitRequest(0).awaitClosed(Duration.ofSeconds(2))).isTrue();
  }

  @Test
  void givesUpOnSilenceWithinTheBody() {
    var reply = Reply.events("data: x\n\n", "data: y\n\n");
    server.next(reply.hangAfter(reply.length() - 12));
    var upstream = connect(new Timeouts(LONG, LONG, LONG, LONG, SHORT, LONG));

    var failure = failureOf(upstream);

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
    assertThat(failure).hasMessageContaining("timeouts.idle");
  }

  @Test
  void givesUpOnAnAnswerThatNeverEnds() {
    server.next(Reply.json("x".repeat(10_000)).inPiecesOf(10).paced(Duration.ofMillis(10)));
    var upstream = connect(new Timeouts(LONG, LONG, LONG, LONG, SHORT, SHORT));

    var failure = failureOf(upstream);

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
    assertThat(failure).hasMessageContaining("timeouts.total");
  }

  @Test
  void givesUpSendingToAServerThatDoesNotRead() throws IOException {
    try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var silent = new Endpoint(false, "127.0.0.1", deaf.getLocalPort(), "");
      var upstream = open(silent, settings(new Timeouts(LONG, LONG, SHORT, LONG, LONG, LONG), 4));
      var large = RequestBody.of(new byte[32 * 1024 * 1024]);

      var failure =
          catchThrowableOfType(
              CallFailed.class, () -> upstream.send(head(silent), large, new Cancellation()));

      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "<html>", "HTTP/1.1 200 OK\nA: b\n\n", "\0\0\0\0\0"})
  void refusesGarbageAtOnce(String garbage) {
    server.next(Reply.raw(garbage));

    var failure = failureOf(connect(PATIENT));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    assertThat(failure).hasMessageNotContaining("html");
  }

  @Test
  void refusesAHeadOrABodyThatIsTooLong() {
    server.next(Reply.body(200, "application/json", "{}", "X-Long: " + "x".repeat(40_000)));
    server.next(Reply.json("x".repeat(2 * 1024 * 1024)));
    server.next(Reply.events("x".repeat(2 * 1024 * 1024)));
    var upstream = connect(PATIENT);

    for (int i = 0; i < 3; i++) {
      assertThat(failureOf(upstream).code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    }
  }

  @Test
  void usesAConnectionAgain() {
    server.always(OpenAiReplies.chat("a"));
    var upstream = connect(PATIENT);

    for (int i = 0; i < 20; i++) {
      assertThat(bodyOf(upstream)).contains("\"a\"");
    }

    assertThat(server.connectionsAccepted()).isOne();
    assertThat(upstream.openConnections()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n"
      })
  void doesNotUseAConnectionAgainThatMayNotBe(String answer) {
    server.next(Reply.raw(answer));
    var upstream = connect(PATIENT);

    assertThat(bodyOf(upstream)).isEqualTo("{}");
    assertThat(bodyOf(upstream)).contains("Hello");

    assertThat(server.connectionsAccepted()).isEqualTo(2);
  }

  @Test
  void skipsInterimAnswersButNotForEver() {
    var early = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    server.next(Reply.raw(early.repeat(3) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    server.next(Reply.raw(early.repeat(20)));
    var upstream = connect(PATIENT);

    assertThat(bodyOf(upstream)).isEqualTo("{}");
    assertThat(failureOf(upstream).code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @Test
  void repeatsOnceWhatMetAKeptConnectionThatHadBeenClosed() {
    var upstream = connect(PATIENT);
    assertThat(bodyOf(upstream)).contains("Hello");

    server.closeConnections();

    assertThat(bodyOf(upstream)).contains("Hello");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void neverRepeatsWhatTheServerHasWorkedOn() {
    var upstream = connect(PATIENT);
    assertThat(bodyOf(upstream)).contains("Hello");
    server.always(Reply.json("").cutAfter(0).delayed(Duration.ofMillis(1_100)));

    assertThat(failureOf(upstream).code()).isEqualTo(ErrorCode.PROVIDER_FAILED);

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void repeatsOnlyOnce() {
    var upstream = connect(PATIENT);
    assertThat(bodyOf(upstream)).contains("Hello");
    server.always(Reply.json("").cutAfter(0));

    assertThat(failureOf(upstream).code()).isEqualTo(ErrorCode.PROVIDER_FAILED);

    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void neverRepeatsWhatMetANewConnection() {
    server.always(Reply.json("{}").cutAfter(0));

    assertThat(failureOf(connect(PATIENT)).code()).isEqualTo(ErrorCode.PROVIDER_FAILED);

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void neverRepeatsOnceAByteOfTheAnswerHasCome() {
    var upstream = connect(PATIENT);
    assertThat(bodyOf(upstream)).contains("Hello");
    server.always(Reply.json("{}").cutAfter(1));

    assertThat(failureOf(upstream).code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void takesAResetForATruncation() {
    var reply = Reply.events("data: x\n\n", "data: y\n\n");
    server.next(reply.resetAfter(reply.length() - 10));

    assertThat(failureOf(connect(PATIENT)).code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
  }

  @Test
  void closesConnectionsThatAreNotUsed() {
    var upstream =
        open(
            endpoint,
            new ConnectionSettings(List.of(), 4, Duration.ofMillis(100), 1024 * 1024, PATIENT));
    assertThat(bodyOf(upstream)).contains("Hello");

    assertThat(server.awaitRequest(0).awaitClosed(Duration.ofSeconds(5))).isTrue();

    Awaitility.await().until(() -> upstream.openConnections() == 0);
    assertThat(bodyOf(upstream)).contains("Hello");
  }

  @Test
  void refusesACallWhenAllConnectionsStayBusy() {
    server.always(Reply.silence());
    var upstream = open(endpoint, settings(new Timeouts(SHORT, LONG, LONG, LONG, LONG, LONG), 2));
    var cancellation = new Cancellation();
    for (int i = 0; i < 2; i++) {
      Thread.ofVirtual().start(() -> sendInVain(upstream, cancellation));
    }
    var _ = server.awaitRequest(1);

    var failure = failureOf(upstream);

    assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(failure.retryAfter()).isPresent();
    assertThat(failure).hasMessageContaining("providers.scripted.max-connections");
    assertThat(server.requests()).hasSize(2);
    cancellation.cancel();
  }

  @Test
  void goesOnAfterWaitingForAConnection() throws InterruptedException {
    var holding = new CountDownLatch(1);
    server.next(_ -> {
      await(holding);
      return Reply.json("{}");
    });
    var upstream = open(endpoint, settings(PATIENT, 1));
    var first = Thread.ofVirtual().start(() -> bodyOf(upstream));
    var _ = server.awaitRequest(0);
    var second = Thread.ofVirtual().start(() -> bodyOf(upstream));
    Awaitility.await().until(() -> second.getState() == Thread.State.TIMED_WAITING);

    holding.countDown();

    assertThat(first.join(Duration.ofSeconds(10))).isTrue();
    assertThat(second.join(Duration.ofSeconds(10))).isTrue();
    assertThat(server.requests()).hasSize(2);
    assertThat(server.connectionsAccepted()).isOne();
  }

  @Test
  void closesTheProvidersConnectionWhenTheCallIsCancelled() {
    var body = Reply.events("data: x\n\n", "data: y\n\n");
    var replies =
        Map.of(
            "before the headers", Reply.silence(),
            "after the headers", body.hangAfter(body.length() - 34),
            "within the body", body.hangAfter(body.length() - 12));
    var upstream = connect(PATIENT);
    var number = 0;
    for (var entry : replies.entrySet()) {
      server.next(entry.getValue());
      var cancellation = new Cancellation();
      var failure = new CallFailed[1];
      var call =
          Thread.ofVirtual()
              .start(() ->
                  failure[0] =
                      catchThrowableOfType(
                          CallFailed.class,
                          () -> read(upstream.send(head(endpoint), BODY, cancellation))));
      var request = server.awaitRequest(number++);

      cancellation.cancel();

      assertThat(request.awaitClosed(Duration.ofMillis(500))).as(entry.getKey()).isTrue();
      Awaitility.await().until(() -> !call.isAlive());
      assertThat(failure[0].code()).as(entry.getKey()).isEqualTo(ErrorCode.CALL_CANCELLED);
    }
    assertThat(upstream.openConnections()).isZero();
  }

  @Test
  void aLateCancellationDoesNotReachTheNextCall() {
    var upstream = connect(PATIENT);
    for (int i = 0; i < 200; i++) {
      var cancellation = new Cancellation();
      assertThat(read(upstream.send(head(endpoint), BODY, cancellation))).contains("Hello");
      cancellation.cancel();
    }

    assertThat(server.connectionsAccepted()).isOne();
  }

  @Test
  void closingAnAnswerBeforeItsEndClosesTheConnection() {
    var reply = Reply.events("data: x\n\n", "data: y\n\n");
    server.next(reply.hangAfter(reply.length() - 12));
    var upstream = connect(PATIENT);
    var answer = upstream.send(head(endpoint), BODY, new Cancellation());

    answer.close();

    assertThat(server.awaitRequest(0).awaitClosed(Duration.ofSeconds(2))).isTrue();
    assertThat(upstream.openConnections()).isZero();
  }

  @Test
  void sendsALargeBodyWhole() {
    var large = "x".repeat(3 * 1024 * 1024 + 17);
    var upstream = connect(PATIENT);

    var _ =
        read(
            upstream.send(
                head(endpoint), RequestBody.of(large.getBytes(UTF_8)), new Cancellation()));

    assertThat(server.awaitRequest(0).body()).isEqualTo(large);
  }

  @Test
  void manyCallsAtOnceLoseNothing() throws InterruptedException {
    server.always(request -> Reply.json(request.body()).inPiecesOf(97));
    var upstream = open(endpoint, settings(PATIENT, 16));
    var answers = new ArrayList<String>();
    var calls = new ArrayList<Thread>();
    for (int i = 0; i < 64; i++) {
      var text = "{\"call\":\"" + i + "x".repeat(i * 40) + "\"}";
      calls.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int k = 0; k < 10; k++) {
                  var answer =
                      read(
                          upstream.send(
                              head(endpoint),
                              RequestBody.of(text.getBytes(UTF_8)),
                              new Cancellation()));
                  if (answer.equals(text)) {
                    synchronized (answers) {
                      answers.add(answer);
                    }
                  }
                }
              }));
    }
    for (var call : calls) {
      assertThat(call.join(Duration.ofSeconds(60))).isTrue();
    }

    assertThat(answers).hasSize(640);
    assertThat(server.connectionsAccepted()).isLessThanOrEqualTo(16);
  }

  private void sendInVain(Upstream upstream, Cancellation cancellation) {
    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> upstream.send(head(endpoint), BODY, cancellation));
    assertThat(failure.code()).isEqualTo(ErrorCode.CALL_CANCELLED);
  }

  private Upstream connect(Timeouts timeouts) {
    return open(endpoint, settings(timeouts, 4));
  }

  private Upstream open(Endpoint to, ConnectionSettings settings) {
    var upstream = new Upstream("scripted", to, settings);
    opened.add(upstream);
    return upstream;
  }

  private static ConnectionSettings settings(Timeouts timeouts, int maxConnections) {
    return new ConnectionSettings(List.of(), maxConnections, LONG, 1024 * 1024, timeouts);
  }

  private static RequestHead head(Endpoint endpoint) {
    return RequestHead.post(endpoint, "/chat/completions", Map.of());
  }

  private String bodyOf(Upstream upstream) {
    return read(upstream.send(head(endpoint), BODY, new Cancellation()));
  }

  private CallFailed failureOf(Upstream upstream) {
    return failureOf(upstream, endpoint);
  }

  private static CallFailed failureOf(Upstream upstream, Endpoint endpoint) {
    return catchThrowableOfType(
        CallFailed.class, () -> read(upstream.send(head(endpoint), BODY, new Cancellation())));
  }

  private static String read(HttpAnswer answer) {
    try (answer) {
      var all = new ByteArrayOutputStream();
      var buffer = new byte[4096];
      for (var count = answer.read(buffer, 0, buffer.length);
          count >= 0;
          count = answer.read(buffer, 0, buffer.length)) {
        all.write(buffer, 0, count);
      }
      return all.toString(UTF_8);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
