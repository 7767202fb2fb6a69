package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.boundaries.Boundaries;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What holds for the data of one call, and where it may therefore go.
///
/// @param dataClass empty if no classes are declared
record DataBoundary(String dataClass, List<DataRule> rules, Boundaries boundaries) {
  /// Throws [CallFailed] if the caller names a class that there is not.
  static DataBoundary of(Caller caller, DataRule feature, Boundaries boundaries) {
    var rules = new ArrayList<>(caller.agreement().data());
    if (!feature.equals(DataRule.NONE)) {
      rules.add(feature);
    }
    return new DataBoundary(
        boundaries.classOf(rules, caller.visit().dataClass()), rules, boundaries);
  }

  Optional<CallFailed> objection(Deployment.Remote deployment) {
    return boundaries
        .objection(
            dataClass, rules, boundaries.tags(deployment.provider().name(), deployment.model()))
        .map(why -> new CallFailed(ErrorCode.DATA_BOUNDARY, why));
  }

  /// The deployments of a route that the call may go to. Throws [CallFailed] with `DATA_BOUNDARY`
  /// if there are none.
  Route only(Route route) {
    return find(route).orElseThrow(() -> objection(route.deployments().getFirst()).orElseThrow());
  }

  /// The same; empty if there are none.
  Optional<Route> find(Route route) {
    var allowed = route.only(deployment -> objection(deployment).isEmpty());
    return allowed.deployments().isEmpty() && allowed.fallbacks().isEmpty()
        ? Optional.empty()
        : Optional.of(allowed);
  }
}
