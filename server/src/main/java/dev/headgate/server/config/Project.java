package dev.headgate.server.config;

import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.runtime.features.Features;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A project folder, checked whole: one immutable snapshot. A changed folder is another project.
///
/// @param folder absolute
/// @param collections by name
public record Project(
    Path folder,
    Settings settings,
    Features features,
    SequencedMap<String, CollectionConfig> collections) {
  public Project {
    collections = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(collections));
  }
}
