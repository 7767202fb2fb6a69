package dev.headgate.server.gemini;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;

/// Failures in Google's words. A stream may be one array, whose last element then is the error.
record ContentErrors(boolean isArray) implements ErrorShape {
  private static final ErrorShape WORDS = new CodecErrors(new GeminiCodec(), null);

  /// For calls of any form.
  static ErrorShape ofAll() {
    return new ContentErrors(false);
  }

  /// Whether a caller asks for events in place of an array.
  static boolean wantsEvents(HttpCall call) {
    return call.query("alt").filter("sse"::equals).isPresent();
  }

  @Override
  public ErrorShape of(HttpCall call) {
    return new ContentErrors(call.path().endsWith(":streamGenerateContent") && !wantsEvents(call));
  }

  @Override
  public byte[] body(CallFailed failure) {
    return WORDS.body(failure);
  }

  @Override
  public byte[] lastEvent(CallFailed failure) {
    return WORDS.lastEvent(failure);
  }
}
