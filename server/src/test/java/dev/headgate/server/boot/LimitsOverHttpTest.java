package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits, priorities and overload, over HTTP.
final class LimitsOverHttpTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String KEYS =
      """
      projects: {shop: {}, bank: {}}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank, priority: critical}
      """;

  @TempDir private Path folder;

  @Test
  void everyAnswerSaysWhatIsLeftAndARefusalWhenToComeBack() throws Exception {
    try (var house = new TestHouse(folder, KEYS + "limits: {key: {requests-per-minute: 2}}\n")) {
      var first = house.chat(SHOP, "smart");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
      assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
      assertThat(header(first, "x-ratelimit-reset-requests")).matches("(30|29)s");
      assertThat(header(first, "ratelimit-policy"))
          .isEqualTo("\"key-requests-per-minute\";q=2;w=60");
      assertThat(header(first, "ratelimit")).startsWith("\"key-requests-per-minute\";r=1;t=");
      assertThat(house.ask(SHOP, "greeting", "hi").statusCode()).isEqualTo(200);

      var refused = house.chat(SHOP, "smart");

      assertThat(error(refused)).isEqualTo("429 rate_limited");
      assertThat(refused.body())
          .contains("\"rate_limit_error\"", "key \\\"shop\\\"", "2 requests per minute");
      assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(25, 30);
      assertThat(header(refused, "x-should-retry")).isEqualTo("true");
      assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
      assertThat(house.chat(BANK, "smart").statusCode()).isEqualTo(200);
      assertThat(house.get("/metrics", BANK).body())
          .contains("headgate_limits_refused_total{limit=\"requests\",subject=\"key\"} 1.0");
    }
  }

  @Test
  void tokensAreTakenAtAdmissionAndCorrectedByTheProvidersCount() throws Exception {
    try (var house = new TestHouse(folder, KEYS + "limits: {key: {tokens-per-hour: 250}}\n")) {
      var answer = house.chat(SHOP, "smart"); // at most 100 out and some 20 in
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Integer.parseInt(header(answer, "x-ratelimit-remaining-tokens")))
          .isBetween(110, 140);

      var second = house.chat(SHOP, "smart");

      // The first took no more than the provider said, and the second holds its most again.
      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(Integer.parseInt(header(second, "x-ratelimit-remaining-tokens")))
          .isBetween(90, 139);
      var greedy =
          house.post(
              TestHouse.CHAT,
              SHOP,
              "{\"model\":\"smart\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      assertThat(error(greedy)).isEqualTo("429 rate_limited");
      assertThat(greedy.body()).contains("lower max_tokens");
      var boundless =
          house.post(
              TestHouse.CHAT,
              SHOP,
              "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      assertThat(error(boundless)).isEqualTo("429 rate_limited");
      assertThat(house.provider.requests()).hasSize(2);
    }
  }

  @Test
  void whatNobodyReportsCountsAtItsMost() throws Exception {
    try (var house = new TestHouse(folder, KEYS + "limits: {key: {tokens-per-hour: 1000}}\n")) {
      var silent =
          """
          {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
          "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}\
          """;
      house.provider.always(Reply.json(silent));

      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);

      // Three times at most 100 out and some 20 in.
      var third = house.chat(SHOP, "smart");
      assertThat(Integer.parseInt(header(third, "x-ratelimit-remaining-tokens"))).isLessThan(700);
    }
  }

  @Test
  void everyAttemptCounts() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              both: {deployments: [{provider: up, model: m-1}, {provider: up, model: m-2}]}
            """
                + KEYS
                + "limits: {key: {tokens-per-hour: 1000}}\n")) {
      house.provider.next(OpenAiReplies.stream(true, "One", "Two").cutBehind("One"));
      house.provider.always(OpenAiReplies.chat("OneTwo"));
      var stream =
          house.post(
              TestHouse.CHAT,
              SHOP,
              "{\"model\":\"both\",\"stream\":true,\"max_tokens\":300,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      assertThat(stream.body()).contains("[DONE]");
      assertThat(house.provider.requests()).hasSize(2);

      var next = house.chat(SHOP, "smart");

      // The first attempt broke off: its 300 count, and the 18 of the second.
      assertThat(Integer.parseInt(header(next, "x-ratelimit-remaining-tokens"))).isLessThan(590);
    }
  }

  @Test
  void whatNoProviderHasSeenCountsNothing() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              dear: {provider: up, model: dear, price: {input: $1000, output: $1000}}
            """
                + KEYS
                + "limits: {key: {tokens-per-hour: 1000}}\n"
                + "budgets: {little: {limit: $0.01, window: total, match: {model: [dear, cheap]}}}\n")) {
      assertThat(error(house.chat(SHOP, "dear"))).isEqualTo("402 budget_exceeded");
      assertThat(error(house.chat(SHOP, "cheap"))).isEqualTo("403 budget_unpriced");
      house.provider.next(
          OpenAiReplies.error(400, "invalid_request_error", "context_length_exceeded"));
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(400);
      house.provider.next(OpenAiReplies.error(429, "insufficient_quota", "insufficient_quota"));
      assertThat(house.chat(SHOP, "smart").statusCode()).isIn(429, 503);

      var next = house.chat(SHOP, "smart");

      assertThat(Integer.parseInt(header(next, "x-ratelimit-remaining-tokens"))).isGreaterThan(850);
    }
  }

  @Test
  void noMoreCallsRunAtTheSameTimeThanAllowed() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var house = new TestHouse(folder, KEYS + "limits: {project: {concurrent: 1}}\n")) {
      house.provider.always(Reply.silence());
      var first = threads.submit(() -> house.chat(SHOP, "smart"));
      var _ = house.provider.awaitRequest(0);

      var second = house.chat(SHOP, "smart");

      assertThat(error(second)).isEqualTo("429 rate_limited");
      assertThat(second.body()).contains("1 calls at the same time", "project \\\"shop\\\"");
      end(house, List.of(first));
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFullServerRefusesTheUnimportantAndServesWhatMatters() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var house =
            new TestHouse(
                folder,
                KEYS
                    + "limits: {overload: {min-in-flight: 4, max-in-flight: 4, max-queue: 0, max-wait: 0s}}\n")) {
      house.provider.always(Reply.silence());
      var running = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 3; i++) {
        running.add(threads.submit(() -> house.chat(SHOP, "smart")));
        var _ = house.provider.awaitRequest(i);
      }

      var began = System.nanoTime();
      var refused = house.chat(SHOP, "smart");
      var lowered = house.chat(BANK, "smart", "x-headgate-priority", "batch");
      assertThat(error(refused)).isEqualTo("503 overloaded");
      assertThat(header(refused, "retry-after")).isEqualTo("1");
      assertThat(error(lowered)).isEqualTo("503 overloaded");
      assertThat(header(lowered, "retry-after")).isEqualTo("5");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      assertThat(error(house.chat(SHOP, "smart", "x-headgate-priority", "critical")))
          .as("nobody raises itself")
          .isEqualTo("503 overloaded");
      assertThat(error(house.chat(SHOP, "smart", "x-headgate-priority", "vip")))
          .isEqualTo("400 invalid_request");
      running.add(threads.submit(() -> house.chat(BANK, "smart")));
      var _ = house.provider.awaitRequest(3);
      assertThat(error(house.chat(BANK, "smart"))).isEqualTo("503 overloaded");
      assertThat(house.get("/healthz", "").statusCode()).isEqualTo(200);
      assertThat(house.get("/readyz", "").statusCode()).isEqualTo(200);
      assertThat(house.get("/", "").statusCode()).isEqualTo(200);
      assertThat(house.get("/admin/traces", house.adminToken()).statusCode()).isEqualTo(200);
      assertThat(house.get("/metrics", BANK).body())
          .contains(
              "headgate_limits_in_flight 4.0",
              "headgate_limits_places 4.0",
              "headgate_limits_shed_total{priority=\"batch\"} 1.0");
      end(house, running);
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFeatureMayMatterLessThanItsCaller() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var house =
            new TestHouse(
                folder,
                KEYS
                    + "limits: {overload: {min-in-flight: 4, max-in-flight: 4, max-queue: 0, max-wait: 0s}}\n")) {
      var file = folder.resolve("features/nightly/feature.yaml");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, "description: a test\npriority: batch\ntiers: [{name: only, reply: \"Done.\"}]\n");
      house.serving.house().change(TestHouse.load(folder));
      assertThat(house.ask(BANK, "nightly", "hi").statusCode()).isEqualTo(200);
      house.provider.always(Reply.silence());
      var running = new ArrayList<Future<HttpResponse<String>>>();
      for (int i = 0; i < 2; i++) {
        running.add(threads.submit(() -> house.chat(BANK, "smart")));
        var _ = house.provider.awaitRequest(i);
      }

      assertThat(error(house.ask(BANK, "nightly", "hi"))).isEqualTo("503 overloaded");
      assertThat(house.ask(BANK, "greeting", "hi").statusCode()).isEqualTo(200);

      end(house, running);
    }
  }

  /// L6 in small: one tenant far above its limit, the others quiet.
  @Test
  void aNoisyTenantGetsOnlyRefusalsAndTheQuietOnesNoticeNothing() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var house =
            new TestHouse(
                folder,
                """
                projects:
                  shop: {limits: {requests-per-hour: 20}}
                  bank: {}
                access:
                  keys:
                    - {name: shop, key: "${env:SHOP}", project: shop}
                    - {name: bank, key: "${env:BANK}", project: bank}
                """)) {
      var statuses = new ConcurrentHashMap<Integer, LongAdder>();
      var noisy = new ArrayList<Future<?>>();
      for (int i = 0; i < 10; i++) {
        noisy.add(
            threads.submit(() -> {
              for (int n = 0; n < 20; n++) {
                var status = house.chat(SHOP, "smart").statusCode();
                statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
              }
              return null;
            }));
      }
      for (int n = 0; n < 50; n++) {
        assertThat(house.chat(BANK, "smart").statusCode()).isEqualTo(200);
      }
      for (var one : noisy) {
        one.get();
      }

      assertThat(statuses.keySet()).containsExactlyInAnyOrder(200, 429);
      assertThat(statuses.get(200).sum()).isEqualTo(20);
      assertThat(house.provider.requests()).hasSize(70);
    }
  }

  /// G6 in small: far more callers than places; what is let in is served, the rest hears so at
  /// once, and no place is lost on the way.
  @Test
  void underOverloadWhatIsLetInIsServedAndEverythingElseIsToldSo() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var house =
            new TestHouse(
                folder,
                KEYS
                    + "limits: {overload: {min-in-flight: 8, max-in-flight: 8, max-queue: 8, max-wait: 100ms}}\n")) {
      house.provider.always(
          request -> OpenAiReplies.chat("Hello").reply(request).delayed(Duration.ofMillis(20)));
      var served = new AtomicInteger();
      var servedCritical = new AtomicInteger();
      var told = new AtomicInteger();
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 40; i++) {
        var key = i % 8 == 0 ? BANK : SHOP;
        all.add(
            threads.submit(() -> {
              for (int n = 0; n < 10; n++) {
                var answer = house.chat(key, "smart");
                switch (answer.statusCode()) {
                  case 200 -> (key.equals(BANK) ? servedCritical : served).incrementAndGet();
                  case 503 -> {
                    assertThat(answer.headers().firstValue("retry-after")).isPresent();
                    told.incrementAndGet();
                  }
                  default -> throw new AssertionError(answer.body());
                }
              }
              return null;
            }));
      }
      for (var one : all) {
        one.get();
      }

      assertThat(served.get() + servedCritical.get() + told.get()).isEqualTo(400);
      assertThat(told.get()).isPositive();
      assertThat(servedCritical.get()).as("calls that matter, of 50").isGreaterThan(40);
      assertThat(house.provider.requests()).hasSize(served.get() + servedCritical.get());
      var admission = house.serving.house().limits().admission();
      // A place is given back after the last byte of its answer.
      for (int i = 0; i < 500 && admission.inFlight() > 0; i++) {
        Thread.sleep(10);
      }
      assertThat(List.of(admission.inFlight(), admission.waiting())).containsExactly(0, 0);
    }
  }

  /// Ends the calls that a silent provider holds.
  private static void end(TestHouse house, List<Future<HttpResponse<String>>> running)
      throws Exception {
    house.provider.always(OpenAiReplies.chat("Hello"));
    house.provider.closeConnections();
    for (var one : running) {
      assertThat(one.get().statusCode()).isBetween(500, 504);
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
