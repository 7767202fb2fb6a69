package dev.headgate.runtime.boundaries;

import java.util.List;

/// What is declared about the place where a model runs.
///
/// @param name of the deployment, for messages and traces
/// @param provider its name in `headgate.yaml`
/// @param region empty if none is declared
/// @param accepts the data classes that may go there; none if it does not say
public record DeploymentTags(String name, String provider, String region, List<String> accepts) {
  public DeploymentTags {
    accepts = List.copyOf(accepts);
  }
}
