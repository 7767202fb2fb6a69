package dev.headgate.runtime.contracts;

import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas;
import java.util.Map;

/// The files of a feature's folder `contract`, and what compiles them.
///
/// @param texts by name
public record ContractFiles(Map<String, String> texts, Schemas schemas) {
  /// No files at all.
  public static final ContractFiles NONE =
      new ContractFiles(
          Map.of(),
          new Schemas() {
            @Override
            public Schema compile(String file, Map<String, String> files) throws BadSchema {
              throw new BadSchema("the file is missing");
            }
          });

  public ContractFiles {
    texts = Map.copyOf(texts);
  }
}
