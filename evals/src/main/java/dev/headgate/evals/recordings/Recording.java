package dev.headgate.evals.recordings;

import java.util.List;

/// One recorded exchange with a provider.
///
/// @param endpoint the recorder's word for what was asked, such as `chat.completions`
/// @param features what the recorder found in it, such as `error-in-200`
public record Recording(
    String id,
    String provider,
    String endpoint,
    List<String> features,
    Asked asked,
    Answered answered) {
  public Recording {
    features = List.copyOf(features);
  }

  /// @param method of HTTP
  public record Asked(String method, String url, byte[] body) {}

  /// @param contentType empty if the recorder kept none
  public record Answered(int status, String contentType, byte[] body) {}
}
