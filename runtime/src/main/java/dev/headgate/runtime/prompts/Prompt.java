package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.errors.CallFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A versioned template: dotprompt's front matter and text, compiled. Immutable, thread-safe.
public final class Prompt {
  private final PromptHeader header;
  private final Template template;
  private final String canonical;

  private Prompt(PromptHeader header, Template template, String canonical) {
    this.header = header;
    this.template = template;
    this.canonical = canonical;
  }

  /// Compiles a prompt; mistakes are reported through the front matter.
  ///
  /// @param fileName without `.prompt`: the prompt's name unless the front matter gives another
  /// @param templateAt where the template begins in its file, at the start of a line
  public static Prompt from(
      String fileName, ConfigNode frontMatter, Position templateAt, String template) {
    var header = PromptHeader.from(fileName, frontMatter);
    var compiled =
        TemplateParser.parse(
            template,
            header.variables(),
            (message, offset) -> frontMatter.problem(templateAt.plus(template, offset), message));
    return new Prompt(header, compiled, frontMatter.canonical() + template);
  }

  public String name() {
    return header.name();
  }

  /// Semantic version from the front matter, such as `1.2.0`.
  public String version() {
    return header.version();
  }

  public ChatSettings settings() {
    return header.settings();
  }

  /// What the prompt says, for hashing: independent of the front matter's layout.
  public String canonical() {
    return canonical;
  }

  /// What the template itself says as system and user, whatever it is filled with: each text
  /// between two variables.
  public List<String> instructions() {
    return template.instructions();
  }

  /// Whether the template asks for the variable.
  public boolean uses(String variable) {
    return template.used().contains(variable);
  }

  /// Whether the front matter declares the variable by itself.
  public boolean declares(String variable) {
    return header.declaresItsOwn() && header.variables().byName().containsKey(variable);
  }

  /// Fills the template. Values are texts, numbers, booleans, and lists and maps of these. A
  /// variable that is missing throws [CallFailed] unless it is declared as optional.
  public List<ChatMessage> render(Map<String, ?> variables) {
    var all = header.withDefaults(variables);
    var rendering = new Rendering(name(), turns(all.get("history")));
    template.render(all, rendering);
    return rendering.finish(uses("history"));
  }

  private List<ChatMessage> turns(@Nullable Object history) {
    if (!(history instanceof List<?> list)) {
      return List.of();
    }
    var turns = new ArrayList<ChatMessage>(list.size());
    for (var item : list) {
      turns.add(turn(item));
    }
    return turns;
  }

  // The caller says who spoke, so no turn may claim to be the system's.
  private ChatMessage turn(@Nullable Object item) {
    if (item instanceof Map<?, ?> turn && turn.get("text") instanceof String text) {
      var role = String.valueOf(turn.get("role"));
      if (role.equals("user")) {
        return new ChatMessage(Role.USER, text);
      }
      if (role.equals("assistant") || role.equals("model")) {
        return new ChatMessage(Role.ASSISTANT, text);
      }
    }
    throw CallFailed.invalid(
        "history",
        "each turn of \"history\" needs a \"text\" and a \"role\" of \"user\" or \"assistant\"");
  }
}
