package dev.headgate.guardrails.topics;

import dev.headgate.guardrails.topics.TopicKind.Topic;
import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.CsvRows;
import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Reads topics with their examples: comma-separated values with the columns `topic`, `example` and
/// `policy`.
final class TopicFile {
  private static final List<String> COLUMNS = List.of("topic", "example", "policy");

  private final BiConsumer<Position, String> problems;
  private final Map<String, Began> topics = new LinkedHashMap<>();

  /// A topic, with the place of its first row.
  private record Began(Position at, String policy, List<String> examples) {}

  /// @param allowed in the order of the file, as `refused`
  record ByPolicy(List<Topic> allowed, List<Topic> refused) {}

  private TopicFile(BiConsumer<Position, String> problems) {
    this.problems = problems;
  }

  /// @param most examples
  /// @param problems takes every mistake with its place
  static ByPolicy read(ConfigFile file, int most, BiConsumer<Position, String> problems) {
    var reading = new TopicFile(problems);
    var what = "a topic, an example and its policy";
    CsvRows.read(file, COLUMNS, what, most, problems).forEach(reading::add);
    return new ByPolicy(reading.of("allowed"), reading.of("refused"));
  }

  private void add(CsvRows.Row row) {
    var topic = row.cells().get(0);
    var policy = row.cells().get(2);
    if (!Names.isName(topic)) {
      problems.accept(row.at(), "expected " + Names.EXPECTED + ", found \"" + topic + "\"");
    } else if (!policy.equals("allowed") && !policy.equals("refused")) {
      problems.accept(
          row.at(), "a policy is \"allowed\" or \"refused\", not \"" + Names.shown(policy) + "\"");
    } else {
      var began =
          topics.computeIfAbsent(topic, _ -> new Began(row.at(), policy, new ArrayList<>()));
      if (!began.policy.equals(policy)) {
        problems.accept(
            row.at(),
            "topic \"%s\" is %s in line %d; a topic has one policy"
                .formatted(topic, began.policy, began.at.line()));
      }
      began.examples.add(row.cells().get(1));
    }
  }

  private List<Topic> of(String policy) {
    var found = new ArrayList<Topic>();
    topics.forEach((name, began) -> {
      if (began.policy.equals(policy)) {
        var topic = new Topic(name, began.examples);
        topic.check((_, message) -> problems.accept(began.at, message));
        found.add(topic);
      }
    });
    return found;
  }
}
