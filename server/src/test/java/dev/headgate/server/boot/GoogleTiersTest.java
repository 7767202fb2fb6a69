package dev.headgate.server.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.Reply;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// At which tier Google has served a call decides what it cost, wherever Google says it.
final class GoogleTiersTest {
  private static final String CONTENT = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]%s}";
  private static final String NATIVE = "/v1beta/models/tiered:generateContent";
  private static final String STREAM = "/v1beta/models/tiered:streamGenerateContent?alt=sse";
  private static final String PRIORITY = ",\"serviceTier\":\"priority\"";
  // A priority tier costs so many times the usual one, a flex tier half of it.
  private static final BigDecimal DEARER = new BigDecimal("1.8");
  private static final BigDecimal CHEAPER = new BigDecimal("0.5");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "priority | \"serviceTier\":\"priority\" | 1.8",
        "priority | \"serviceTier\":\"standard\" | 1",
        "priority | \"serviceTier\":\"SERVICE_TIER_FLEX\" | 0.5",
        "standard | \"trafficType\":\"ON_DEMAND_PRIORITY\" | 1.8",
        "flex | \"trafficType\":\"ON_DEMAND_FLEX\" | 0.5",
        "flex | \"trafficType\":\"ON_DEMAND\" | 1",
        "SERVICE_TIER_PRIORITY | ~~ | 1.8",
        "flex | ~~ | 0.5",
      })
  void theCountsSayAtWhichTierACallWasServed(String asked, String said, BigDecimal times)
      throws Exception {
    try (var house = house()) {
      var usual = paid(house, whole(""), NATIVE, "");
      var body = ",\"serviceTier\":\"" + asked + "\"";

      assertThat(paid(house, whole(said), NATIVE, body))
          .isEqualByComparingTo(usual.multiply(times));
      assertThat(last(house, stream(said), STREAM, body))
          .isEqualByComparingTo(usual.multiply(times));
    }
  }

  @Test
  void soDoesAHeader() throws Exception {
    try (var house = house()) {
      var usual = paid(house, whole(""), NATIVE, "");
      var json = json("");
      var flex = Reply.body(200, "application/json", json, "x-gemini-service-tier: flex");
      var standard = Reply.body(200, "application/json", json, "X-Gemini-Service-Tier: standard");

      assertThat(paid(house, flex, NATIVE, "")).isEqualByComparingTo(usual.multiply(CHEAPER));
      assertThat(paid(house, standard, NATIVE, PRIORITY)).isEqualByComparingTo(usual);
    }
  }

  @Test
  void callersOfOtherDialectsPayTheSame() throws Exception {
    try (var house = house()) {
      var usual = paid(house, whole(""), NATIVE, "");

      house.provider.always(stream("\"serviceTier\":\"priority\""));
      var served = cost(house.chat("", "tiered"));
      house.provider.always(
          Reply.body(200, "application/json", json(""), "x-gemini-service-tier: priority"));
      var inHeader = cost(house.chat("", "tiered"));

      assertThat(served).isEqualByComparingTo(usual.multiply(DEARER));
      assertThat(inHeader).isEqualByComparingTo(usual.multiply(DEARER));
    }
  }

  private TestHouse house() throws Exception {
    return new TestHouse(
        folder, "  tiered: {provider: up, model: gemini-3.8-flash-tts}\n", "type: gemini");
  }

  private static Reply whole(String said) {
    return Reply.json(json(said));
  }

  private static Reply stream(String said) {
    return Reply.events(
        GeminiReplies.streamEvents("Hello").stream()
            .map(event -> with(said, event))
            .toArray(String[]::new));
  }

  private static String json(String said) {
    var text = new String(GeminiReplies.whole("Hello").bytes(), UTF_8);
    return with(said, text.substring(text.indexOf('{')));
  }

  private static String with(String said, String json) {
    var counts = "\"usageMetadata\":{";
    return said.isEmpty() ? json : json.replace(counts, counts + said + ",");
  }

  private static BigDecimal paid(TestHouse house, Reply reply, String path, String more)
      throws Exception {
    house.provider.always(reply);
    return cost(house.post(path, "", CONTENT.formatted(more)));
  }

  private static BigDecimal last(TestHouse house, Reply reply, String path, String more)
      throws Exception {
    house.provider.always(reply);
    var answer = house.post(path, "", CONTENT.formatted(more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var id = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    var trace = house.get("/admin/traces/" + id, house.adminToken()).body();
    var nanos = trace.replaceAll("(?s).*\"headgate.cost_nanos\":(\\d+).*", "$1");
    return new BigDecimal(nanos).movePointLeft(9);
  }

  private static BigDecimal cost(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new BigDecimal(answer.headers().firstValue("headgate-cost").orElseThrow());
  }
}
