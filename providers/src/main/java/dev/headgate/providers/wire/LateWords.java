package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;

/// What is learned of a part of a streamed answer after it has ended, on its way through a dialect
/// in which nothing more can be said of such a part: it travels in the end of the answer, under the
/// member `headgate`.
public final class LateWords {
  /// Its name under the member.
  public static final String NAME = "late";

  private LateWords() {}

  /// Takes what [#read] finds.
  @FunctionalInterface
  public interface Listener {
    /// @param index of the part as it was written
    void learn(long index, String signature, Extras extras);
  }

  static Json.Obj write(int index, String signature, Extras extras) {
    return new ObjectBuilder()
        .put("index", index)
        .put("signature", signature)
        .put("dialect", extras.dialect().wireName())
        .put("members", extras.members())
        .build();
  }

  /// Reads what an object carries.
  public static void read(Json.Obj object, Listener listener) {
    if (Carried.attached(object, NAME).orElse(Json.NULL) instanceof Json.Arr(var all)) {
      for (var one : all) {
        if (one instanceof Json.Obj late) {
          listener.learn(
              late.integer("index"),
              late.text("signature").orElse(""),
              new Extras(Carried.dialect(late.text("dialect").orElse("")), late.object("members")));
        }
      }
    }
  }
}
