package dev.headgate.providers.services;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a request may ask of a model, as the capability table counts it.
public enum Parameter {
  MAX_TOKENS("max_tokens"),
  TEMPERATURE("temperature"),
  TOP_P("top_p"),
  TOP_K("top_k"),
  SEED("seed"),
  FREQUENCY_PENALTY("frequency_penalty"),
  PRESENCE_PENALTY("presence_penalty"),
  STOP("stop"),
  /// More than one answer.
  N("n"),
  LOGPROBS("logprobs"),
  TOOLS("tools"),
  TOOL_CHOICE("tool_choice"),
  PARALLEL_TOOL_CALLS("parallel_tool_calls"),
  JSON_OBJECT("response_format"),
  JSON_SCHEMA("response_format"),
  REASONING_EFFORT("reasoning_effort"),
  REASONING_MAX_TOKENS("reasoning.max_tokens"),
  IMAGE("messages"),
  AUDIO("messages"),
  FILE("messages"),
  /// Messages of the role `developer`.
  DEVELOPER("messages");

  private final String param;

  Parameter(String param) {
    this.param = param;
  }

  /// The part of a request to name.
  public String param() {
    return param;
  }

  /// The name in the table.
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Parameter> find(String tableName) {
    return Arrays.stream(values())
        .filter(parameter -> parameter.tableName().equals(tableName))
        .findFirst();
  }
}
