package dev.headgate.inference.embeddings;

import dev.headgate.inference.Jsonl;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares the built-in models on BEIR-shaped folders, by exhaustive search over whole documents
/// (cut at the model's longest text). Arguments: folders. Rerun when a model is added; the results
/// are kept in `docs/decisions/0001-embedding-model.md`.
final class RetrievalQuality {
  private static final String BGE_INSTRUCTION =
      "Represent this sentence for searching relevant passages: ";

  private RetrievalQuality() {}

  public static void main(String[] folders) throws IOException {
    for (var folder : folders) {
      compare(Path.of(folder));
    }
  }

  private static void compare(Path folder) throws IOException {
    var corpus = new HashMap<String, String>();
    for (var row : Jsonl.read(folder.resolve("corpus.jsonl"))) {
      corpus.put(row.text("_id"), (row.text("title") + " " + row.text("text")).strip());
    }
    var queries = new HashMap<String, String>();
    for (var row : Jsonl.read(folder.resolve("queries.jsonl"))) {
      queries.put(row.text("_id"), row.text("text"));
    }
    var judgements = judgements(folder.resolve("qrels.tsv"));
    queries.keySet().retainAll(judgements.keySet());
    for (var pack : List.of(ModelPack.BGE_SMALL, ModelPack.MINI_LM)) {
      measure(folder, pack, corpus, queries, judgements);
    }
  }

  private static void measure(
      Path folder,
      ModelPack pack,
      Map<String, String> corpus,
      Map<String, String> queries,
      Map<String, Map<String, Double>> judgements) {
    try (var model =
        new OnnxEmbeddingModel(pack, Runtime.getRuntime().availableProcessors(), null)) {
      model.warm();
      var began = System.nanoTime();
      var documents = embed(model, corpus, EmbeddingPurpose.DOCUMENT);
      var seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "%-60s %-18s %.1f documents/s", folder, pack.name(), corpus.size() / seconds);
      for (var prefix : List.of("", BGE_INSTRUCTION)) {
        var asked = new HashMap<>(queries);
        asked.replaceAll((_, text) -> prefix + text);
        var vectors = embed(model, asked, EmbeddingPurpose.QUERY);
        var sum = 0.0;
        for (var query : vectors.entrySet()) {
          sum += ndcg(judgements.get(query.getKey()), best(query.getValue(), documents));
        }
        System.out.printf(
            "  nDCG@10 %s %.4f",
            prefix.isEmpty() ? "plain" : "with instruction", sum / vectors.size());
      }
      System.out.println();
    }
  }

  private static Map<String, float[]> embed(
      OnnxEmbeddingModel model, Map<String, String> texts, EmbeddingPurpose purpose) {
    var keys = new ArrayList<>(texts.keySet());
    var vectors = model.embed(keys.stream().map(texts::get).toList(), purpose);
    var byKey = new HashMap<String, float[]>();
    for (var i = 0; i < keys.size(); i++) {
      byKey.put(keys.get(i), vectors.get(i));
    }
    return byKey;
  }

  private static List<String> best(float[] query, Map<String, float[]> documents) {
    var scores = new HashMap<String, Double>();
    documents.forEach((key, vector) -> scores.put(key, cosine(query, vector)));
    return scores.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(10)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double ndcg(Map<String, Double> judged, List<String> found) {
    var gain = 0.0;
    for (var rank = 0; rank < found.size(); rank++) {
      gain += discounted(judged.getOrDefault(found.get(rank), 0.0), rank);
    }
    var ideal = judged.values().stream().sorted(Comparator.reverseOrder()).limit(10).toList();
    var best = 0.0;
    for (var rank = 0; rank < ideal.size(); rank++) {
      best += discounted(ideal.get(rank), rank);
    }
    return best == 0 ? 0 : gain / best;
  }

  private static double discounted(double grade, int rank) {
    return grade * Math.log(2) / Math.log(rank + 2);
  }

  private static Map<String, Map<String, Double>> judgements(Path qrels) throws IOException {
    var judgements = new HashMap<String, Map<String, Double>>();
    try (var lines = Files.lines(qrels)) {
      lines
          .skip(1)
          .map(line -> line.split("\t"))
          .filter(row -> Double.parseDouble(row[2]) > 0)
          .forEach(row ->
              judgements
                  .computeIfAbsent(row[0], _ -> new HashMap<>())
                  .put(row[1], Double.parseDouble(row[2])));
    }
    return judgements;
  }
}
