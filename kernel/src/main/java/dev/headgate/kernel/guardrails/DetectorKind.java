package dev.headgate.kernel.guardrails;

import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.ConfigNode;
import java.util.Map;
import java.util.Set;

/// A kind of detector that declarations may name: a key of the section `guardrails`. What every
/// guardrail has, such as mode, threshold and stages, is read by the room; a kind reads only its
/// own keys.
public interface DetectorKind {
  /// The key of its section, and the name of its detectors.
  String name();

  /// What it finds, in a sentence for the reference.
  String doc();

  /// The score from which a finding counts, where the declaration does not say.
  default double threshold() {
    return 0.5;
  }

  /// Where it checks, where the declaration does not say.
  default Set<Stage> stages() {
    return Set.of(Stage.INPUT);
  }

  /// Whether what it finds is taken out of an answer, instead of blocking the text. Such a kind
  /// checks output only.
  default boolean removes() {
    return false;
  }

  /// Whether it can check nothing but what a model says.
  default boolean checksOutputOnly() {
    return removes();
  }

  /// Reads its own keys of its section, and builds what finds. Runs at load; must do no work while
  /// the section is only being described.
  Detector read(ConfigNode section);

  /// The same with files that the section may name.
  ///
  /// @param files beside the declaration, by name
  default Detector read(ConfigNode section, Map<String, ConfigFile> files) {
    return read(section);
  }
}
