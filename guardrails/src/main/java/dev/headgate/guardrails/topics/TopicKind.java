package dev.headgate.guardrails.topics;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Texts about what a feature refuses, or about nothing that it allows.
public final class TopicKind implements DetectorKind {
  static final String NAME = "topics";

  // One example alone says nothing of what it stands for.
  private static final int LEAST_EXAMPLES = 2;
  private static final int MAX_EXAMPLES = 5_000;
  private static final int MAX_CHARACTERS = 2_000;

  private static final int LEAST_WORDS = 4;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Texts about a refused topic or, where topics are allowed, about none of those; learned"
        + " from examples when the declaration is read";
  }

  @Override
  public Detector read(ConfigNode section) {
    var allowed =
        section.list(
            "allowed",
            "What texts may be about; with it, whatever is near none of these is off topic",
            TopicKind::topic);
    var refused = section.list("refused", "What texts must not be about", TopicKind::topic);
    var leastWords =
        section.integer(
            "min-words",
            LEAST_WORDS,
            1,
            100,
            "A text of fewer words, such as a name or a thank you, is never off topic");
    if (section.isDescribing()) {
      return new Topics(List.of(), Set.of(), leastWords);
    }
    check(section, allowed, refused);
    var examples = new ArrayList<Example>();
    allowed.forEach(topic -> topic.addTo(examples));
    refused.forEach(topic -> topic.addTo(examples));
    if (examples.size() > MAX_EXAMPLES) {
      section.problem("refused", "more than %d examples of topics".formatted(MAX_EXAMPLES));
    }
    var names = new HashSet<String>();
    allowed.forEach(topic -> names.add(topic.name()));
    return new Topics(examples, names, leastWords);
  }

  private record Topic(String name, List<String> examples) {
    void addTo(List<Example> all) {
      examples.forEach(text -> all.add(new Example(text, name)));
    }
  }

  private static Topic topic(ConfigNode topic) {
    var name = topic.requireName("name", "What it is called in verdicts and traces");
    var examples =
        topic.texts(
            "examples", List.of(), "Texts about it as users put them; eight are a beginning");
    if (!topic.isDescribing()) {
      if (examples.size() < LEAST_EXAMPLES) {
        topic.problem(
            "examples",
            "topic \"%s\" has %d example; give it at least %d, better eight"
                .formatted(name, examples.size(), LEAST_EXAMPLES));
      }
      if (examples.stream().anyMatch(it -> it.isBlank() || it.length() > MAX_CHARACTERS)) {
        topic.problem("examples", "an example has 1 to " + MAX_CHARACTERS + " characters");
      }
      if (name.equals(Topics.OFF_TOPIC) || name.equals(Example.OUT_OF_SCOPE)) {
        topic.problem("name", "\"%s\" is what belongs to no topic; choose another".formatted(name));
      }
    }
    return new Topic(name, examples);
  }

  private static void check(ConfigNode section, List<Topic> allowed, List<Topic> refused) {
    if (allowed.isEmpty() && refused.isEmpty()) {
      section.problem(
          "refused",
          "no topic is declared; add \"refused: [{name: …, examples: […]}]\" or allowed");
    }
    var seen = new HashSet<String>();
    var topicOf = new HashMap<String, String>();
    for (var topics : List.of(allowed, refused)) {
      for (var topic : topics) {
        if (!seen.add(topic.name())) {
          section.problem("refused", "two topics are called \"%s\"".formatted(topic.name()));
        }
        for (var text : topic.examples()) {
          var other = topicOf.putIfAbsent(text, topic.name());
          if (other != null && !other.equals(topic.name())) {
            section.problem(
                "refused",
                "\"%s\" is an example of \"%s\" and of \"%s\"; keep one"
                    .formatted(text, other, topic.name()));
          }
        }
      }
    }
  }
}
