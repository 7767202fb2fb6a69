package dev.headgate.runtime.pipeline.payment;

import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Who pays for a call.
public final class Charges {
  private Charges() {}

  public static Charge of(RelayCall call, String trace) {
    var by = of(call.caller(), call.user());
    put(by, Dimension.MODEL, call.model());
    put(by, call.terms());
    return new Charge(by, trace);
  }

  /// Without a model: each tier that asks one says which.
  public static Charge of(FeatureCall call, String trace) {
    var by = of(call.caller(), call.user());
    put(by, Dimension.FEATURE, call.feature());
    put(by, call.terms());
    return new Charge(by, trace);
  }

  private static Map<Dimension, Set<String>> of(Caller caller, String user) {
    var by = new EnumMap<Dimension, Set<String>>(Dimension.class);
    put(by, Dimension.PROJECT, caller.project());
    put(by, Dimension.TEAM, caller.team());
    put(by, Dimension.KEY, caller.name());
    put(by, Dimension.USER, caller.userOr(user));
    return by;
  }

  private static void put(Map<Dimension, Set<String>> by, CallTerms terms) {
    put(by, Dimension.SESSION, terms.session());
    if (!terms.tags().isEmpty()) {
      by.put(Dimension.TAG, terms.tags());
    }
  }

  private static void put(Map<Dimension, Set<String>> by, Dimension dimension, String value) {
    if (!value.isEmpty()) {
      by.put(dimension, Set.of(value));
    }
  }
}
