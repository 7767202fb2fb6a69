package dev.headgate.guardrails.moderation;

import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.heads.WindowHeads;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Stage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// Harmful requests, answers that help with them, and abuse.
public final class ModerationKind implements DetectorKind {
  /// What the weights of its pack begin with.
  public static final int WEIGHTS = 0x48474D01;

  /// The score from which a finding counts: the biases of the heads are set so.
  public static final double THRESHOLD = 0.5;

  private static final String NAME = "moderation";
  private static final String CATEGORIES = "categories";

  /// Loaded when first needed: most projects never do.
  private static final class BuiltIn {
    private static final HeadPack PACK =
        HeadPack.load(
            ModerationKind.class,
            WEIGHTS,
            Stream.of(Category.values()).map(Category::written).toArray(String[]::new));
    private static final Detector LEXICON = Lexicon.of(NAME);
  }

  /// The pack that Headgate brings.
  public static HeadPack pack() {
    return BuiltIn.PACK;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Requests for harm, answers that help with it, and abuse. A classifier, so calibrate its"
        + " threshold on your own traffic in shadow before you enforce it";
  }

  @Override
  public double threshold() {
    return THRESHOLD;
  }

  @Override
  public Set<Stage> stages() {
    return EnumSet.of(Stage.INPUT, Stage.OUTPUT);
  }

  @Override
  public EmbeddingDetector read(ConfigNode section) {
    var thresholds =
        section
            .optionalSection(
                CATEGORIES, "Only these categories; without the key, all", this::categories)
            .orElseGet(ModerationKind::all);
    if (thresholds.isEmpty()) {
      section.problem(
          CATEGORIES, "no category is named; name harmful or toxic, or leave the key out");
      thresholds = all();
    }
    return of(thresholds);
  }

  /// The detector of the built-in pack, for all categories.
  ///
  /// @param model the one that the pack names
  public static Detector with(EmbeddingModel model) {
    return of(all()).with(model);
  }

  private static Map<Category, OptionalDouble> all() {
    var all = new EnumMap<Category, OptionalDouble>(Category.class);
    for (var category : Category.values()) {
      all.put(category, OptionalDouble.empty());
    }
    return all;
  }

  private Map<Category, OptionalDouble> categories(ConfigNode categories) {
    var named = new EnumMap<Category, OptionalDouble>(Category.class);
    for (var category : Category.values()) {
      categories
          .optionalSection(
              category.written(),
              category.doc(),
              node ->
                  node.optionalNumber(
                      "threshold",
                      0,
                      1,
                      "The score from which a finding of this category counts; that of the"
                          + " guardrail by default"))
          .ifPresent(threshold -> named.put(category, threshold));
    }
    return named;
  }

  private static EmbeddingDetector of(Map<Category, OptionalDouble> categories) {
    var heads = new LinkedHashMap<String, TwoLayerHead>();
    var own = new HashMap<String, Double>();
    categories.forEach((category, threshold) -> {
      heads.put(category.written(), pack().head(category.written()));
      threshold.ifPresent(value -> own.put(category.written(), value));
    });
    return new Moderation(
        new WindowHeads(NAME, heads, ModerationCues.ALL),
        categories.containsKey(Category.TOXIC) ? List.of(BuiltIn.LEXICON) : List.of(),
        own);
  }
}
