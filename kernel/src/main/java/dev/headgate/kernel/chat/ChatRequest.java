package dev.headgate.kernel.chat;

import java.util.List;

/// A conversation to be continued by a model: what every dialect can be read into and written from.
///
/// @param model the provider's own name of the model
/// @param stream whether the answer is wanted piece by piece
/// @param lineage of the call that it is sent for, sealed; empty unless the provider is a Headgate
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    boolean stream,
    Options options,
    Extras extras,
    String lineage) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }

  public ChatRequest(
      String model, List<ChatMessage> messages, boolean stream, Options options, Extras extras) {
    this(model, messages, stream, options, extras, "");
  }

  public ChatRequest(String model, List<ChatMessage> messages, ChatSettings settings) {
    this(
        model,
        messages,
        true,
        new Options(settings, Tools.NONE, new OutputFormat.Unsaid(), ReasoningSettings.NONE),
        Extras.NONE);
  }

  public ChatSettings settings() {
    return options.settings;
  }

  /// The same for another name of the model.
  public ChatRequest to(String other) {
    return new ChatRequest(other, messages, stream, options, extras, lineage);
  }

  public ChatRequest with(List<ChatMessage> others) {
    return new ChatRequest(model, others, stream, options, extras, lineage);
  }

  public ChatRequest with(ChatSettings settings) {
    return new ChatRequest(
        model,
        messages,
        stream,
        new Options(settings, options.tools, options.format, options.reasoning),
        extras,
        lineage);
  }

  /// The same in another form of the answer.
  public ChatRequest with(OutputFormat format) {
    return new ChatRequest(
        model,
        messages,
        stream,
        new Options(options.settings, options.tools, format, options.reasoning),
        extras,
        lineage);
  }

  /// The same, sent for a call of that lineage.
  public ChatRequest led(String by) {
    return new ChatRequest(model, messages, stream, options, extras, by);
  }

  /// The same with another bound of its thoughts, in tokens.
  public ChatRequest withThoughts(int most) {
    var reasoning = options.reasoning;
    return new ChatRequest(
        model,
        messages,
        stream,
        new Options(
            options.settings,
            options.tools,
            options.format,
            new ReasoningSettings(
                reasoning.effort(), most, reasoning.enabled(), reasoning.summary())),
        extras);
  }

  /// What is asked of the model beyond the conversation.
  public record Options(
      ChatSettings settings, Tools tools, OutputFormat format, ReasoningSettings reasoning) {}
}
