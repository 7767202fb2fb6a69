package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.prompts.VariableType.Field;
import dev.headgate.runtime.prompts.VariableType.Fields;
import dev.headgate.runtime.prompts.VariableType.ListOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// The variables that every prompt has without declaring them: the question, the turns before it,
/// the documents that were found for it, and what the steps of a chain have said so far.
public final class PromptVariables {
  static final Fields STANDARD =
      fields(
          Map.entry("question", new Field(new VariableType.Text(), true)),
          Map.entry("history", list(texts("role", "text"))),
          Map.entry("documents", list(texts("number", "title", "document", "headings", "text"))),
          Map.entry("steps", list(texts("name", "text"))));

  private PromptVariables() {}

  /// The variables of a call.
  ///
  /// @param input what the caller sent, the question among it where there is one
  /// @param history earlier turns of user and assistant, oldest first
  /// @param hits best first, numbered from 1 in this order
  public static Map<String, Object> of(
      Map<String, Object> input, List<ChatMessage> history, List<Hit> hits) {
    return of(input, history, hits, (_, text) -> text);
  }

  /// The same with texts of the hits that are not shown as they are.
  ///
  /// @param shown what stands for a text, by the hit's document
  public static Map<String, Object> of(
      Map<String, Object> input,
      List<ChatMessage> history,
      List<Hit> hits,
      BinaryOperator<String> shown) {
    var turns = new ArrayList<Map<String, Object>>(history.size());
    for (var message : history) {
      var role = message.role() == Role.ASSISTANT ? "assistant" : "user";
      turns.add(Map.of("role", role, "text", message.text()));
    }
    var documents = new ArrayList<Map<String, Object>>(hits.size());
    for (var hit : hits) {
      var chunk = hit.chunk();
      documents.add(
          Map.of(
              "number", documents.size() + 1,
              "title", shown.apply(chunk.document(), chunk.title()),
              "document", chunk.document(),
              "headings", shown.apply(chunk.document(), String.join(" > ", chunk.headings())),
              "text", shown.apply(chunk.document(), chunk.text())));
    }
    var variables = new LinkedHashMap<String, Object>(input);
    variables.put("history", turns);
    variables.put("documents", documents);
    return variables;
  }

  private static Field list(Fields item) {
    return new Field(new ListOf(item), false);
  }

  private static Fields texts(String... names) {
    var byName = new LinkedHashMap<String, Field>();
    for (var name : names) {
      byName.put(name, new Field(new VariableType.Text(), true));
    }
    return new Fields(byName);
  }

  @SafeVarargs
  private static Fields fields(Map.Entry<String, Field>... entries) {
    var byName = new LinkedHashMap<String, Field>();
    for (var entry : entries) {
      byName.put(entry.getKey(), entry.getValue());
    }
    return new Fields(byName);
  }
}
