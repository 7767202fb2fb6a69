package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import java.util.ArrayList;
import java.util.List;

/// How much somebody may use.
///
/// @param requests none for any number
/// @param tokens input and output together; none for any number
/// @param concurrent calls at the same time, 0 for any number
public record Allowance(List<Rate> requests, List<Rate> tokens, int concurrent) {
  public static final Allowance UNLIMITED = new Allowance(List.of(), List.of(), 0);

  /// The most that a limit can be; what is more is no limit.
  public static final int MOST = 2_000_000_000;

  public Allowance {
    requests = List.copyOf(requests);
    tokens = List.copyOf(tokens);
  }

  public static Allowance from(ConfigNode limits) {
    return new Allowance(
        rates(limits, "requests", "Calls"),
        rates(limits, "tokens", "Input and output tokens together"),
        limits.optionalInteger("concurrent", 1, MOST, "Calls at the same time").orElse(0));
  }

  private static List<Rate> rates(ConfigNode limits, String what, String doc) {
    var rates = new ArrayList<Rate>();
    for (var window : Window.values()) {
      limits
          .optionalInteger(what + "-per-" + window.word(), 1, MOST, doc + " per " + window.word())
          .ifPresent(amount -> rates.add(new Rate(amount, window)));
    }
    return rates;
  }

  public boolean isUnlimited() {
    return requests.isEmpty() && tokens.isEmpty() && concurrent == 0;
  }

  /// This one, or `other` where this one says nothing at all.
  public Allowance or(Allowance other) {
    return isUnlimited() ? other : this;
  }
}
