package dev.headgate.providers.vectors;

import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.kernel.json.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/// How a caller wants its vectors. What is wanted already stays as the provider sent it, number by
/// number.
public enum VectorForm {
  NUMBERS,
  /// Little-endian 32-bit floats.
  BASE64;

  /// The vector in this form.
  public Vector of(Vector vector) {
    return switch (vector.value()) {
      case Json.Arr(var numbers) when this == BASE64 ->
          new Vector(vector.index(), encoded(numbers), vector.extras());
      case Json.Text(var base64) when this == NUMBERS ->
          new Vector(vector.index(), decoded(base64), vector.extras());
      case Json.Arr _, Json.Text _ -> vector;
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> throw malformed();
    };
  }

  /// A vector of this process.
  public Json of(float[] vector) {
    var numbers = new Numbers.Growing();
    for (var value : vector) {
      numbers.add(Float.toString(value));
    }
    var value = numbers.build();
    return this == BASE64 ? encoded(value) : new Json.Arr(value);
  }

  private static Json encoded(List<Json> numbers) {
    var bytes = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var number : numbers) {
      if (!(number instanceof Json.Num(var literal))) {
        throw malformed();
      }
      bytes.putFloat(Float.parseFloat(literal));
    }
    return new Json.Text(Base64.getEncoder().encodeToString(bytes.array()));
  }

  private static Json decoded(String base64) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      if (bytes.remaining() % Float.BYTES != 0) {
        throw malformed();
      }
      var floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      var numbers = new Numbers.Growing();
      while (floats.hasRemaining()) {
        var value = floats.get();
        if (!Float.isFinite(value)) {
          throw malformed();
        }
        numbers.add(Float.toString(value));
      }
      return new Json.Arr(numbers.build());
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static CallFailed malformed() {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED,
        "the provider's answer holds something that is no vector of numbers");
  }
}
