package dev.headgate.runtime.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AnswerCacheTest {
  private static final CacheRule HOUR = new CacheRule(Duration.ofHours(1));
  private static final CacheConfig CONFIG =
      new CacheConfig(1 << 20, 10_000, Duration.ofSeconds(10));

  private final AtomicLong now = new AtomicLong();
  private final AnswerCache cache = new AnswerCache(CONFIG, now::get);
  private final Fingerprints fingerprints = new Fingerprints(new byte[32]);

  @Test
  void givesTheSameAnswerAgainUntilItIsTooOld() {
    keep("hello", "world", FinishReason.STOP);

    now.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(find("hello", CacheControl.USUAL))
        .isEqualTo(new Lookup.Hit(answer("world", FinishReason.STOP), Duration.ofMinutes(59)));

    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(find("hello", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void doesAsTheCallerAsks() {
    keep("hello", "world", FinishReason.STOP);
    now.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(find("hello", CacheControl.of("max-age=11"))).isInstanceOf(Lookup.Hit.class);
    assertThat(find("hello", CacheControl.of("no-store"))).isInstanceOf(Lookup.Bypassed.class);
    assertThat(find("hello", CacheControl.of("public, max-age=10")))
        .isInstanceOfSatisfying(Lookup.Miss.class, miss -> miss.seat().close());

    try (var seat = ((Lookup.Miss) find("hello", CacheControl.of("No-Cache"))).seat()) {
      seat.keep(answer("newer", FinishReason.STOP));
    }
    assertThat(((Lookup.Hit) find("hello", CacheControl.USUAL)).answer().choices().getFirst())
        .extracting(choice -> choice.message().text())
        .isEqualTo("newer");
  }

  @Test
  void isOffUnlessARuleSwitchesItOn() {
    assertThat(cache.find(CacheRule.OFF, CacheControl.USUAL, key("hello")))
        .isInstanceOf(Lookup.Bypassed.class);
  }

  @Test
  void keepsNothingThatWasRefusedOrIsTooLong() {
    keep("refused", "no", FinishReason.CONTENT_FILTER);
    keep("long", "x".repeat(5_000), FinishReason.STOP);

    assertThat(find("refused", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
    assertThat(find("long", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void takesUpOtherBounds() {
    keep("hello", "world", FinishReason.STOP);

    cache.declare(new CacheConfig(1, 1, Duration.ofSeconds(10)));
    keep("next", "world", FinishReason.STOP);

    assertThat(cache.bytes()).isLessThanOrEqualTo(1);
    assertThat(find("hello", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
    assertThat(find("next", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void staysWithinItsBytes() {
    for (int i = 0; i < 1_000; i++) {
      keep("question " + i, "x".repeat(4_000), FinishReason.STOP);
    }

    assertThat(cache.bytes()).isBetween(CONFIG.maxBytes() / 2, CONFIG.maxBytes());
  }

  @Test
  void oneOfManyAsksAndTheOthersGetItsAnswer() throws Exception {
    var asking = new CountDownLatch(1);
    var asked = new AtomicInteger();
    Callable<String> call =
        () ->
            switch (find("hello", CacheControl.USUAL)) {
              case Lookup.Hit(var answer, _, _) -> answer.choices().getFirst().message().text();
              case Lookup.Miss(var seat) -> {
                try (seat) {
                  asked.incrementAndGet();
                  asking.await();
                  seat.keep(answer("world", FinishReason.STOP));
                }
                yield "asked";
              }
              case Lookup.Bypassed _ -> "bypassed";
            };

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<>(List.of(callers.submit(call)));
      while (asked.get() == 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 31; i++) {
        answers.add(callers.submit(call));
      }
      asking.countDown();

      for (var answer : answers.subList(1, answers.size())) {
        assertThat(answer.get()).isEqualTo("world");
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void theNextOneAsksWhenTheFirstFails() {
    var first = (Lookup.Miss) find("hello", CacheControl.USUAL);
    first.seat().close();

    assertThat(find("hello", CacheControl.USUAL)).isInstanceOf(Lookup.Miss.class);
  }

  private void keep(String question, String text, FinishReason reason) {
    try (var seat = ((Lookup.Miss) find(question, CacheControl.USUAL)).seat()) {
      seat.keep(answer(text, reason));
    }
  }

  private Lookup find(String question, CacheControl control) {
    return cache.find(HOUR, control, key(question));
  }

  private CacheKey key(String question) {
    var request =
        new ChatRequest("gpt-x", List.of(new ChatMessage(Role.USER, question)), ChatSettings.NONE);
    return fingerprints.of("project", "smart", request);
  }

  private static ChatAnswer answer(String text, FinishReason reason) {
    var message = new ChatMessage(Role.ASSISTANT, text);
    return new ChatAnswer(
        "id",
        "gpt-x-1",
        List.of(new ChatAnswer.Choice(0, message, reason, Extras.NONE)),
        Usage.of(1, 0, 1, 0),
        Extras.NONE);
  }
}
