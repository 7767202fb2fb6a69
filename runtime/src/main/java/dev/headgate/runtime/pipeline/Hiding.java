package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Part;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.StepText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// Takes personal data out of a call before anything sees it, and gives the answer back what is the
/// caller's.
final class Hiding {
  // Shorter numbers are amounts and the like; a longer one may be an account.
  private static final int SHORTEST_NUMBER = 7;

  private Hiding() {}

  static FeatureCall hide(FeatureCall call, PiiVault vault) {
    if (!vault.isOn()) {
      return call;
    }
    BinaryOperator<String> reserve =
        (_, text) -> {
          vault.reserve(text);
          return text;
        };
    rewrite(call, reserve);
    return rewrite(call, vault::hide);
  }

  static Answer restore(Answer answer, PiiVault vault) {
    return vault.holdsValues()
        ? new Answer(
            vault.restore(answer.text()),
            answer.citations(),
            answer.confidence(),
            answer.claims().stream().map(it -> restore(it, answer.text(), vault)).toList())
        : answer;
  }

  // What stands before a claim may have become longer.
  private static Claim restore(Claim claim, String text, PiiVault vault) {
    return new Claim(
        vault.restore(claim.text()),
        vault.restore(text.substring(0, claim.start())).length(),
        vault.restore(text.substring(0, claim.end())).length(),
        claim.support());
  }

  static List<StepText> restore(List<StepText> steps, PiiVault vault) {
    return vault.holdsValues()
        ? steps.stream().map(it -> new StepText(it.step(), vault.restore(it.text()))).toList()
        : steps;
  }

  private static FeatureCall rewrite(FeatureCall call, BinaryOperator<String> rewriting) {
    var input = new LinkedHashMap<String, Object>();
    call.input()
        .forEach((name, value) -> input.put(name, value("input." + name, value, rewriting)));
    var history = new ArrayList<ChatMessage>(call.history().size());
    for (int i = 0; i < call.history().size(); i++) {
      var turn = call.history().get(i);
      history.add(
          new ChatMessage(
              turn.role(), parts("history[" + i + "]", turn.parts(), rewriting), turn.extras()));
    }
    return new FeatureCall(
        call.caller(),
        call.feature(),
        input,
        history,
        call.user(),
        call.stream(),
        call.terms(),
        call.ignored());
  }

  private static Object value(String source, Object value, BinaryOperator<String> rewriting) {
    return switch (value) {
      case String text -> rewriting.apply(source, text);
      case Number number -> {
        var text = number.toString();
        var hidden = text.length() < SHORTEST_NUMBER ? text : rewriting.apply(source, text);
        yield hidden.equals(text) ? (Object) number : hidden;
      }
      case Map<?, ?> members -> {
        var rewritten = new LinkedHashMap<String, Object>();
        members.forEach((name, member) ->
            rewritten.put(String.valueOf(name), value(source + '.' + name, member, rewriting)));
        yield rewritten;
      }
      case List<?> elements -> {
        var rewritten = new ArrayList<Object>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          rewritten.add(value(source + '[' + i + ']', elements.get(i), rewriting));
        }
        yield rewritten;
      }
      default -> value;
    };
  }

  private static List<Part> parts(
      String source, List<Part> parts, BinaryOperator<String> rewriting) {
    var rewritten = new ArrayList<Part>(parts.size());
    for (var part : parts) {
      rewritten.add(
          switch (part) {
            case Part.Text(var text, var extras) ->
                new Part.Text(rewriting.apply(source, text), extras);
            case Part.Refusal(var text, var extras) ->
                new Part.Refusal(rewriting.apply(source, text), extras);
            case Part.Reasoning(var text, var signature, var extras) ->
                new Part.Reasoning(rewriting.apply(source, text), signature, extras);
            case Part.ToolCall(var id, var name, var arguments, var extras) ->
                new Part.ToolCall(id, name, rewriting.apply(source, arguments), extras);
            case Part.ToolResult(var id, var name, var content, var failed, var extras) ->
                new Part.ToolResult(id, name, parts(source, content, rewriting), failed, extras);
            case Part.Image _, Part.Audio _, Part.File _, Part.Foreign _ -> part;
          });
    }
    return rewritten;
  }
}
