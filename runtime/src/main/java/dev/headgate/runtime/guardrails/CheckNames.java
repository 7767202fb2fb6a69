package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.contracts.Schemas;
import java.util.Optional;

/// The names that custom checks use of what is declared around them.
public interface CheckNames {
  /// Reports a model that there is not, or that writes nothing.
  ///
  /// @param check has the key `model`
  void model(ConfigNode check, String name);

  /// The prompt of a name; empty, and reported, if there is none that can be used.
  ///
  /// @param check has the key `prompt`
  Optional<Wording> prompt(ConfigNode check, String name);

  Schemas schemas();
}
