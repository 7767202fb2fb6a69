package dev.headgate.evals.recordings;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.errors.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Reads and writes the bytes of streams through a codec.
final class Streams {
  private static final int RANDOM_SPLITS = 4;
  private static final int MAX_PIECE_BYTES = 200;
  private static final int CUTS = 64;

  private Streams() {}

  static List<ChatEvent> events(ChatCodec codec, byte[] bytes) {
    var events = new ArrayList<ChatEvent>();
    var decoder = codec.decoder(events::add);
    decoder.accept(bytes, 0, bytes.length);
    decoder.end();
    return events;
  }

  static ChatAnswer assembled(List<ChatEvent> events) {
    var assembly = new AnswerAssembly();
    events.forEach(assembly::accept);
    return assembly.answer();
  }

  /// However the bytes were split, they say the same.
  static void checkSplits(ChatCodec codec, byte[] bytes, ChatAnswer expected) throws Mismatch {
    checkSplit(codec, bytes, expected, 1, "byte by byte");
    var random = new SplittableRandom(bytes.length);
    for (int i = 0; i < RANDOM_SPLITS; i++) {
      checkSplit(codec, bytes, expected, 1 + random.nextInt(MAX_PIECE_BYTES), "in random pieces");
    }
  }

  private static void checkSplit(
      ChatCodec codec, byte[] bytes, ChatAnswer expected, int most, String how) throws Mismatch {
    var random = new SplittableRandom(most);
    var assembly = new AnswerAssembly();
    var decoder = codec.decoder(assembly);
    for (int at = 0; at < bytes.length; ) {
      var length = Math.min(bytes.length - at, 1 + random.nextInt(most));
      decoder.accept(bytes, at, length);
      at += length;
    }
    decoder.end();
    Mismatch.ifAny("stream " + how, Canonical.difference(expected, assembly.answer()));
  }

  /// A stream that is cut is an error, or has lost nothing that was said.
  static void checkCuts(ChatCodec codec, byte[] bytes, ChatAnswer expected) throws Mismatch {
    var seen = Visible.of(expected);
    for (int i = 0; i < CUTS; i++) {
      var cut = (int) ((long) bytes.length * i / CUTS);
      var assembly = new AnswerAssembly();
      var decoder = codec.decoder(assembly);
      try {
        decoder.accept(bytes, 0, cut);
        decoder.end();
      } catch (CallFailed e) {
        if (e.code().kind() != ErrorKind.PROVIDER) {
          throw new Mismatch("stream cut at byte " + cut, "failed as " + e.code().wireName());
        }
        continue;
      }
      Mismatch.ifAny(
          "stream cut at byte " + cut, Canonical.difference(seen, Visible.of(assembly.answer())));
    }
  }

  static byte[] written(ChatCodec codec, List<ChatEvent> events) {
    var bytes = new ByteArrayOutputStream();
    var encoder = codec.encoder(bytes::write);
    events.forEach(encoder::accept);
    encoder.end();
    return bytes.toByteArray();
  }

  /// A stream that ends in an error is read as one.
  static void checkFailure(ChatCodec codec, List<ChatEvent> events) throws Mismatch {
    var check = "error in a stream in " + codec.dialect().wireName();
    var bytes = new ByteArrayOutputStream();
    var encoder = codec.encoder(bytes::write);
    events.subList(0, events.size() / 2).forEach(encoder::accept);
    encoder.fail(
        new WireError(ErrorCode.PROVIDER_OVERLOADED, 503, "overloaded", "", "", "too many calls"));
    try {
      var _ = events(codec, bytes.toByteArray());
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.PROVIDER_OVERLOADED) {
        return;
      }
      throw new Mismatch(check, "provider_overloaded was read as " + e.code().wireName());
    }
    throw new Mismatch(check, "was read as a whole answer");
  }
}
