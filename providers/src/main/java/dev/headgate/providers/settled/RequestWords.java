package dev.headgate.providers.settled;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What becomes of another dialect's words that stand beside the conversation. Not thread-safe.
final class RequestWords {
  private static final String USER = "user";
  private static final String SAFETY = "safety_identifier";
  private static final String METADATA = "metadata";
  private static final String TIER = "service_tier";
  private static final String VERBOSITY = "verbosity";
  private static final String STREAM_OPTIONS = "stream_options";
  private static final String OBFUSCATION = "include_obfuscation";
  private static final String GENERATION = "generationConfig";

  // Words that OpenAI's formats have in common.
  private static final Set<String> SHARED =
      Set.of(
          USER,
          METADATA,
          TIER,
          "store",
          SAFETY,
          "prompt_cache_key",
          "prompt_cache_retention",
          "prompt_cache_options");

  // AWS, Converse, "requestMetadata".
  private static final String BEDROCK_METADATA = "[a-zA-Z0-9\\s:_@$#=/+,.\\-]{1,256}";

  private final Extras extras;
  private final Dialect from;
  private final Dialect to;
  private final Ignored ignored;
  private final boolean isConversation;
  private final Map<String, Json> said = new LinkedHashMap<>();

  RequestWords(Extras extras, Dialect to, Ignored ignored) {
    this(extras, to, ignored, true);
  }

  private RequestWords(Extras extras, Dialect to, Ignored ignored, boolean isConversation) {
    this.extras = extras;
    this.from = extras.dialect();
    this.to = to;
    this.ignored = ignored;
    this.isConversation = isConversation;
  }

  /// Of a request for vectors, where fewer dialects have a place for who asks.
  static RequestWords ofVectors(Extras extras, Dialect to, Ignored ignored) {
    return new RequestWords(extras, to, ignored, false);
  }

  /// The words that the dialect has.
  Extras settle() {
    if (extras.isEmpty() || from == to) {
      return extras;
    }
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (!ForeignWords.saysNothing(value)) {
            word(name, value);
          }
        });
    return said.isEmpty() ? Extras.NONE : new Extras(to, new Json.Obj(new LinkedHashMap<>(said)));
  }

  private void word(String name, Json value) {
    if (isOpenAis(from) && isOpenAis(to) && SHARED.contains(name)) {
      said.put(name, value);
      return;
    }
    switch (name) {
      case USER, SAFETY -> person(name, value);
      case METADATA -> metadata(value);
      case TIER -> tier(value);
      // Where a prompt is cached, which of its tokens are guessed and what a bill is filed under
      // change nothing of an answer.
      case "cache_control" -> cacheMark(value);
      case "labels",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention" ->
          ignored.add(name);
      case "store", "background" -> requireDefault(name, value.equals(Json.FALSE));
      case "truncation" -> requireDefault(name, isText(value, "disabled"));
      case "speed" -> requireDefault(name, isText(value, "standard"));
      case "modalities" -> requireDefault(name, isOnly(value, "text"));
      case "top_logprobs" -> requireDefault(name, isNumber(value, 0));
      case "best_of" -> requireDefault(name, isNumber(value, 1));
      case "echo" -> requireDefault(name, value.equals(Json.FALSE));
      case "include" -> include(value);
      case STREAM_OPTIONS -> streamOptions(value);
      case VERBOSITY -> verbosity(name, value);
      case "text" -> textSettings(value);
      case GENERATION -> generation(value);
      case "logit_bias" -> {
        requireDefault(name, from == Dialect.OPENAI_COMPLETIONS && to == Dialect.OPENAI_CHAT);
        said.put(name, value);
      }
      default -> throw ForeignWords.unsupported(name, to);
    }
  }

  private static boolean isOpenAis(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS -> true;
      case ANTHROPIC, GEMINI, BEDROCK, COHERE, OLLAMA -> false;
    };
  }

  // Of several names the one that was made for the purpose.
  private void person(String name, Json value) {
    var better = name.equals(USER) && extras.members().text(SAFETY).isPresent();
    if (better || !(value instanceof Json.Text(var person)) || !says(person)) {
      ignored.add(name);
    }
  }

  private boolean says(String person) {
    return switch (to) {
      case ANTHROPIC -> {
        said.put(METADATA, Json.Obj.of("user_id", new Json.Text(person)));
        yield true;
      }
      case BEDROCK -> {
        if (isConversation && person.matches(BEDROCK_METADATA)) {
          said.put("requestMetadata", Json.Obj.of(USER, new Json.Text(person)));
          yield true;
        }
        yield false;
      }
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS -> {
        said.put(USER, new Json.Text(person));
        yield true;
      }
      case GEMINI, COHERE, OLLAMA -> false;
    };
  }

  private void metadata(Json value) {
    var person =
        from == Dialect.ANTHROPIC && value instanceof Json.Obj object
            ? object.text("user_id")
            : Optional.<String>empty();
    if (person.isEmpty()) {
      ignored.add(METADATA);
      return;
    }
    ignored.addIf(!says(person.get()), METADATA + ".user_id");
    ignored.addIf(((Json.Obj) value).members().size() > 1, METADATA);
  }

  // Anything but the usual one is another price, or another wait.
  private void tier(Json value) {
    var usual = isText(value, "auto") || isText(value, "default");
    requireDefault(TIER, usual || isText(value, "standard_only"));
    if (to == Dialect.ANTHROPIC) {
      said.put(TIER, new Json.Text(isText(value, "auto") ? "auto" : "standard_only"));
    } else {
      ignored.add(TIER);
    }
  }

  private void cacheMark(Json value) {
    if (to == Dialect.ANTHROPIC) {
      said.put("cache_control", value);
    } else {
      ignored.add("cache_control");
    }
  }

  private void include(Json value) {
    requireDefault("include", isOnly(value, "reasoning.encrypted_content"));
    ignored.add("include");
  }

  /// Usage comes with every stream, and is given to whoever asks for it.
  private void streamOptions(Json value) {
    if (!(value instanceof Json.Obj options)) {
      throw ForeignWords.unsupported(STREAM_OPTIONS, to);
    }
    options
        .without("include_usage")
        .members()
        .forEach((name, option) -> {
          var path = STREAM_OPTIONS + "." + name;
          requireDefault(path, name.equals(OBFUSCATION) || ForeignWords.saysNothing(option));
          if (to == Dialect.OPENAI_RESPONSES || (isOpenAis(from) && to == Dialect.OPENAI_CHAT)) {
            said.put(STREAM_OPTIONS, Json.Obj.of(OBFUSCATION, option));
          } else {
            ignored.addIf(!option.equals(Json.FALSE), path);
          }
        });
  }

  private void textSettings(Json value) {
    if (!(value instanceof Json.Obj settings)) {
      throw ForeignWords.unsupported("text", to);
    }
    settings
        .members()
        .forEach((name, setting) -> {
          requireDefault("text." + name, name.equals(VERBOSITY));
          verbosity("text." + name, setting);
        });
  }

  private void verbosity(String path, Json value) {
    switch (to) {
      case OPENAI_CHAT -> said.put(VERBOSITY, value);
      case OPENAI_RESPONSES -> said.put("text", Json.Obj.of(VERBOSITY, value));
      case OPENAI_COMPLETIONS, ANTHROPIC, GEMINI, BEDROCK, COHERE, OLLAMA ->
          requireDefault(path, isText(value, "medium"));
    }
  }

  private void generation(Json value) {
    if (!(value instanceof Json.Obj settings)) {
      throw ForeignWords.unsupported(GENERATION, to);
    }
    settings
        .members()
        .forEach((name, setting) ->
            requireDefault(
                GENERATION + "." + name,
                ForeignWords.saysNothing(setting)
                    || (name.equals("responseModalities") && isOnly(setting, "TEXT"))));
  }

  private void requireDefault(String name, boolean isDefault) {
    if (!isDefault) {
      throw ForeignWords.unsupported(name, to);
    }
  }

  private static boolean isOnly(Json value, String only) {
    return value instanceof Json.Arr(var all) && all.equals(List.of(new Json.Text(only)));
  }

  private static boolean isText(Json value, String expected) {
    return value instanceof Json.Text(var text) && text.equals(expected);
  }

  private static boolean isNumber(Json value, int expected) {
    return value instanceof Json.Num number && number.asDouble() == expected;
  }
}
