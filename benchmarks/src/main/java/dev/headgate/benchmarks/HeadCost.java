package dev.headgate.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.headgate.guardrails.injection.InjectionKind;
import dev.headgate.guardrails.moderation.ModerationKind;
import dev.headgate.guardrails.topics.TopicKind;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// What the guardrails over vectors add to a text of 100 words that was not read before:
/// `injection`, `moderation` and `topics`, which share what they read. CPU time of the whole
/// process, collector and compiler included. `[--texts N]`.
public final class HeadCost {
  private static final int WORDS = 100;
  private static final double GOAL_MILLIS = 12;
  private static final Position AT = new Position("feature.yaml", 1, 1);

  private static final String[] SENTENCES = {
    "The delivery arrived on Tuesday, but one of the boxes was open and wet.",
    "I called the shop twice and nobody could tell me what to do next.",
    "Could you please send me a new lamp, or give me the money back?",
    "My order number is on the invoice that I have attached to this message.",
    "We use the machine every morning, and since last week it makes a loud noise.",
    "The manual says that the filter has to be cleaned with warm water once a month.",
    "After the update the display shows a red light and the text that a part is missing.",
    "My colleague says that the warranty covers this, because we bought it in spring.",
    "If you need photographs of the damage, I can take some this afternoon.",
    "Thank you for your help, and please answer before the end of the week.",
    "The second question is whether the larger model would fit below our window.",
    "In the picture on your page the cable looks longer than the one that we have.",
  };

  private HeadCost() {}

  public static void main(String[] arguments) {
    var count = (int) Options.of(arguments, "--texts=").number("--texts", 2_000);
    try (var models = new EmbeddingModels()) {
      var apart = heads(models::require);
      var together = heads(models::shared);
      run(apart, texts(count / 4, 1));
      var each = new ArrayList<Double>();
      for (var head : apart) {
        each.add(run(List.of(head), texts(count, 2)));
      }
      var all = run(together, texts(count, 3));
      var again = run(together, texts(Math.min(count, 1_000), 3).reversed());
      System.out.printf(
          Locale.ROOT,
          "%d texts of %d words%ninjection alone %.2f ms, moderation alone %.2f ms, topics alone %.2f ms%n%s%nread before: %.2f ms%n",
          count,
          WORDS,
          each.get(0),
          each.get(1),
          each.get(2),
          Goal.atMost("CPU time of all for 100 words", all, GOAL_MILLIS, "ms"),
          again);
    }
  }

  private static double run(List<Detector> heads, List<String> texts) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var began = system.getProcessCpuTime();
    for (var text : texts) {
      for (var head : heads) {
        head.find(text);
      }
    }
    return (system.getProcessCpuTime() - began) / 1e6 / texts.size();
  }

  private static List<Detector> heads(Function<String, ? extends EmbeddingModel> models) {
    var topics =
        read(
            mapping(
                "allowed",
                list(
                    topic("orders", SENTENCES[0], SENTENCES[3]),
                    topic("machines", SENTENCES[4], SENTENCES[6]))));
    return List.of(
        InjectionKind.with(models.apply(topics.embedding())),
        ModerationKind.with(models.apply(topics.embedding())),
        topics.with(models.apply(topics.embedding())));
  }

  /// Sentences in any order, cut at 100 words, with a number so that none is like another.
  private static List<String> texts(int count, long seed) {
    var random = new Random(seed);
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var words = new ArrayList<String>();
      while (words.size() < WORDS) {
        words.addAll(List.of(SENTENCES[random.nextInt(SENTENCES.length)].split(" ", -1)));
        words.set(words.size() - 3, Integer.toString(random.nextInt(100_000)));
      }
      texts.add(String.join(" ", words.subList(0, WORDS)));
    }
    return texts;
  }

  private static EmbeddingDetector read(Tree.Mapping section) {
    return (EmbeddingDetector)
        ConfigNode.read(section, new Problems(), new NoSecrets(), new TopicKind()::read)
            .orElseThrow();
  }

  private static Tree topic(String name, String... examples) {
    var texts = new Tree[examples.length];
    for (int i = 0; i < examples.length; i++) {
      texts[i] = new Tree.Scalar(AT, examples[i], false);
    }
    return mapping("name", new Tree.Scalar(AT, name, false), "examples", list(texts));
  }

  private static Tree list(Tree... items) {
    return new Tree.Sequence(AT, List.of(items));
  }

  private static Tree.Mapping mapping(Object... keysAndValues) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], new Tree.Entry(AT, (Tree) keysAndValues[i + 1]));
    }
    return new Tree.Mapping(AT, entries);
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
