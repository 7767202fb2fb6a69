package dev.headgate.evals.retrieval;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Prints a report for people or for programs.
final class ReportWriter {
  private ReportWriter() {}

  static void table(RetrievalReport report, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s: %,d documents, %,d chunks, %,d questions; ingested at %,.1f documents/s%n",
        report.data(),
        report.documents(),
        report.ingest().chunks(),
        report.questions(),
        report.ingest().documentsPerSecond());
    out.printf(
        Locale.ROOT,
        "%-8s %8s %10s %11s %7s %12s%n",
        "",
        "nDCG@10",
        "recall@10",
        "recall@100",
        "MRR@10",
        "ms/question");
    report
        .modes()
        .forEach((mode, measured) -> {
          var scores = measured.scores();
          out.printf(
              Locale.ROOT,
              "%-8s %8.3f %10.3f %11.3f %7.3f %12.2f%n",
              mode.name().toLowerCase(Locale.ROOT),
              scores.ndcg10(),
              scores.recall10(),
              scores.recall100(),
              scores.mrr10(),
              measured.millisPerQuestion());
        });
    out.flush();
  }

  static void json(RetrievalReport report, PrintStream out) {
    var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (var json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("data", report.data());
      json.writeNumberProperty("documents", report.documents());
      json.writeNumberProperty("chunks", report.ingest().chunks());
      json.writeNumberProperty("questions", report.questions());
      json.writeNumberProperty("documents_per_second", report.ingest().documentsPerSecond());
      json.writeObjectPropertyStart("modes");
      report
          .modes()
          .forEach((mode, measured) -> {
            json.writeObjectPropertyStart(mode.name().toLowerCase(Locale.ROOT));
            write(json, measured);
            json.writeEndObject();
          });
      json.writeEndObject();
      json.writeEndObject();
    }
    out.println();
    out.flush();
  }

  private static void write(JsonGenerator json, RetrievalReport.Measured measured) {
    json.writeNumberProperty("ndcg_at_10", measured.scores().ndcg10());
    json.writeNumberProperty("recall_at_10", measured.scores().recall10());
    json.writeNumberProperty("recall_at_100", measured.scores().recall100());
    json.writeNumberProperty("mrr_at_10", measured.scores().mrr10());
    json.writeNumberProperty("millis_per_question", measured.millisPerQuestion());
  }
}
