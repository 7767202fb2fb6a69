package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.cache.CacheControl;
import java.util.List;
import java.util.Map;

/// A call to a declared feature.
///
/// @param input plain maps, lists, texts, numbers and booleans; `question` where the shape is
///   retrieval
/// @param history earlier turns of the conversation, oldest first
/// @param stream whether text already handed over can be taken back (false) or not (true)
public record FeatureCall(
    Caller caller,
    String feature,
    Map<String, Object> input,
    List<ChatMessage> history,
    boolean stream,
    Terms terms) {
  /// What a caller asks of the way.
  ///
  /// @param user the caller's own user, empty if it named none
  /// @param cache whether an answer that was given before will do
  /// @param ignored what of the request says nothing to a feature
  public record Terms(String user, CacheControl cache, List<String> ignored) {
    public Terms {
      ignored = List.copyOf(ignored);
    }
  }

  public FeatureCall {
    history = List.copyOf(history);
  }

  public FeatureCall(
      Caller caller,
      String feature,
      Map<String, Object> input,
      List<ChatMessage> history,
      String user,
      boolean stream) {
    this(caller, feature, input, history, stream, new Terms(user, CacheControl.USUAL, List.of()));
  }

  /// The caller's own user, empty if it named none.
  public String user() {
    return terms.user;
  }
}
