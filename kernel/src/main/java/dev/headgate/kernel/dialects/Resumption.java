package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// Brings an encoder to where a stream broke: what its caller has got is read, and written again to
/// nobody, so that the encoder knows ids, numbers and open parts. Token counts are left out of
/// that: those of whoever ends the answer are told.
public final class Resumption {
  private Resumption() {}

  /// Returns the encoder behind what was told.
  ///
  /// @param told hands over what the caller has got, up to the end of an event
  /// @param atTheEnd is shown the encoder before what it writes goes to `out`
  public static <E extends AnswerEncoder> E of(
      Function<ChatSink, AnswerDecoder> decoders,
      Function<ByteSink, E> encoders,
      Consumer<ByteSink> told,
      Consumer<E> atTheEnd,
      ByteSink out) {
    var open = new AtomicBoolean();
    var encoder =
        encoders.apply((bytes, from, length) -> {
          if (open.get()) {
            out.write(bytes, from, length);
          }
        });
    var decoder =
        decoders.apply(event -> {
          if (!(event instanceof ChatEvent.Used)) {
            encoder.accept(event);
          }
        });
    told.accept(decoder::accept);
    atTheEnd.accept(encoder);
    open.set(true);
    return encoder;
  }
}
