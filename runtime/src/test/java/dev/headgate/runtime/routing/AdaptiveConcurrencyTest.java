package dev.headgate.runtime.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.routing.AdaptiveConcurrency.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdaptiveConcurrencyTest {
  @Test
  void givesNoMorePlacesThanItHas() {
    var concurrency = new AdaptiveConcurrency(1, 3);

    assertThat(fill(concurrency)).hasSize(3);
    assertThat(concurrency.running()).isEqualTo(3);
  }

  @Test
  void aRefusalTakesAThirdOfWhatRan() {
    var concurrency = new AdaptiveConcurrency(1, 100);
    var places = fill(concurrency);

    places.getFirst().refused();

    assertThat(concurrency.limit()).isEqualTo(67);
  }

  @Test
  void refusalsOfOneBurstCountOnce() {
    var concurrency = new AdaptiveConcurrency(1, 100);

    fill(concurrency).forEach(Place::refused);

    assertThat(concurrency.limit()).isEqualTo(67);
    assertThat(concurrency.running()).isZero();
  }

  @Test
  void findsTheDeploymentsOwnLimitAndStaysNearIt() {
    var concurrency = new AdaptiveConcurrency(1, 500);
    var refused = 0;
    var asked = 0;
    for (int round = 0; round < 300; round++) {
      var places = fill(concurrency);
      for (int i = 0; i < places.size(); i++) {
        asked += round >= 100 ? 1 : 0;
        if (i < 40) {
          places.get(i).answered();
        } else {
          refused += round >= 100 ? 1 : 0;
          places.get(i).refused();
        }
      }
    }

    assertThat(concurrency.limit()).isBetween(20, 42);
    assertThat(refused).isLessThan(asked / 10);
  }

  @Test
  void anIdleDeploymentProvesNothing() {
    var concurrency = new AdaptiveConcurrency(1, 100);
    fill(concurrency).forEach(Place::refused);

    for (int i = 0; i < 1_000; i++) {
      var place = concurrency.tryEnter();
      assertThat(place).isNotNull();
      place.answered();
    }

    assertThat(concurrency.limit()).isEqualTo(67);
  }

  @Test
  void neverFallsBelowItsLeast() {
    var concurrency = new AdaptiveConcurrency(2, 100);
    for (int i = 0; i < 50; i++) {
      fill(concurrency).forEach(Place::refused);
    }

    assertThat(concurrency.limit()).isEqualTo(2);
    fill(concurrency).forEach(Place::abandoned);
    assertThat(concurrency.running()).isZero();
  }

  private static List<Place> fill(AdaptiveConcurrency concurrency) {
    var places = new ArrayList<Place>();
    for (var place = concurrency.tryEnter(); place != null; place = concurrency.tryEnter()) {
      places.add(place);
    }
    return places;
  }
}
