package dev.headgate.guardrails.heads;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Two layers over the features of what is judged: how sure they are, 0 to 1. Immutable,
/// thread-safe.
///
/// @param embedding the model whose vectors it reads
/// @param hidden `float[units][inputs + 1]`, the last of each its bias
/// @param out `float[units + 1]`, the last its bias
public record TwoLayerHead(String embedding, float[][] hidden, float[] out) {
  private static final int MAX_UNITS = 4_096;
  private static final int MAX_INPUTS = 16_384;

  /// The probability.
  public double score(float[] features) {
    var sum = out[hidden.length];
    for (int u = 0; u < hidden.length; u++) {
      var weights = hidden[u];
      var activation = weights[features.length];
      for (int i = 0; i < features.length; i++) {
        activation += weights[i] * features[i];
      }
      if (activation > 0) {
        sum += out[u] * activation;
      }
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /// The weights as they are stored: big-endian floats behind the name and the sizes.
  ///
  /// @param kind of weights, which they begin with
  public byte[] write(int kind) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    data.writeInt(kind);
    data.writeUTF(embedding);
    data.writeInt(hidden.length);
    data.writeInt(hidden[0].length);
    for (var unit : hidden) {
      for (var weight : unit) {
        data.writeFloat(weight);
      }
    }
    for (var weight : out) {
      data.writeFloat(weight);
    }
    return bytes.toByteArray();
  }

  /// @param kind of weights that they must be
  public static TwoLayerHead read(byte[] bytes, int kind) throws IOException {
    var data = new DataInputStream(new ByteArrayInputStream(bytes));
    if (data.readInt() != kind) {
      throw new IOException("these are weights of another kind, or none");
    }
    var embedding = data.readUTF();
    var units = data.readInt();
    var inputs = data.readInt();
    if (units < 1 || units > MAX_UNITS || inputs < 1 || inputs > MAX_INPUTS) {
      throw new IOException("the weights have " + units + " units of " + inputs + " inputs");
    }
    var hidden = new float[units][inputs];
    for (var unit : hidden) {
      for (int i = 0; i < inputs; i++) {
        unit[i] = data.readFloat();
      }
    }
    var out = new float[units + 1];
    for (int i = 0; i < out.length; i++) {
      out[i] = data.readFloat();
    }
    return new TwoLayerHead(embedding, hidden, out);
  }
}
