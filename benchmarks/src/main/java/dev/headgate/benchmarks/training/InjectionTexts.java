package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Attacks and ordinary texts from public sets, and some that were written for the training. What
/// may not be used in everything that is shipped is for measuring only.
///
/// @param trainable from sets under MIT, Apache-2.0 or CC BY
/// @param measuring from sets under other terms
record InjectionTexts(List<DetectionCase> trainable, List<DetectionCase> measuring) {
  private static final int ATTACKS_OF_A_PATTERN = 10;
  private static final int ORDINARY_OF_A_PATTERN = 14;
  private static final int EVERY_TABLE = 6;
  private static final long SEED = 11;

  // Of BIPIA's attacks, those that are questions anybody may ask: only where they stand tells.
  private static final Set<String> ORDINARY_TASKS =
      Set.of(
          "Information Retrieval",
          "Content Creation",
          "Learning and Tutoring",
          "Language Translation",
          "Programming Help");

  static InjectionTexts read(Path data) throws IOException {
    var trainable = new GatheredTexts();
    var measuring = new GatheredTexts();
    for (var text : WrittenTexts.read("injection.txt", '+', ATTACKS_OF_A_PATTERN, SEED)) {
      trainable.add(text, true, WrittenTexts.SOURCE);
    }
    for (var text : WrittenTexts.read("injection.txt", '-', ORDINARY_OF_A_PATTERN, SEED)) {
      trainable.add(text, false, WrittenTexts.SOURCE);
    }
    for (var file : List.of("train", "val")) {
      for (var row : Rows.json(data.resolve("deepset_injections_copy/dev/" + file + ".jsonl"))) {
        trainable.add(Rows.text(row, "text"), isOne(row), "deepset");
      }
    }
    var giskard = Rows.csv(data.resolve("giskard_injections/prompt_injections.csv"));
    giskard.stream()
        .skip(1)
        .filter(row -> row.size() > 2)
        .forEach(row -> trainable.add(row.get(1), true, "giskard"));
    notInject(data, trainable, measuring);
    for (var row : Rows.json(data.resolve("harmful_behaviours/dev/inthewild_jailbreaks.json.gz"))) {
      trainable.add(row instanceof String text ? text : "", true, "in-the-wild");
    }
    for (var row : Rows.json(data.resolve("cyberseceval/prompt_injection.json"))) {
      trainable.add(Rows.text(row, "user_input"), true, "cyberseceval");
    }
    bipia(data, trainable);
    // From Wikipedia: share-alike.
    var tables = Rows.json(data.resolve("bipia/dev/table_train.jsonl.gz"));
    for (int i = 0; i < tables.size(); i += EVERY_TABLE) {
      measuring.add(Rows.text(tables.get(i), "context"), false, "bipia tables");
    }
    ordinary(data, trainable, measuring);
    return new InjectionTexts(trainable.all(), measuring.all());
  }

  private static void ordinary(Path data, GatheredTexts trainable, GatheredTexts measuring)
      throws IOException {
    trainable.sample(data.resolve("user_prompts/halueval2_questions.jsonl"), "text", "halueval2");
    trainable.sample(data.resolve("clinc150/dev/train.jsonl"), "text", "clinc150");
    trainable.sample(data.resolve("hwu64/dev/train.jsonl"), "text", "hwu64");
    trainable.sample(data.resolve("banking77/dev/train.jsonl"), "text", "banking77");
    for (var row : Rows.json(data.resolve("user_prompts/mt_bench.jsonl"))) {
      if (row instanceof Map<?, ?> map && map.get("turns") instanceof List<?> turns) {
        turns.forEach(turn -> trainable.add(String.valueOf(turn), false, "mt_bench"));
      }
    }
    measuring.sample(
        data.resolve("benign_instructions/alpaca_harmless_2000.jsonl"), "text", "alpaca");
    measuring.sample(
        data.resolve("user_prompts/alpaca_eval_805.jsonl"), "instruction", "alpaca_eval");
    measuring.sample(data.resolve("user_prompts/nq_open_dev.jsonl"), "question", "nq_open");
  }

  // Its file is a mixture: WildGuard has terms of its own, and what comes from BIPIA is read there.
  private static void notInject(Path data, GatheredTexts trainable, GatheredTexts measuring)
      throws IOException {
    for (var row : Rows.json(data.resolve("notinject_piguard/valid.json"))) {
      var source = Rows.text(row, "source");
      if (source.equals("WildGuard")) {
        measuring.add(Rows.text(row, "prompt"), isOne(row), "wildguard");
      } else if (!source.startsWith("BIPIA")) {
        trainable.add(
            Rows.text(row, "prompt"),
            isOne(row),
            source.startsWith("NotInject") ? "notinject" : "pint");
      }
    }
  }

  /// Attacks alone and within an e-mail, at its beginning, in its middle or at its end; and e-mails
  /// without.
  private static void bipia(Path data, GatheredTexts trainable) throws IOException {
    var mails = new ArrayList<String>();
    for (var row : Rows.json(data.resolve("bipia/dev/email_train.jsonl"))) {
      mails.add(Rows.text(row, "context"));
      trainable.add(Rows.text(row, "context"), false, "bipia");
    }
    var attacks = new ArrayList<String>();
    for (var file : List.of("text_attack_train.json", "code_attack_train.json")) {
      for (var row : Rows.json(data.resolve("bipia/dev/" + file))) {
        if (row instanceof Map<?, ?> kinds) {
          kinds.forEach((kind, texts) -> {
            if (texts instanceof List<?> list && !ORDINARY_TASKS.contains(String.valueOf(kind))) {
              list.forEach(text -> attacks.add(String.valueOf(text)));
            }
          });
        }
      }
    }
    for (int i = 0; i < attacks.size(); i++) {
      var attack = attacks.get(i);
      trainable.add(attack, true, "bipia");
      var mail = mails.get(i % mails.size());
      var at =
          i % 3 == 0
              ? 0
              : i % 3 == 1 ? mail.length() : Math.max(0, mail.indexOf(". ", mail.length() / 2) + 1);
      trainable.add(
          mail.substring(0, at) + "\n" + attack + "\n" + mail.substring(at), true, "bipia");
    }
  }

  private static boolean isOne(Object row) {
    return row instanceof Map<?, ?> map
        && map.get("label") instanceof Number label
        && label.intValue() == 1;
  }
}
