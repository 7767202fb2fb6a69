package dev.headgate.server.cli;

import dev.headgate.server.rehearsal.Expected;
import dev.headgate.server.rehearsal.Scene;
import dev.headgate.server.rehearsal.ScriptedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Plays the scenes of a demo over HTTP, tells what became of each and why, and compares that with
/// what had to become of it.
final class DemoStage {
  private final String feature;
  private final RemoteSession server;
  private final ScriptedModel model;
  private final Terminal terminal;

  DemoStage(String feature, RemoteSession server, ScriptedModel model, Terminal terminal) {
    this.feature = feature;
    this.server = server;
    this.model = model;
    this.terminal = terminal;
  }

  /// How a call ended.
  ///
  /// @param error its code, empty if it was answered
  /// @param message of the error
  /// @param answer empty if it failed
  /// @param trace what the call wrote about itself
  private record Ended(String error, String message, JsonObject answer, JsonObject trace) {
    List<String> reasons() {
      var reasons = new ArrayList<String>();
      trace.objects("tiers").forEach(tier -> reasons.add(tier.string("outcome")));
      reasons.add(attributes().string("headgate.contract.why"));
      return reasons;
    }

    JsonObject attributes() {
      return trace.object("attributes");
    }

    List<JsonObject> verdicts() {
      return trace.objects("events");
    }
  }

  /// Whether it ended as it should.
  boolean play(Scene scene) throws IOException, InterruptedException {
    terminal.print("\n%s  %s".formatted(scene.name(), scene.shows()));
    model.listen();
    for (var flag : scene.switchedOff()) {
      set(flag, false);
    }
    var ended = call(scene);
    for (var flag : scene.switchedOff()) {
      set(flag, true);
    }
    var heard = model.heard();
    tell(ended, heard.size());
    var wrong = wrong(scene.expected(), ended, heard);
    terminal.print(
        "  " + (wrong.isEmpty() ? "as it should" : "WRONG: " + String.join("; ", wrong)));
    return wrong.isEmpty();
  }

  private void set(String flag, boolean on) throws IOException, InterruptedException {
    var body =
        JsonObject.write(out -> {
          out.writeBooleanProperty("on", on);
          out.writeStringProperty("by", "demo");
        });
    var _ =
        server.desk(
            DeskRequest.post(
                "/admin/flags/" + DeskRequest.encoded(flag),
                body,
                (house, sent) -> house.flagDesk().set(flag, sent)));
    if (!on) {
      line("flag", flag + " is off");
    }
  }

  private Ended call(Scene scene) throws IOException, InterruptedException {
    try {
      var answer = server.call(feature, scene.input());
      return new Ended("", "", answer, trace(answer.string("trace_id")));
    } catch (CommandFailed e) {
      return new Ended(e.code(), e.message(), JsonObject.parse("{}"), trace(e.traceId()));
    }
  }

  private JsonObject trace(String id) throws IOException, InterruptedException {
    return id.isEmpty() ? JsonObject.parse("{}") : server.trace(id).object("trace");
  }

  private void tell(Ended ended, int requests) {
    for (var verdict : ended.verdicts()) {
      if (!verdict.string("gen_ai.evaluation.score.label").equals("pass")) {
        line("guardrail", verdict(verdict));
      }
    }
    for (var tier : ended.trace().objects("tiers")) {
      line("tier", tier.string("tier") + ": " + tier.string("outcome"));
    }
    line("models", asked(ended, requests));
    if (ended.error().isEmpty()) {
      var why = ended.attributes().string("headgate.contract.why");
      line(
          "contract",
          ended.answer().object("contract").string("outcome") + (why.isEmpty() ? "" : ": " + why));
      line(
          "answer",
          "%s by %s: %s"
              .formatted(
                  ended.answer().string("outcome"),
                  ended.answer().string("tier"),
                  ended.answer().string("answer")));
    } else {
      line("error", ended.error() + ": " + ended.message());
    }
    line("review", ended.answer().string("review_id"));
    line("trace", ended.trace().string("trace_id"));
  }

  private static String asked(Ended ended, int requests) {
    var attempts =
        ended.trace().objects("attempts").stream()
            .map(
                attempt -> attempt.string("gen_ai.request.model") + " " + attempt.string("outcome"))
            .collect(Collectors.joining(", "));
    return switch (requests) {
      case 0 -> "not asked";
      case 1 -> "asked once: " + attempts;
      default -> "asked %d times: %s".formatted(requests, attempts);
    };
  }

  private void line(String what, String text) {
    if (!text.isEmpty()) {
      terminal.print("  %-10s  %s".formatted(what, text));
    }
  }

  private static String verdict(JsonObject verdict) {
    return "%s of the %s: %s, %s in %s"
        .formatted(
            verdict.string("gen_ai.evaluation.name"),
            verdict.string("headgate.guardrail.stage"),
            verdict.string("gen_ai.evaluation.score.label"),
            verdict.objects("headgate.guardrail.findings").stream()
                .map(finding -> finding.string("kind"))
                .distinct()
                .collect(Collectors.joining(", ")),
            verdict.string("headgate.guardrail.source"));
  }

  private static List<String> wrong(Expected expected, Ended ended, List<String> heard) {
    var wrong = new ArrayList<String>();
    var answer = ended.answer();
    compare("error", expected.error(), ended.error(), wrong);
    compare("outcome", expected.outcome(), answer.string("outcome"), wrong);
    compare("tier", expected.tier(), answer.string("tier"), wrong);
    compare("contract", expected.contract(), answer.object("contract").string("outcome"), wrong);
    if (expected.requests() != null && expected.requests() != heard.size()) {
      wrong.add(
          "%d requests reached the models, expected %d"
              .formatted(heard.size(), expected.requests()));
    }
    if (ended.reasons().stream().noneMatch(reason -> reason.contains(expected.reason()))) {
      wrong.add("no reason has \"%s\"".formatted(expected.reason()));
    }
    if (!expected.guardrail().isEmpty()
        && ended.verdicts().stream()
            .noneMatch(verdict ->
                verdict.string("gen_ai.evaluation.name").equals(expected.guardrail())
                    && verdict.flag("headgate.guardrail.blocked"))) {
      wrong.add("guardrail \"%s\" blocked nothing".formatted(expected.guardrail()));
    }
    var text = answer.string("answer");
    if (!text.contains(expected.answerHas())) {
      wrong.add("the answer lacks \"%s\"".formatted(expected.answerHas()));
    }
    if (!expected.answerHasNot().isEmpty() && text.contains(expected.answerHasNot())) {
      wrong.add("the answer has \"%s\"".formatted(expected.answerHasNot()));
    }
    if (!expected.neverSent().isEmpty()
        && heard.stream().anyMatch(body -> body.contains(expected.neverSent()))) {
      wrong.add("a model has seen \"%s\"".formatted(expected.neverSent()));
    }
    return wrong;
  }

  private static void compare(String what, String expected, String found, List<String> wrong) {
    // A call that should be answered has no error, whether or not anything is said of it.
    if (!expected.equals(found) && (!expected.isEmpty() || what.equals("error"))) {
      wrong.add("%s is \"%s\", expected \"%s\"".formatted(what, found, expected));
    }
  }
}
