package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that chooses by difficulty, in a whole house with its embedding model: tiers of
/// features, keys, limits, budgets and rules on data hold for what is chosen.
final class DifficultyOverHttpTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String EASY = "Good morning, how are you today?";
  private static final String HARD = "Prove that there are infinitely many twin primes below n.";

  @TempDir private Path folder;
  private TestHouse house;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(
        folder.resolve("models/auto.csv"),
        """
        text,easy,hard
        "Hello, how are you?",1,1
        Good morning!,1,1
        Thanks a lot for your help,1,1
        "Hi there, nice to meet you",1,1
        Have a nice day,1,1
        You are very kind,1,1
        Good evening my friend,1,1
        "How was your day, dear?",1,1
        Say hello to everybody,1,1
        Wish me a happy birthday,1,1
        Prove that the square root of two is irrational,0,1
        Prove that there are infinitely many primes,0,1
        Derive the integral of the logarithm by parts,0,1
        Show that every bounded sequence has a convergent subsequence,0,1
        Compute the eigenvalues of this symmetric matrix,0.1,1
        Prove the fundamental theorem of algebra,0,0.9
        Solve this differential equation with boundary conditions,0,1
        Show that the group of units modulo p is cyclic,0,1
        Prove by induction the formula for the sum of cubes,0,1
        Find the residues of the function at its poles,0,1
        """);
    house =
        new TestHouse(folder, "  auto: {difficulty: {easy: cheap, hard: smart, threshold: 0.5}}\n");
    house.provider.always(OpenAiReplies.chat("Hello"));
    feature("tiered", "auto");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aTierGoesWhereItsQuestionBelongs() throws Exception {
    declare("");

    assertThat(asked(house.ask("", "tiered", EASY))).isEqualTo("m-2");
    assertThat(asked(house.ask("", "tiered", HARD))).isEqualTo("m-1");

    var answer = house.ask("", "tiered", EASY, "x-headgate-explain", "true");
    assertThat(answer.headers().firstValue("headgate-attempts").orElse(""))
        .matches("auto chose cheap 0\\.\\d+<0\\.500, far/m-2 answered \\d+ms");
    assertThat(trace(answer)).contains("\"chosen\":\"cheap\",\"by\":\"score\"");
  }

  @Test
  void whatWasLearnedIsKept() throws Exception {
    declare("");

    try (var kept = Files.list(folder.resolve("data/difficulty"))) {
      assertThat(kept).hasSize(1);
    }
  }

  @Test
  void otherRecordsAreLearnedWithoutARestart() throws Exception {
    declare("");
    var release = TestHouse.property(house.ask("", "tiered", EASY).body(), "release");
    var records = folder.resolve("models/auto.csv");

    Files.writeString(records, Files.readString(records).replace(",1,1\n", ",0,1\n") + rest());
    declare("");

    var answer = house.ask("", "tiered", EASY);
    assertThat(asked(answer)).isEqualTo("m-1");
    assertThat(TestHouse.property(answer.body(), "release")).isNotEqualTo(release);
  }

  private static String rest() {
    var rest = new StringBuilder();
    for (var fruit : List.of("apple", "pear", "plum", "cherry", "lemon", "melon")) {
      rest.append("Name the colour of a ").append(fruit).append(",1,1\n");
    }
    return rest.toString();
  }

  @Test
  void whoMayUseTheNameMayUseWhatItChoosesAndOnlySo() throws Exception {
    declare(
        """
        access:
          keys:
            - {name: shop, key: "${env:SHOP}", models: [auto]}
            - {name: bank, key: "${env:BANK}", models: [cheap]}
        """);

    assertThat(asked(chat(SHOP, EASY))).isEqualTo("m-2");
    assertThat(asked(chat(SHOP, HARD))).isEqualTo("m-1");
    assertThat(error(house.chat(SHOP, "cheap"))).isEqualTo("403 scope_denied");
    assertThat(error(house.chat(SHOP, "smart"))).isEqualTo("403 scope_denied");
    assertThat(error(chat(BANK, EASY))).isEqualTo("403 scope_denied");
    assertThat(house.get("/v1/models", SHOP).body()).contains("\"auto\"").doesNotContain("smart");
  }

  @Test
  void theLimitsOfTheNameAndOfTheChosenModelHold() throws Exception {
    declare("limits: {models: {cheap: {requests-per-hour: 2}, auto: {requests-per-hour: 4}}}\n");

    assertThat(asked(chat("", EASY))).isEqualTo("m-2");
    assertThat(asked(house.ask("", "tiered", EASY))).isEqualTo("m-2");

    var refused = chat("", EASY);
    assertThat(error(refused)).isEqualTo("429 rate_limited");
    assertThat(refused.body()).contains("model \\\"cheap\\\"");
    assertThat(error(house.chat("", "cheap"))).isEqualTo("429 rate_limited");
    assertThat(asked(chat("", HARD))).isEqualTo("m-1");
    assertThat(chat("", HARD).body()).contains("model \\\"auto\\\"");
    assertThat(house.chat("", "smart").statusCode()).isEqualTo(200);
  }

  @Test
  void tokensThatTheChosenModelDidNotUseAreGivenBack() throws Exception {
    declare("limits: {models: {cheap: {tokens-per-hour: 250}}}\n");

    for (int i = 0; i < 5; i++) {
      assertThat(asked(chat("", EASY))).isEqualTo("m-2");
    }
  }

  @Test
  void theBudgetsOfTheNameAndOfTheChosenModelHold() throws Exception {
    declare(
        """
        budgets:
          cheap: {limit: $0.001, window: total, match: {model: cheap}}
          models: {limit: $10, window: total, per: model}
        """);

    assertThat(error(chat("", EASY))).isEqualTo("402 budget_exceeded");
    assertThat(error(house.ask("", "tiered", EASY))).isEqualTo("402 budget_exceeded");
    assertThat(asked(chat("", HARD))).isEqualTo("m-1");
    assertThat(house.get("/admin/budgets", house.adminToken()).body())
        .contains("\"auto\"", "\"smart\"");
  }

  @Test
  void dataGoesOnlyWhereItMay() throws Exception {
    declare(
        """
        projects: {bank: {data: {regions: [eu]}}}
        access:
          keys:
            - {name: shop, key: "${env:SHOP}"}
            - {name: bank, key: "${env:BANK}", project: bank}
        """);

    assertThat(asked(chat(SHOP, EASY))).isEqualTo("m-2");
    var answer = chat(BANK, EASY);

    assertThat(asked(answer)).isEqualTo("m-1");
    assertThat(trace(answer)).contains("\"chosen\":\"smart\",\"by\":\"data_boundary\"");
    assertThat(error(house.chat(BANK, "cheap"))).isEqualTo("403 data_boundary");
  }

  @Test
  void anAnswerIsRememberedForTheModelThatGaveIt() throws Exception {
    Files.writeString(
        folder.resolve("headgate.yaml"),
        yaml("").replace("model: m-2,", "model: m-2, cache-for: 1h,"));
    house.serving.house().change(TestHouse.load(folder));

    assertThat(asked(chat("", EASY))).isEqualTo("m-2");
    var again = chat("", EASY);

    assertThat(again.headers().firstValue("headgate-cache")).isPresent();
    assertThat(trace(again)).contains("\"gen_ai.request.model\":\"m-2\"", "\"chosen\":\"cheap\"");
    assertThat(house.provider.requests()).hasSize(1);
  }

  private HttpResponse<String> chat(String key, String text) throws Exception {
    return house.post(
        TestHouse.CHAT,
        key,
        "{\"model\":\"auto\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(text));
  }

  /// The model that a provider was asked for last, for a call that was answered.
  private String asked(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return house.provider.requests().getLast().body().replaceAll("(?s).*\"(m-[12])\".*", "$1");
  }

  private String trace(HttpResponse<String> answer) throws Exception {
    var id = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    return house.send("GET", "/admin/traces/" + id, house.adminToken(), "").body();
  }

  private void declare(String more) throws IOException {
    Files.writeString(folder.resolve("headgate.yaml"), yaml(more));
    house.serving.house().change(TestHouse.load(folder));
  }

  private String yaml(String more) {
    return """
    server: {port: 0}
    providers:
      near: {base-url: "%1$s", region: eu}
      far: {base-url: "%1$s", region: us}
    models:
      auto: {difficulty: {easy: cheap, hard: smart, threshold: 0.5}}
      smart: {provider: near, model: m-1, price: {input: $1000, output: $4000}}
      cheap: {provider: far, model: m-2, price: {input: $1000, output: $4000}}
    """
            .formatted(house.provider.baseUrl())
        + more;
  }

  private void feature(String name, String model) throws IOException {
    var feature = folder.resolve("features/" + name);
    Files.createDirectories(feature.resolve("prompts"));
    Files.writeString(
        feature.resolve("feature.yaml"),
        "description: a test\ntiers: [{name: generated, model: %s, prompt: p}]\n".formatted(model));
    Files.writeString(
        feature.resolve("prompts/p.prompt"),
        """
        ---
        version: 1.0.0
        input: {schema: {question: string}}
        ---
        Prove theorems about integrals and matrices, and derive the equations: {{question}}
        """);
  }
}
