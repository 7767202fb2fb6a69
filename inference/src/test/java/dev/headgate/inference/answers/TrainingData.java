package dev.headgate.inference.answers;

import dev.headgate.inference.Jsonl;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Questions with hits, for training. Whatever `squad2_sample` also holds is left out, since that
/// set has the last word.
final class TrainingData {
  private static final int HITS = 5;
  private static final int QNLI_PAIRS = 2_000;
  private static final Pattern NAME =
      Pattern.compile("(?<=[a-z] )\\p{Lu}\\p{L}+( \\p{Lu}\\p{L}+)*|\\b\\d{2,}\\b");

  /// @param answers none if the hits do not answer
  /// @param gold the document that holds the answer
  record Case(String kind, String question, List<Hit> hits, List<String> answers, String gold) {}

  private final Path data;
  private final EmbeddingModel embeddings;
  private final Set<String> keptBack = new HashSet<>();
  private final List<Case> cases = new ArrayList<>();

  TrainingData(Path data, EmbeddingModel embeddings) throws IOException {
    this.data = data;
    this.embeddings = embeddings;
    for (var row : Jsonl.read(data.resolve("squad2_sample/squad2_dev_500.jsonl"))) {
      keptBack.add(row.text("context"));
      keptBack.add(row.text("question"));
    }
  }

  List<Case> read() throws IOException {
    readXquad();
    readQed();
    readQnli();
    return cases;
  }

  /// CC BY-SA 4.0.
  private void readXquad() throws IOException {
    var paragraphs = new HashMap<String, Chunk>();
    var asked = new ArrayList<Asked>();
    for (var file : Jsonl.read(data.resolve("xquad/xquad.en.json"))) {
      for (var article : file.rows("data")) {
        for (var paragraph : article.rows("paragraphs")) {
          var context = paragraph.text("context");
          if (keptBack.contains(context)) {
            continue;
          }
          var id = "p" + paragraphs.size();
          paragraphs.put(id, chunk(id, "", context));
          for (var qa : paragraph.rows("qas")) {
            var answers = qa.rows("answers").stream().map(answer -> answer.text("text")).toList();
            asked.add(new Asked(qa.text("question"), answers, id));
          }
        }
      }
    }
    addRetrieved("xquad", paragraphs, asked);
    addSwapped(paragraphs, asked);
  }

  /// CC BY-SA 3.0.
  private void readQed() throws IOException {
    var paragraphs = new HashMap<String, Chunk>();
    for (var row : Jsonl.read(data.resolve("qed_nq/corpus.jsonl"))) {
      paragraphs.put(row.text("_id"), chunk(row.text("_id"), row.text("title"), row.text("text")));
    }
    var golds = new HashMap<String, String>();
    for (var line : Files.readAllLines(data.resolve("qed_nq/qrels.tsv"))) {
      var tab = line.indexOf('\t');
      golds.put(line.substring(0, tab), line.substring(tab + 1, line.lastIndexOf('\t')));
    }
    var asked = new ArrayList<Asked>();
    for (var row : Jsonl.read(data.resolve("qed_nq/queries.jsonl"))) {
      asked.add(new Asked(row.text("text"), row.texts("answers"), golds.get(row.text("_id"))));
    }
    addRetrieved("qed", paragraphs, asked);
  }

  /// CC BY-SA 4.0. The hard negatives: a sentence of the right paragraph that does not answer.
  private void readQnli() throws IOException {
    var rows = Jsonl.read(data.resolve("nli_mix/dev/qnli_dev.jsonl.gz"));
    for (var row : rows.subList(0, QNLI_PAIRS)) {
      var question = row.text("premise");
      var sentence = row.text("hypothesis");
      if (!keptBack.contains(question)) {
        cases.add(
            new Case(
                "qnli",
                question,
                List.of(hit(chunk("s", "", sentence))),
                row.text("label").equals("entailment") ? List.of(sentence) : List.of(),
                "s"));
      }
    }
  }

  private record Asked(String question, List<String> answers, String gold) {}

  /// Four cases a question: among what a search finds, and alone; with the right paragraph, and
  /// without it.
  private void addRetrieved(String kind, Map<String, Chunk> paragraphs, List<Asked> asked) {
    var ids = List.copyOf(paragraphs.keySet().stream().sorted().toList());
    var vectors =
        embeddings.embed(
            ids.stream().map(id -> paragraphs.get(id).text()).toList(), EmbeddingPurpose.DOCUMENT);
    for (var one : asked) {
      if (keptBack.contains(one.question) || one.answers.isEmpty()) {
        continue;
      }
      var query = embeddings.embed(List.of(one.question), EmbeddingPurpose.QUERY).getFirst();
      var cosines = vectors.stream().mapToDouble(vector -> dot(query, vector)).toArray();
      var found =
          IntStream.range(0, cosines.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -cosines[i]))
              .toList();
      var others = new ArrayList<Hit>();
      var withGold = new ArrayList<Hit>();
      for (var i : found) {
        var chunk = paragraphs.get(ids.get(i));
        if (ids.get(i).equals(one.gold)) {
          withGold.add(hit(chunk));
        } else if (others.size() < HITS) {
          others.add(hit(chunk));
          withGold.add(hit(chunk));
        }
        if (others.size() == HITS && withGold.size() >= HITS) {
          break;
        }
      }
      moveFirstDown(one.question, withGold);
      moveFirstDown(one.question, others);
      var present = withGold.stream().anyMatch(hit -> hit.chunk().document().equals(one.gold));
      var gold = List.of(hit(paragraphs.get(one.gold)));
      if (present) {
        cases.add(
            new Case(
                kind,
                one.question,
                withGold.subList(0, Math.min(HITS + 1, withGold.size())),
                one.answers,
                one.gold));
      }
      cases.add(new Case(kind, one.question, others, List.of(), one.gold));
      cases.add(new Case(kind + "-alone", one.question, gold, one.answers, one.gold));
      cases.add(new Case(kind + "-alone", one.question, others.subList(0, 1), List.of(), one.gold));
    }
  }

  /// Questions that look answered but are not: one name or number is that of another question.
  private void addSwapped(Map<String, Chunk> paragraphs, List<Asked> asked) {
    var foreign = "";
    for (var one : asked) {
      var name = NAME.matcher(one.question);
      if (!keptBack.contains(one.question) && name.find()) {
        var own = name.group();
        var paragraph = paragraphs.get(one.gold);
        if (!foreign.isEmpty() && !paragraph.text().contains(foreign)) {
          var question = name.replaceFirst(Matcher.quoteReplacement(foreign));
          cases.add(
              new Case("xquad-swapped", question, List.of(hit(paragraph)), List.of(), one.gold));
        }
        foreign = own;
      }
    }
  }

  /// These paragraphs are easy to find; half of the time the first hit goes down by one to three
  /// places, as it happens in documents that resemble each other, lest the rank be trusted too
  /// much.
  private static void moveFirstDown(String question, List<Hit> hits) {
    var places = Math.max(0, Math.floorMod(question.hashCode() >> 4, 6) - 2);
    Collections.rotate(hits.subList(0, Math.min(places + 1, hits.size())), -1);
  }

  private static Chunk chunk(String id, String title, String text) {
    return new Chunk(id, title, List.of(), 0, text.length(), text);
  }

  private static Hit hit(Chunk chunk) {
    return new Hit(chunk, new HitScores(null, null, 1));
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
