package dev.headgate.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NearestNameTest {
  @Test
  void findsTheNameWithTheFewestEdits() {
    var known = List.of("handbook", "handbooks", "hand-rail");

    assertThat(NearestName.of("handbok", known)).contains("handbook");
    assertThat(NearestName.of("hnadbook", known)).contains("handbook");
    assertThat(NearestName.of("handrail", known)).contains("hand-rail");
    assertThat(NearestName.of("smart", known)).isEmpty();
    assertThat(NearestName.of("", List.of("a"))).contains("a");
  }

  @Test
  @Timeout(5)
  void doesNotReadNovels() {
    var known = IntStream.range(0, 10_000).mapToObj(i -> "model-" + i).toList();

    assertThat(NearestName.of("x".repeat(8 << 20), known)).isEmpty();
  }
}
