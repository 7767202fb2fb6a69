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
record GroundingSets(
    Map<String, List<GroundingCase>> trainable, Map<String, List<GroundingCase>> measuring) {
  private static final int MAX_MEASURED = 4_000;
  private static final int DISTRACTORS = 4;

  static GroundingSets read(Path data, long seed) throws IOException {
    var nli = data.resolve("nli_mix/dev");
    var begin = data.resolve("begin/dev");
    var qags = data.resolve("qags");
    var random = new Random(seed);
    var trainable = new LinkedHashMap<String, List<GroundingCase>>();
    trainable.put("MNLI", among(cases(nli, "mnli_dev.jsonl.gz"), random));
    trainable.put("SciTail", among(cases(nli, "scitail_dev.jsonl.gz"), random));
    trainable.put("BEGIN Wizard of Wikipedia", cases(begin, "begin_dev_wow.jsonl"));
    trainable.put("BEGIN CMU-DoG", cases(begin, "begin_dev_cmu.jsonl"));
    var measuring = new LinkedHashMap<String, List<GroundingCase>>();
    measuring.put("BEGIN Topical-Chat", cases(begin, "begin_dev_tc.jsonl"));
    measuring.put("QAGS CNN/DM", cases(qags, "mturk_cnndm.jsonl"));
    measuring.put("QAGS XSum", cases(qags, "mturk_xsum.jsonl"));
    measuring.put("SNLI", first(cases(nli, "snli_dev.jsonl.gz")));
    measuring.put("SICK", cases(nli, "sick_dev.jsonl.gz"));
    measuring.put("RTE", cases(nli, "rte_dev.jsonl.gz"));
    return new GroundingSets(trainable, measuring);
  }

  private static List<GroundingCase> cases(Path folder, String file) throws IOException {
    return GroundingCases.read(folder.resolve(file));
  }

  private static List<GroundingCase> first(List<GroundingCase> cases) {
    return cases.subList(0, Math.min(MAX_MEASURED, cases.size()));
  }

  // Documents are longer than a sentence: one pair in three has other premises around its own. One
  // premise in eight bears itself out, and not a hypothesis of another.
  private static List<GroundingCase> among(List<GroundingCase> pairs, Random random) {
    var made = new ArrayList<GroundingCase>();
    for (int i = 0; i < pairs.size(); i++) {
      var pair = pairs.get(i);
      var context = pair.context();
      if (i % 3 == 0) {
        var around = new ArrayList<String>();
        for (int n = 0; n < DISTRACTORS; n++) {
          around.add(pairs.get(random.nextInt(pairs.size())).context());
        }
        around.add(random.nextInt(around.size() + 1), context);
        context = String.join("\n", around);
      }
      made.add(new GroundingCase(context, pair.answer(), pair.isSupported(), pair.source()));
      if (i % 8 == 0) {
        made.add(new GroundingCase(context, pair.context(), true, pair.source()));
        var other = pairs.get(random.nextInt(pairs.size()));
        made.add(new GroundingCase(context, other.answer(), false, pair.source()));
      }
    }
    return made;
  }
}
