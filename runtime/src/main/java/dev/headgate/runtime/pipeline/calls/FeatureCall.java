package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.runtime.access.Caller;
import java.util.List;
import java.util.Map;

/// A call to a declared feature.
///
/// @param input plain maps, lists, texts, numbers and booleans; `question` where the shape is
///   retrieval
/// @param history earlier turns of the conversation, oldest first
/// @param user the caller's own user, empty if it named none
/// @param stream whether text already handed over can be taken back (false) or not (true)
/// @param terms of which session, tags and cache count
/// @param ignored what of the request says nothing to a feature, named for the caller
public record FeatureCall(
    Caller caller,
    String feature,
    Map<String, Object> input,
    List<ChatMessage> history,
    String user,
    boolean stream,
    CallTerms terms,
    List<String> ignored) {
  /// A call that asks nothing of its way.
  public FeatureCall(
      Caller caller,
      String feature,
      Map<String, Object> input,
      List<ChatMessage> history,
      String user,
      boolean stream) {
    this(caller, feature, input, history, user, stream, CallTerms.NONE, List.of());
  }

  public FeatureCall {
    history = List.copyOf(history);
    ignored = List.copyOf(ignored);
  }
}
