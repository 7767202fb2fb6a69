package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.config.ConfigNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The front matter of a prompt, in dotprompt's names.
///
/// @param variables what the template may use
/// @param defaults values of variables that a call leaves out
record PromptHeader(
    String name,
    String version,
    ChatSettings settings,
    VariableType.Fields variables,
    Map<String, Object> defaults) {
  // https://semver.org, without leading zeros.
  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile(
          "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  /// The `input` section.
  private record Input(VariableType.Fields variables, Map<String, Object> defaults) {
    static Input from(ConfigNode input) {
      var defaults = input.anyMap("default", "Values of variables that a call leaves out");
      var schema =
          input.anyMap(
              "schema",
              "The variables of the template in Picoschema, such as \"question: string\"; without it,"
                  + " question, history and documents");
      return new Input(
          input.has("schema")
              ? Picoschema.read(schema, message -> input.problem("schema", message))
              : PromptVariables.STANDARD,
          defaults);
    }
  }

  PromptHeader {
    defaults = Map.copyOf(defaults);
  }

  static PromptHeader from(String fileName, ConfigNode prompt) {
    var name =
        prompt
            .optionalText("name", "The prompt's name in feature.yaml; without it, the file's")
            .orElse(fileName);
    var version = prompt.requireText("version", "The prompt's semantic version, such as \"1.0.0\"");
    if (prompt.has("version")
        && !version.isEmpty()
        && !SEMANTIC_VERSION.matcher(version).matches()) {
      prompt.problem(
          "version", "expected a semantic version such as 1.0.0, found \"" + version + "\"");
    }
    prompt.optionalText("description", "What the prompt is for");
    var settings =
        prompt.section("config", "How the model is asked to write", PromptHeader::settings);
    var input = prompt.section("input", "The variables of the template", Input::from);
    return new PromptHeader(name, version, settings, input.variables(), input.defaults());
  }

  boolean declaresItsOwn() {
    return !variables.equals(PromptVariables.STANDARD);
  }

  /// The call's variables over the defaults.
  Map<String, ?> withDefaults(Map<String, ?> variables) {
    if (defaults.isEmpty()) {
      return variables;
    }
    var all = new HashMap<String, Object>(defaults);
    all.putAll(variables);
    return all;
  }

  private static ChatSettings settings(ConfigNode config) {
    var maxTokens =
        orNull(config.optionalInteger("maxOutputTokens", 1, 1_000_000, "Most tokens of an answer"));
    var sampling = sampling(config);
    var stop = config.texts("stopSequences", List.of(), "Texts at which the model stops");
    return new ChatSettings(maxTokens, stop, sampling, null, null);
  }

  private static ChatSettings.Sampling sampling(ConfigNode config) {
    return new ChatSettings.Sampling(
        orNull(config.optionalNumber("temperature", 0, 2, "How freely the model chooses words")),
        orNull(
            config.optionalNumber(
                "topP", 0, 1, "Share of the most likely words that the model chooses from")),
        null,
        seed(config.optionalInteger("seed", 0, Integer.MAX_VALUE, "Makes a model repeat itself")),
        null,
        null);
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static @Nullable Long seed(OptionalInt value) {
    return value.isPresent() ? (long) value.getAsInt() : null;
  }
}
