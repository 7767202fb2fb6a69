package dev.headgate.server.gemini;

import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.gemini.GeminiRequestScan;
import dev.headgate.server.dialects.CodecTranslation;

/// A call between its dialect and the canonical form, whose stream may be one array.
final class ContentTranslation extends CodecTranslation {
  private final GeminiCodec codec;
  private final GeminiRequestScan scan;

  ContentTranslation(GeminiCodec codec, String path, byte[] body, GeminiRequestScan scan) {
    super(codec, path, body, scan);
    this.codec = codec;
    this.scan = scan;
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return scan.isArray() ? codec.arrayEncoder(out) : codec.encoder(out);
  }

  // What was begun as an array cannot be written on from its middle.
  @Override
  public boolean isContinuable() {
    return !scan.isArray() && super.isContinuable();
  }
}
