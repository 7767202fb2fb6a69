package dev.headgate.guardrails.grounding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Two layers over the features of a claim and a span: how sure it is that the span bears the claim
/// out, 0 to 1. Immutable, thread-safe.
///
/// @param embedding the model whose vectors it reads
/// @param hidden `float[units][inputs + 1]`, the last of each its bias
/// @param out `float[units + 1]`, the last its bias
public record GroundingHead(String embedding, float[][] hidden, float[] out) {
  private static final int MAGIC = 0x48474701;
  private static final int MAX_UNITS = 4_096;
  private static final int MAX_INPUTS = 16_384;

  /// The probability of a pair.
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
  public byte[] write() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    data.writeInt(MAGIC);
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

  public static GroundingHead read(byte[] bytes) throws IOException {
    var data = new DataInputStream(new ByteArrayInputStream(bytes));
    if (data.readInt() != MAGIC) {
      throw new IOException("these are no weights of a grounding head");
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
    return new GroundingHead(embedding, hidden, out);
  }
}
