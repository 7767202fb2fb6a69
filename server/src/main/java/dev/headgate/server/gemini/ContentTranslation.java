package dev.headgate.server.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.gemini.GeminiRequestScan;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.CodecTranslation;
import java.util.Optional;
import java.util.function.Consumer;

/// A call between its dialect and the canonical form, whose stream may be one array.
final class ContentTranslation extends CodecTranslation {
  private final GeminiCodec codec;
  private final String path;
  private final GeminiRequestScan scan;

  private ContentTranslation(GeminiCodec codec, String path, byte[] body, GeminiRequestScan scan) {
    super(codec, path, body, scan);
    this.codec = codec;
    this.path = path;
    this.scan = scan;
  }

  static RelayRequest request(GeminiCodec codec, String path, byte[] body, GeminiRequestScan scan) {
    return new RelayRequest(
        Dialect.GEMINI, body, scan, new ContentTranslation(codec, path, body, scan));
  }

  // A stream that is one array is passed on only.
  @Override
  public Optional<RelayRequest> with(byte[] body) {
    return scan.isArray()
        ? Optional.empty()
        : Optional.of(request(codec, path, body, GeminiRequestScan.of(path, true, body)));
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return scan.isArray() ? codec.arrayEncoder(out) : codec.encoder(out);
  }

  @Override
  public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    return scan.isArray() ? codec.resumingArray(told, out) : codec.resuming(told, out);
  }
}
