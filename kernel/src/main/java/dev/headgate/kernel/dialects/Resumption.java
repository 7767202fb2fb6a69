package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
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
    var muted = new Muted(out);
    var encoder = encoders.apply(muted);
    var decoder =
        decoders.apply(event -> {
          if (!(event instanceof ChatEvent.Used)) {
            encoder.accept(event);
          }
        });
    told.accept(decoder::accept);
    atTheEnd.accept(encoder);
    muted.open = true;
    return encoder;
  }

  /// Lets nothing through until it is opened.
  private static final class Muted implements ByteSink {
    private final ByteSink out;
    private boolean open;

    Muted(ByteSink out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (open) {
        out.write(bytes, from, length);
      }
    }
  }
}
