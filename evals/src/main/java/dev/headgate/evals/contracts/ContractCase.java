package dev.headgate.evals.contracts;

import java.util.List;

/// A schema with documents of which it is known whether they follow it.
///
/// @param schema JSON
public record ContractCase(String schema, List<Instance> instances) {
  public ContractCase {
    instances = List.copyOf(instances);
  }

  /// @param document JSON
  public record Instance(String document, boolean isValid) {}
}
