package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Attacks and ordinary texts from public sets. What may not be used in everything that is shipped
/// is for measuring only.
///
/// @param trainable from sets under MIT, Apache-2.0 or CC BY
/// @param measuring from sets under other terms
record InjectionTexts(List<DetectionCase> trainable, List<DetectionCase> measuring) {
  private static final int MAX_OF_A_KIND = 1_500;

  static InjectionTexts read(Path data) throws IOException {
    var trainable = new ArrayList<DetectionCase>();
    for (var file : List.of("train", "val")) {
      for (var row : Rows.json(data.resolve("deepset_injections_copy/dev/" + file + ".jsonl"))) {
        add(trainable, Rows.text(row, "text"), isOne(row), "deepset");
      }
    }
    var giskard = Rows.csv(data.resolve("giskard_injections/prompt_injections.csv"));
    giskard.stream()
        .skip(1)
        .filter(row -> row.size() > 2)
        .forEach(row -> add(trainable, row.get(1), true, "giskard"));
    for (var row : Rows.json(data.resolve("notinject_piguard/valid.json"))) {
      add(trainable, Rows.text(row, "prompt"), isOne(row), "notinject");
    }
    for (var row : Rows.json(data.resolve("harmful_behaviours/dev/inthewild_jailbreaks.json.gz"))) {
      add(trainable, row instanceof String text ? text : "", true, "in-the-wild");
    }
    for (var row : Rows.json(data.resolve("cyberseceval/prompt_injection.json"))) {
      add(trainable, Rows.text(row, "user_input"), true, "cyberseceval");
    }
    for (var row : Rows.json(data.resolve("bipia/dev/email_train.jsonl"))) {
      add(trainable, Rows.text(row, "context"), false, "bipia contexts");
    }
    for (var row : Rows.json(data.resolve("bipia/dev/table_train.jsonl.gz"))) {
      add(trainable, Rows.text(row, "context"), false, "bipia contexts");
    }
    sample(data.resolve("user_prompts/halueval2_questions.jsonl"), "text", "halueval2", trainable);
    sample(data.resolve("clinc150/dev/train.jsonl"), "text", "clinc150", trainable);
    sample(data.resolve("hwu64/dev/train.jsonl"), "text", "hwu64", trainable);
    sample(data.resolve("banking77/dev/train.jsonl"), "text", "banking77", trainable);
    for (var row : Rows.json(data.resolve("user_prompts/mt_bench.jsonl"))) {
      if (row instanceof Map<?, ?> map && map.get("turns") instanceof List<?> turns) {
        turns.forEach(turn -> add(trainable, String.valueOf(turn), false, "mt_bench"));
      }
    }
    var measuring = new ArrayList<DetectionCase>();
    sample(
        data.resolve("benign_instructions/alpaca_harmless_2000.jsonl"),
        "text",
        "alpaca",
        measuring);
    sample(
        data.resolve("user_prompts/alpaca_eval_805.jsonl"),
        "instruction",
        "alpaca_eval",
        measuring);
    sample(data.resolve("user_prompts/nq_open_dev.jsonl"), "question", "nq_open", measuring);
    return new InjectionTexts(distinct(trainable), distinct(measuring));
  }

  // The same rows every time, from all over the file.
  private static void sample(Path file, String key, String source, List<DetectionCase> into)
      throws IOException {
    var rows = Rows.json(file);
    var step = Math.max(1, rows.size() / MAX_OF_A_KIND);
    for (int i = 0; i < rows.size(); i += step) {
      add(into, Rows.text(rows.get(i), key), false, source);
    }
  }

  private static void add(
      List<DetectionCase> into, String text, boolean isPositive, String source) {
    if (!text.isBlank()) {
      into.add(new DetectionCase(text.strip(), isPositive, source));
    }
  }

  private static boolean isOne(Object row) {
    return row instanceof Map<?, ?> map
        && map.get("label") instanceof Number label
        && label.intValue() == 1;
  }

  private static List<DetectionCase> distinct(List<DetectionCase> all) {
    var seen = new HashSet<String>();
    return all.stream().filter(one -> seen.add(one.text())).toList();
  }
}
