package dev.headgate.benchmarks.training;

import dev.headgate.evals.grounding.GroundingCase;
import dev.headgate.evals.grounding.GroundingCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Answers with their contexts from public sets. What may not be used in everything that is shipped
/// is for measuring only.
///
/// @param trainable by name, under Apache-2.0, CC BY or the terms of the Open American National
///   Corpus
/// @param measuring by name, under other terms or none
record GroundingSets(Map<String, List<Row>> trainable, Map<String, List<Row>> measuring) {
  private static final int MAX_TRAINED = 3_000;
  private static final int MAX_MEASURED = 400;
  private static final int DISTRACTORS = 4;

  /// An answer with the text that it was written for.
  ///
  /// @param group rows of a group are all trained on, or none is
  /// @param isMade whether it is not of the set, but made from its texts: never measured
  record Row(GroundingCase of, String group, boolean isMade) {}

  static GroundingSets read(Path data, long seed) throws IOException {
    var nli = data.resolve("nli_mix/dev");
    var begin = data.resolve("begin/dev");
    var qags = data.resolve("qags");
    var random = new Random(seed);
    var trainable = new LinkedHashMap<String, List<Row>>();
    trainable.put("MNLI", among(first(cases(nli, "mnli_dev.jsonl.gz"), MAX_TRAINED), random));
    trainable.put(
        "SciTail", among(first(cases(nli, "scitail_dev.jsonl.gz"), MAX_TRAINED / 2), random));
    trainable.put("BEGIN Wizard of Wikipedia", alone(cases(begin, "begin_dev_wow.jsonl"), random));
    trainable.put("BEGIN CMU-DoG", alone(cases(begin, "begin_dev_cmu.jsonl"), random));
    var measuring = new LinkedHashMap<String, List<Row>>();
    measuring.put("BEGIN Topical-Chat", cases(begin, "begin_dev_tc.jsonl"));
    measuring.put("QAGS CNN/DM", first(cases(qags, "mturk_cnndm.jsonl"), MAX_MEASURED));
    measuring.put("QAGS XSum", first(cases(qags, "mturk_xsum.jsonl"), MAX_MEASURED));
    measuring.put("SNLI", first(cases(nli, "snli_dev.jsonl.gz"), MAX_MEASURED));
    measuring.put("SICK", first(cases(nli, "sick_dev.jsonl.gz"), MAX_MEASURED));
    measuring.put("RTE", first(cases(nli, "rte_dev.jsonl.gz"), MAX_MEASURED));
    return new GroundingSets(trainable, measuring);
  }

  private static List<Row> cases(Path folder, String file) throws IOException {
    return GroundingCases.read(folder.resolve(file)).stream()
        .map(of -> new Row(of, of.context(), false))
        .toList();
  }

  private static List<Row> first(List<Row> rows, int most) {
    return rows.subList(0, Math.min(most, rows.size()));
  }

  // Documents are longer than a sentence: one pair in three has other premises around its own. Half
  // of the premises bear themselves out, and not a hypothesis of another.
  private static List<Row> among(List<Row> pairs, Random random) {
    var made = new ArrayList<Row>();
    for (int i = 0; i < pairs.size(); i++) {
      var pair = pairs.get(i).of();
      var context = pair.context();
      if (i % 3 == 0) {
        var around = new ArrayList<String>();
        for (int n = 0; n < DISTRACTORS; n++) {
          around.add(another(pairs, random).context());
        }
        around.add(random.nextInt(around.size() + 1), context);
        context = String.join("\n", around);
      }
      made.add(
          new Row(
              new GroundingCase(context, pair.answer(), pair.isSupported(), pair.source()),
              pair.context(),
              i % 3 == 0));
      if (i % 2 == 0) {
        add(made, context, pair.context(), true, pair);
        add(made, context, another(pairs, random).answer(), false, pair);
      }
    }
    return made;
  }

  // What was said of another document is not borne out by this one.
  private static List<Row> alone(List<Row> rows, Random random) {
    var made = new ArrayList<>(rows);
    for (int i = 0; i < rows.size(); i += 4) {
      var of = rows.get(i).of();
      var other = another(rows, random);
      if (!other.context().equals(of.context())) {
        add(made, of.context(), other.answer(), false, of);
      }
    }
    return made;
  }

  private static GroundingCase another(List<Row> pairs, Random random) {
    return pairs.get(random.nextInt(pairs.size())).of();
  }

  private static void add(
      List<Row> into, String context, String answer, boolean isSupported, GroundingCase of) {
    into.add(
        new Row(new GroundingCase(context, answer, isSupported, of.source()), of.context(), true));
  }
}
