package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A Headgate whose provider is a Headgate: this one, another with its master key, or one of
/// somebody else. Over real sockets.
final class HeadgateBehindHeadgateTest {
  private static final String PRICE = "price: {input: $1, output: $1000}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"openai, false", "openai, true", "anthropic, false", "gemini, false"})
  @Timeout(60)
  void aServerThatCallsItselfEndsTheLoopByName(String type, boolean stream) throws Exception {
    try (var house = callingItself(type)) {
      var began = System.nanoTime();
      var answer =
          house.post(
              TestHouse.CHAT,
              "",
              "{\"model\":\"loop\",\"max_tokens\":50,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                  .formatted(stream));

      assertThat(answer.body()).contains("call_recursion");
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(house.provider.requests()).isEmpty();
      assertThat(amount(house, "spent")).isZero();
    }
  }

  @Test
  @Timeout(60)
  void aRingOfModelsIsRefusedBeyondTheDepth() throws Exception {
    try (var house =
        callingItself(
            "openai",
            """
              a: {provider: self, model: b}
              b: {provider: self, model: c}
              c: {provider: self, model: d}
              d: {provider: self, model: smart}
            limits: {max-depth: 2}
            """)) {
      assertThat(error(house.chat("", "a"))).isEqualTo("422 call_recursion");
      assertThat(house.provider.requests()).isEmpty();
      assertThat(house.chat("", "d").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsHeldOutsideBoundsWhatIsSpentInside() throws Exception {
    var inner = inner();
    inner.provider.always(OpenAiReplies.chat("Hello"));
    try (inner;
        var outer = outer(inner, "headgate: true", PRICE, "$1")) {
      var answer = outer.chat("", "deep");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      // The outer call asks for 100 tokens and holds about a tenth of a dollar; inside a token
      // costs four times as much.
      var asked = Pattern.compile("\"max_tokens\":(\\d+)").matcher(last(inner));
      assertThat(asked.find()).isTrue();
      assertThat(Integer.parseInt(asked.group(1))).isBetween(16, 25);
    }
  }

  @Test
  void thePriceInsideMayNotBeUnknownWhereMoneyIsBounded() throws Exception {
    var inner = inner();
    try (inner;
        var outer = outer(inner, "headgate: true", PRICE, "$1")) {
      assertThat(outer.chat("", "deep-unpriced").body()).contains("answered 403");
      assertThat(inner.provider.requests()).isEmpty();
    }
  }

  @Test
  void theSmallerOfBothDeadlinesEndsTheInnerCall() throws Exception {
    try (var other = ScriptedProvider.start()) {
      other.always(OpenAiReplies.chat("Hello"));
      try (var outer =
          new TestHouse(
              folder,
              "  deep: {provider: next, model: m}\n",
              "region: eu}\n  next: {base-url: \"%s\", headgate: true"
                  .formatted(other.baseUrl()))) {
        var began = System.currentTimeMillis();
        var answer = outer.chat("", "deep", "x-headgate-timeout", "5");

        assertThat(answer.statusCode()).isEqualTo(200);
        var sealed = other.requests().getLast().header(LineageSeal.HEADER).orElseThrow();
        var lineage = outer.serving.house().lineages().read(sealed);
        assertThat(lineage.deadlineMillis() - began).isBetween(1L, 7_000L);
        assertThat(lineage.budgetNanos()).isEqualTo(-1);
        assertThat(lineage.steps()).extracting(Lineage.Step::name).containsExactly("model/deep");
        // The server that it is sent to keeps to it.
        outer.provider.always(Reply.silence());
        var soon = lineage.within(System.currentTimeMillis() + 700, -1);
        var inner = outer.serving.house().lineages().write(soon);
        assertThat(error(outer.chat("", "smart", LineageSeal.HEADER, inner)))
            .isEqualTo("504 call_timeout");
      }
    }
  }

  @Test
  void noForeignProviderIsToldAnything() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var lineage = house.serving.house().lineages().write(new Lineage("tr_1", List.of(), 0, -1));

      assertThat(house.chat("", "smart", LineageSeal.HEADER, lineage).statusCode()).isEqualTo(200);

      assertThat(house.provider.requests().getLast().header(LineageSeal.HEADER)).isEmpty();
    }
  }

  @Test
  void withAnotherMasterKeyTheHeaderIsRefusedAndWithoutItTheCallBeginsAnew() throws Exception {
    var inner = new TestHouse(folder.resolve("inner"), "");
    try (inner;
        var telling = outer(inner, folder.resolve("telling"), "headgate: true");
        var silent = outer(inner, folder.resolve("silent"), "headgate: false")) {
      var refused = telling.chat("", "deep-smart");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("was not written by this gateway");
      assertThat(silent.chat("", "deep-smart").statusCode()).isEqualTo(200);
    }
  }

  private static String last(TestHouse house) {
    return house.provider.requests().getLast().body();
  }

  private TestHouse inner() throws IOException {
    var home = folder.resolve("inner");
    Files.createDirectories(home.resolve("data"));
    Files.writeString(
        home.resolve("data/master.key"), "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlISE=\n");
    return new TestHouse(
        home, "  dear: {provider: up, model: m-4, price: {input: $1, output: $4000}}\n");
  }

  private TestHouse outer(TestHouse inner, String keys, String price, String limit)
      throws IOException {
    var home = folder.resolve("outer");
    Files.createDirectories(home.resolve("data"));
    Files.copy(folder.resolve("inner/data/master.key"), home.resolve("data/master.key"));
    return new TestHouse(
        home,
        """
          deep: {provider: next, model: dear, %1$s}
          deep-unpriced: {provider: next, model: smart, %1$s}
        budgets: {all: {window: total, limit: "%2$s"}}
        """
            .formatted(price, limit),
        next(inner, keys));
  }

  private static TestHouse outer(TestHouse inner, Path home, String keys) throws IOException {
    return new TestHouse(home, "  deep-smart: {provider: next, model: smart}\n", next(inner, keys));
  }

  private static String next(TestHouse inner, String keys) {
    return "region: eu}\n  next: {base-url: \"%s/v1\", %s".formatted(inner.serving.address(), keys);
  }

  private TestHouse callingItself(String type) throws IOException {
    return callingItself(
        type,
        """
          loop: {provider: self, model: loop, %s}
        budgets: {all: {window: total, limit: $100}}
        """
            .formatted(PRICE));
  }

  private TestHouse callingItself(String type, String more) throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    return new TestHouse(
        folder,
        more,
        "region: eu}\n  self: {type: %s, base-url: \"http://127.0.0.1:%d%s\", headgate: true"
            .formatted(type, port, type.equals("gemini") ? "/v1beta" : "/v1"),
        port);
  }

  private static long amount(TestHouse house, String name) throws Exception {
    HttpResponse<String> books = house.get("/admin/budgets", house.adminToken());
    var found =
        Pattern.compile("\"budget\":\"all\"[^}]*\"%s_nano_dollars\":(\\d+)".formatted(name))
            .matcher(books.body());
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
