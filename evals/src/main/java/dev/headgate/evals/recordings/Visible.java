package dev.headgate.evals.recordings;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What any client of any dialect must be able to see of an answer, without our own member.
record Visible(List<Choice> choices) {
  private static final String OUR_MEMBER = "headgate";

  record Choice(String text, List<Asked> tools, FinishReason finishReason) {}

  record Asked(String name, String arguments) {}

  static Visible of(ChatAnswer answer) {
    var choices = new ArrayList<Choice>();
    for (var choice : answer.choices()) {
      var tools = new ArrayList<Asked>();
      for (var part : choice.message().parts()) {
        if (part instanceof Part.ToolCall(_, var name, var arguments, _)) {
          tools.add(new Asked(name, spaceless(arguments)));
        }
      }
      choices.add(new Choice(choice.message().text(), tools, choice.finishReason()));
    }
    return new Visible(choices);
  }

  /// The first choice only: most dialects have no more.
  Visible first() {
    return new Visible(choices.stream().limit(1).toList());
  }

  /// The document as a client sees it that does not know us.
  static Json withoutOurMember(Json value) {
    return switch (value) {
      case Json.Obj(var members) -> {
        var kept = new LinkedHashMap<String, Json>();
        members.forEach((name, member) -> {
          if (!name.equals(OUR_MEMBER)) {
            kept.put(name, withoutOurMember(member));
          }
        });
        yield new Json.Obj(kept);
      }
      case Json.Arr(var elements) ->
          new Json.Arr(elements.stream().map(Visible::withoutOurMember).toList());
      case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> value;
    };
  }

  // Dialects that hold arguments as JSON write its text anew.
  private static String spaceless(String arguments) {
    var kept = arguments.replaceAll("\\s", "");
    return kept.isEmpty() ? "{}" : kept;
  }
}
