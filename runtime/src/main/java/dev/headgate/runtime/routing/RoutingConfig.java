package dev.headgate.runtime.routing;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;
import java.util.OptionalInt;

/// The `routing` section of a model.
///
/// @param retries most repetitions of one call at a deployment that has failed, -1 for the default
/// @param holdBackBytes of a stream that are kept from the caller until more has come, so that an
///   answer that breaks within them can begin anew
public record RoutingConfig(
    Strategy strategy, Sticky sticky, int retries, HedgeConfig hedge, long holdBackBytes) {
  public static final RoutingConfig DEFAULT =
      new RoutingConfig(Strategy.ORDERED, Sticky.NONE, -1, HedgeConfig.DEFAULT, 0);

  private static final int MAX_RETRIES = 5;
  private static final long MAX_HOLD_BACK = 1024 * 1024;

  public static RoutingConfig from(ConfigNode node) {
    return new RoutingConfig(
        node.choice("strategy", Strategy.ORDERED, "Which deployment a call tries first."),
        node.choice(
            "sticky",
            Sticky.NONE,
            "What keeps calls at the deployment that answered them last, for its prompt cache: the"
                + " header x-headgate-session, the request's user, or the beginning of its body."),
        retries(
            node.optionalInteger(
                "retries",
                0,
                MAX_RETRIES,
                "How often a call is repeated at a deployment that has failed, when no other is"
                    + " left; 1 if the model has several deployments, else 0.")),
        node.section(
            "hedge", "A second attempt beside one whose first token is late", HedgeConfig::from),
        holdBack(node));
  }

  /// Repetitions of one call at one deployment.
  ///
  /// @param deployments of the model
  int retries(int deployments) {
    return retries >= 0 ? retries : deployments > 1 ? 1 : 0;
  }

  private static int retries(OptionalInt declared) {
    return declared.orElse(-1);
  }

  private static long holdBack(ConfigNode node) {
    var size =
        node.size(
            "hold-back",
            0,
            "How much of a stream, at most 1 MiB, is kept from the caller until more has come: an"
                + " answer that breaks within it begins anew elsewhere.");
    if (size > MAX_HOLD_BACK) {
      node.problem("hold-back", "\"hold-back\" must be at most 1 MiB");
      return 0;
    }
    return size;
  }

  /// The `hedge` section.
  ///
  /// @param after the first attempt has waited so long for its first token; zero for never
  /// @param share of the calls that may be hedged, from 0 to 1
  public record HedgeConfig(Duration after, double share) {
    public static final HedgeConfig DEFAULT = new HedgeConfig(Duration.ofSeconds(20), .05);

    static HedgeConfig from(ConfigNode node) {
      return new HedgeConfig(
          node.duration(
              "after",
              DEFAULT.after,
              "How long a stream may keep the call waiting for its first token before another"
                  + " deployment is asked as well; 0s never asks."),
          node.number(
              "share",
              DEFAULT.share,
              0,
              1,
              "The most calls, as a share of those of the last 10 s, that are asked twice."));
    }

    public boolean isOn() {
      return !after.isZero() && share > 0;
    }
  }
}
