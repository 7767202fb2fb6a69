package dev.headgate.benchmarks.training;

import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The folder of a model pack, as [HeadPack] loads it.
final class PackFolder {
  private PackFolder() {}

  /// @param name with its version, such as `injection-1`
  /// @param kind of weights
  /// @param heads by name, at least one, in order
  /// @param numbers further lines of the description, such as `threshold=0.9`
  static void write(
      Path folder, String name, int kind, Map<String, TwoLayerHead> heads, String... numbers)
      throws IOException {
    Files.createDirectories(folder);
    var description = new StringBuilder("name=" + name + "\n");
    description
        .append("embedding=")
        .append(heads.values().iterator().next().embedding())
        .append('\n');
    for (var number : numbers) {
      description.append(number).append('\n');
    }
    for (var head : heads.entrySet()) {
      var weights = head.getValue().write(kind);
      Files.write(folder.resolve(HeadPack.file(head.getKey())), weights);
      description.append(HeadPack.hashKey(head.getKey())).append('=');
      description.append(HeadPack.hash(weights)).append('\n');
    }
    description.append("licence=Apache-2.0\n");
    Files.writeString(folder.resolve(HeadPack.DESCRIPTION), description);
  }
}
