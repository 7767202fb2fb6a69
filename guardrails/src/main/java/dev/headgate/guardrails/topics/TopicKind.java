package dev.headgate.guardrails.topics;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

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
    return read(section, Map.of());
  }

  @Override
  public Detector read(ConfigNode section, Map<String, ConfigFile> files) {
    var allowed =
        new ArrayList<>(
            section.list(
                "allowed",
                "What texts may be about; with it, whatever is near none of these is off topic",
                TopicKind::topic));
    var refused =
        new ArrayList<>(section.list("refused", "What texts must not be about", TopicKind::topic));
    var file =
        section.optionalText(
            "file",
            "A file beside feature.yaml with further topics, such as topics.csv: columns topic,"
                + " example and policy, which is allowed or refused");
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
    file.flatMap(name -> topics(section, name, files))
        .ifPresent(read -> {
          allowed.addAll(read.allowed());
          refused.addAll(read.refused());
        });
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

  private static Optional<TopicFile.ByPolicy> topics(
      ConfigNode section, String name, Map<String, ConfigFile> files) {
    var file = files.get(name);
    if (file == null) {
      section.problem(
          "file",
          "there is no such file beside feature.yaml, where its name is topics.csv or begins with"
              + " topics and ends in .csv; a project has no such files, so write \"allowed\" or"
              + " \"refused\" there");
      return Optional.empty();
    }
    return Optional.of(TopicFile.read(file, MAX_EXAMPLES, section::problem));
  }

  /// @param examples texts about it
  record Topic(String name, List<String> examples) {
    void addTo(List<Example> all) {
      examples.forEach(text -> all.add(new Example(text, name)));
    }

    /// @param problems takes every mistake, and whether it is in the name
    void check(BiConsumer<Boolean, String> problems) {
      if (examples.size() < LEAST_EXAMPLES) {
        problems.accept(
            false,
            "topic \"%s\" has %d example; give it at least %d, better eight"
                .formatted(name, examples.size(), LEAST_EXAMPLES));
      }
      if (examples.stream().anyMatch(it -> it.isBlank() || it.length() > MAX_CHARACTERS)) {
        problems.accept(false, "an example has 1 to " + MAX_CHARACTERS + " characters");
      }
      if (name.equals(Topics.OFF_TOPIC) || name.equals(Example.OUT_OF_SCOPE)) {
        problems.accept(true, "\"%s\" is what belongs to no topic; choose another".formatted(name));
      }
    }
  }

  private static Topic topic(ConfigNode topic) {
    var name = topic.requireName("name", "What it is called in verdicts and traces");
    var examples =
        topic.texts(
            "examples", List.of(), "Texts about it as users put them; eight are a beginning");
    var read = new Topic(name, examples);
    if (!topic.isDescribing()) {
      read.check((ofName, message) -> topic.problem(ofName ? "name" : "examples", message));
    }
    return read;
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
