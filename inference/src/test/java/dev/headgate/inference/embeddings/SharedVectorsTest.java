package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SharedVectorsTest {
  /// A text's vector is its length; "slow" waits, "bad" fails once.
  private static final class Lengths implements EmbeddingModel {
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch allowed = new CountDownLatch(1);

    @Override
    public String name() {
      return "lengths";
    }

    @Override
    public String version() {
      return "lengths-1";
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public int maxTokens() {
      return 100;
    }

    @Override
    public int countTokens(String text) {
      return text.length();
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      var first = !made.contains(texts.getFirst());
      made.addAll(texts);
      if (texts.contains("slow") || texts.contains("bad")) {
        entered.countDown();
        try {
          assertThat(allowed.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (texts.contains("bad") && first) {
        throw new IllegalStateException("no such text");
      }
      return texts.stream().map(text -> new float[] {text.length()}).toList();
    }
  }

  private final Lengths lengths = new Lengths();

  @Test
  void aVectorIsMadeOnceForAllWhoAskForIt() throws Exception {
    var shared = new SharedVectors(lengths, 100);
    var first = start(shared, List.of("slow", "abc"));
    assertThat(lengths.entered.await(10, TimeUnit.SECONDS)).isTrue();
    var second = start(shared, List.of("abc", "slow", "abc"));
    lengths.allowed.countDown();

    assertThat(first.get(10, TimeUnit.SECONDS)).extracting(it -> it[0]).containsExactly(4f, 3f);
    assertThat(second.get(10, TimeUnit.SECONDS))
        .extracting(it -> it[0])
        .containsExactly(3f, 4f, 3f);
    assertThat(embed(shared, "abc")).isEqualTo(3);
    assertThat(lengths.made).containsExactly("slow", "abc");
  }

  @Test
  void whoeverWaitsForOneWhoFailsMakesItsOwn() throws Exception {
    var shared = new SharedVectors(lengths, 100);
    var first = start(shared, List.of("bad"));
    assertThat(lengths.entered.await(10, TimeUnit.SECONDS)).isTrue();
    var second = start(shared, List.of("bad"));
    lengths.allowed.countDown();

    assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no such text");
    assertThat(second.get(10, TimeUnit.SECONDS).getFirst()[0]).isEqualTo(3);
  }

  @Test
  void aQuestionAndADocumentAreNotTheSame() {
    var shared = new SharedVectors(lengths, 100);

    shared.embed(List.of("abc"), EmbeddingPurpose.QUERY);
    shared.embed(List.of("abc"), EmbeddingPurpose.DOCUMENT);

    assertThat(lengths.made).hasSize(2);
  }

  @Test
  void whatWasNotAskedForLatelyIsMadeAgain() {
    var shared = new SharedVectors(lengths, 4);
    for (var text : List.of("a", "b", "c", "d", "a", "e", "a", "b")) {
      embed(shared, text);
    }

    assertThat(lengths.made).containsExactly("a", "b", "c", "d", "e", "b");
  }

  @Test
  void whatWouldPushOutEverythingIsNotKept() {
    var shared = new SharedVectors(lengths, 4);
    embed(shared, "a");
    shared.embed(List.of("b", "c", "d", "e", "f"), EmbeddingPurpose.DOCUMENT);
    embed(shared, "a");

    assertThat(lengths.made).containsExactly("a", "b", "c", "d", "e", "f");
  }

  private static float embed(SharedVectors shared, String text) {
    return shared.embed(List.of(text), EmbeddingPurpose.DOCUMENT).getFirst()[0];
  }

  private static CompletableFuture<List<float[]>> start(SharedVectors shared, List<String> texts) {
    var vectors = new CompletableFuture<List<float[]>>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            vectors.complete(shared.embed(texts, EmbeddingPurpose.DOCUMENT));
          } catch (RuntimeException e) {
            vectors.completeExceptionally(e);
          }
        });
    return vectors;
  }
}
