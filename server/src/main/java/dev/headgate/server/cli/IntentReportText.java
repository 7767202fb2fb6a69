package dev.headgate.server.cli;

import dev.headgate.evals.intents.IntentReport;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/// Writes how well intents are told apart, for people and as JSON.
final class IntentReportText {
  private static final int MOST_CONFUSIONS = 15;
  private static final int MOST_COLUMNS = 12;

  private IntentReportText() {}

  static void summary(JsonGenerator out, IntentReport report) {
    out.writeNumberProperty("texts", report.answers().size());
    number(out, "accuracy", report.accuracy());
    if (report.outOfScope() > 0) {
      out.writeNumberProperty("oos_texts", report.outOfScope());
      number(out, "in_scope_accuracy", report.accuracyInScope());
      number(out, "oos_f1", report.outOfScopeF1());
      number(out, "oos_precision", report.outOfScopePrecision());
      number(out, "oos_recall", report.outOfScopeRecall());
      number(out, "false_oos", report.falseOutOfScope());
    }
    number(out, "ece", report.calibrationError());
    out.writeArrayPropertyStart("reliability");
    for (var bin : report.bins()) {
      out.writeStartObject();
      out.writeNumberProperty("count", bin.count());
      number(out, "probability", bin.probability());
      number(out, "right", bin.right());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("confusions");
    for (var confusion : report.confusions()) {
      out.writeStartObject();
      out.writeStringProperty("intent", confusion.intent());
      out.writeStringProperty("guessed", confusion.guessed());
      out.writeNumberProperty("count", confusion.count());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static void number(JsonGenerator out, String name, double value) {
    out.writeNumberProperty(name, Math.round(value * 1e4) / 1e4);
  }

  static String summary(IntentReport report) {
    var text = new StringBuilder();
    text.append(
        "%d texts: %.1f %% right".formatted(report.answers().size(), 100 * report.accuracy()));
    if (report.outOfScope() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%d of them belong to no intent: F1 %.3f, precision %.3f, recall %.3f; %.1f %% of the others were taken for such",
              report.outOfScope(),
              report.outOfScopeF1(),
              report.outOfScopePrecision(),
              report.outOfScopeRecall(),
              100 * report.falseOutOfScope()));
    }
    text.append(
        "%n%nThe probabilities are off by %.3f on average.%n".formatted(report.calibrationError()));
    var bins = new Table(">probability", ">right", ">texts");
    for (var bin : report.bins()) {
      bins.add(
          "%.2f".formatted(bin.probability()),
          "%.2f".formatted(bin.right()),
          Integer.toString(bin.count()));
    }
    return text.append(bins).toString();
  }

  /// Rows are intents, columns what was guessed; of many intents, only the pairs that were
  /// confused.
  static String matrix(IntentReport report) {
    var names = new TreeSet<String>();
    for (var answer : report.answers()) {
      names.add(answer.example().label());
      names.add(answer.guess().label());
    }
    if (names.size() > MOST_COLUMNS) {
      return confusions(report);
    }
    var titles = names.stream().map(">"::concat).toList();
    var table = new Table(with("intent", titles));
    for (var intent : names) {
      var cells = names.stream().map(guessed -> Long.toString(count(report, intent, guessed)));
      table.add(with(intent, cells.toList()));
    }
    return table.toString();
  }

  private static String confusions(IntentReport report) {
    var table = new Table("intent", "taken for", ">texts");
    for (var confusion : report.confusions().stream().limit(MOST_CONFUSIONS).toList()) {
      table.add(confusion.intent(), confusion.guessed(), Integer.toString(confusion.count()));
    }
    return table.isEmpty() ? "No intent was taken for another." : table.toString();
  }

  private static long count(IntentReport report, String intent, String guessed) {
    return report.answers().stream()
        .filter(it -> it.example().label().equals(intent) && it.guess().label().equals(guessed))
        .count();
  }

  private static String[] with(String first, List<String> rest) {
    var all = new String[rest.size() + 1];
    all[0] = first;
    for (int i = 0; i < rest.size(); i++) {
      all[i + 1] = rest.get(i);
    }
    return all;
  }
}
