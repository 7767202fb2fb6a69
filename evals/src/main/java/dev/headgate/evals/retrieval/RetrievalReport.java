package dev.headgate.evals.retrieval;

import dev.headgate.kernel.search.SearchMode;
import java.io.StringWriter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What an evaluation of retrieval found.
///
/// @param data name of the data set
/// @param ingest of the whole corpus
/// @param modes each way of searching
public record RetrievalReport(
    String data, int documents, int questions, Ingested ingest, Map<SearchMode, Measured> modes) {
  /// The corpus on its way into the index.
  public record Ingested(long chunks, double documentsPerSecond) {}

  /// One way of searching.
  ///
  /// @param millisPerQuestion mean wall time, embedding of the question included
  public record Measured(RankingScores scores, double millisPerQuestion) {}

  public RetrievalReport {
    modes = Collections.unmodifiableMap(new EnumMap<>(modes));
  }

  /// Lines for a terminal.
  public String table() {
    var table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s: %,d documents, %,d chunks, %,d questions; ingested at %,.1f documents/s%n",
            data,
            documents,
            ingest.chunks(),
            questions,
            ingest.documentsPerSecond()));
    table.append("          nDCG@10  recall@10  recall@100  MRR@10  ms/question");
    modes.forEach((mode, measured) -> {
      var scores = measured.scores();
      table.append(
          String.format(
              Locale.ROOT,
              "%n%-8s %8.3f %10.3f %11.3f %7.3f %12.2f",
              name(mode),
              scores.ndcg10(),
              scores.recall10(),
              scores.recall100(),
              scores.mrr10(),
              measured.millisPerQuestion()));
    });
    return table.toString();
  }

  /// One object with the numbers of each way of searching.
  public String json() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("data", data);
      json.writeNumberProperty("documents", documents);
      json.writeNumberProperty("chunks", ingest.chunks());
      json.writeNumberProperty("questions", questions);
      json.writeNumberProperty("documents_per_second", ingest.documentsPerSecond());
      json.writeObjectPropertyStart("modes");
      modes.forEach((mode, measured) -> write(json, mode, measured));
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, SearchMode mode, Measured measured) {
    json.writeObjectPropertyStart(name(mode));
    json.writeNumberProperty("ndcg_at_10", measured.scores().ndcg10());
    json.writeNumberProperty("recall_at_10", measured.scores().recall10());
    json.writeNumberProperty("recall_at_100", measured.scores().recall100());
    json.writeNumberProperty("mrr_at_10", measured.scores().mrr10());
    json.writeNumberProperty("millis_per_question", measured.millisPerQuestion());
    json.writeEndObject();
  }

  private static String name(SearchMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
