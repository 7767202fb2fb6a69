package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import dev.headgate.evals.pii.PiiCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Harmful requests and answers, abuse, and ordinary texts, from public sets and written for the
/// training. What may not be used in everything that is shipped is for measuring only.
///
/// @param harmful from sets under MIT
/// @param toxic written for the training: no public set is among them
/// @param ordinary from sets under MIT, Apache-2.0 or CC BY
/// @param measuring ordinary texts from sets under other terms, and texts of which nobody says what
///   they are, such as messages of a network
/// @param asked what assistants should not answer, from a set under mixed terms: requests of five
///   kinds, of which not all do harm
record ModerationTexts(
    List<DetectionCase> harmful,
    List<DetectionCase> toxic,
    List<DetectionCase> ordinary,
    List<DetectionCase> measuring,
    List<DetectionCase> asked) {
  private static final String FILE = "moderation.txt";
  private static final int OF_A_PATTERN = 16;
  private static final long SEED = 12;

  // Of the patterns of a kind, every fifth measures only.
  private static final int EVERY_UNSEEN = 5;

  private static final int MAX_SENTENCES = 1_500;

  private static final int LEAST_AROUND = 20;
  private static final int MOST_AROUND = 90;
  private static final int MOST_BURIED = 150;

  private static final String ANSWER = "^Sure, here (is|are) ";

  static ModerationTexts read(Path data) throws IOException {
    var folder = data.resolve("harmful_behaviours/dev");
    var harmful = new GatheredTexts();
    written('h', true, harmful);
    for (var row : rows(folder.resolve("advbench_harmful_behaviors.csv"))) {
      harmful.add(row.get(0), true, "advbench");
      // Every answer begins in the same way, and many ordinary ones do.
      harmful.add(row.get(1).replaceFirst(ANSWER, ""), true, "advbench");
    }
    for (var row : rows(folder.resolve("harmbench_text_val.csv"))) {
      if (!row.get(1).equals("copyright")) {
        harmful.add(row.get(0), true, "harmbench");
      }
    }
    var toxic = new GatheredTexts();
    written('t', true, toxic);
    var others = InjectionTexts.read(data);
    var ordinary = new GatheredTexts();
    written('-', false, ordinary);
    addOrdinary(others.trainable(), ordinary);
    calls(data.resolve("bfcl_v4/dev"), ordinary);
    for (var row : Rows.json(data.resolve("contextual_codebase/queries.jsonl"))) {
      ordinary.add(Rows.text(row, "text"), false, "codebase");
      ordinary.add(Rows.text(row, "answer"), false, "codebase");
    }
    sentences(data.resolve("presidio_synth_pii/dev/synth_dataset_v2.json"), "presidio", ordinary);
    sentences(data.resolve("wnut17/dev/wnut17train.conll"), "wnut17", ordinary);
    var around = around(others.trainable());
    for (var texts : List.of(harmful, toxic, ordinary)) {
      bury(texts, around);
    }
    var measuring = new GatheredTexts();
    addOrdinary(others.measuring(), measuring);
    measuring.sample(data.resolve("squad2_sample/squad2_dev_500.jsonl"), "context", "squad2");
    sentences(data.resolve("wnut17/dev/emerging.dev.conll"), "wnut17 comments", measuring);
    var asked = new GatheredTexts();
    for (var row : Rows.json(folder.resolve("donotanswer.jsonl"))) {
      asked.add(prompt(Rows.text(row, "text")), true, Rows.text(row, "category"));
    }
    return new ModerationTexts(
        harmful.all(), toxic.all(), ordinary.all(), measuring.all(), asked.all());
  }

  private static void written(char mark, boolean isPositive, GatheredTexts into)
      throws IOException {
    var patterns = WrittenTexts.byPattern(FILE, mark, OF_A_PATTERN, SEED);
    for (int i = 0; i < patterns.size(); i++) {
      var isUnseen = i % EVERY_UNSEEN == EVERY_UNSEEN - 1;
      var source = isUnseen ? WrittenTexts.UNSEEN : WrittenTexts.SOURCE;
      patterns.get(i).forEach(text -> into.add(text, isPositive, source));
    }
  }

  private static void addOrdinary(List<DetectionCase> from, GatheredTexts into) {
    for (var text : from) {
      if (!text.isPositive() && !text.source().equals(WrittenTexts.SOURCE)) {
        into.add(text.text(), false, text.source());
      }
    }
  }

  private static List<String> around(List<DetectionCase> texts) {
    return texts.stream()
        .filter(one -> !one.isPositive() && !HeadTraining.isKeptAside(one))
        .map(DetectionCase::text)
        .filter(text -> text.length() >= LEAST_AROUND && text.length() <= MOST_AROUND)
        .map(text -> Character.isLetterOrDigit(text.charAt(text.length() - 1)) ? text + "." : text)
        .toList();
  }

  // In a window there may be harmless sentences around what does harm: every third text that is
  // trained on stands among others too, the ordinary ones as well.
  private static void bury(GatheredTexts texts, List<String> around) {
    var random = new Random(SEED);
    var all = texts.all();
    for (int i = 0; i < all.size(); i += 3) {
      var one = all.get(i);
      if (!HeadTraining.isKeptAside(one) && one.text().length() <= MOST_BURIED) {
        var before = around.get(random.nextInt(around.size()));
        var after = around.get(random.nextInt(around.size()));
        texts.add(before + ' ' + one.text() + ' ' + after, one.isPositive(), one.source());
      }
    }
  }

  // What users of tools ask for: the first thing that each says.
  private static void calls(Path folder, GatheredTexts into) throws IOException {
    for (var kind :
        List.of("simple_python", "simple_java", "multiple", "parallel", "multi_turn_base")) {
      for (var row : Rows.json(folder.resolve("BFCL_v4_" + kind + ".json.gz"))) {
        if (row instanceof Map<?, ?> map
            && map.get("question") instanceof List<?> turns
            && turns.getFirst() instanceof List<?> messages) {
          into.add(Rows.text(messages.getLast(), "content"), false, "bfcl");
        }
      }
    }
  }

  private static void sentences(Path file, String source, GatheredTexts into) throws IOException {
    var rows = PiiCases.read(file);
    var step = Math.max(1, rows.size() / MAX_SENTENCES);
    for (int i = 0; i < rows.size(); i += step) {
      into.add(rows.get(i).text(), false, source);
    }
  }

  private static List<List<String>> rows(Path csv) throws IOException {
    return Rows.csv(csv).stream().skip(1).filter(row -> row.size() > 1).toList();
  }

  // A row's text is a JSON object once more.
  private static String prompt(String json) {
    return Rows.text(Rows.parse(json), "prompt");
  }
}
