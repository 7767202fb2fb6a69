package dev.headgate.inference.embeddings;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// A BERT encoder in ONNX Runtime: token ids in, one L2-normalised vector out. Thread-safe; each
/// call runs on its caller's thread alone.
final class OnnxGraph implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelPack.Encoding encoding;

  private OnnxGraph(OrtEnvironment environment, OrtSession session, ModelPack.Encoding encoding) {
    this.environment = environment;
    this.session = session;
    this.encoding = encoding;
  }

  static OnnxGraph load(OrtEnvironment environment, Path weights, ModelPack.Encoding encoding)
      throws OrtException {
    try (var options = options()) {
      return new OnnxGraph(
          environment, environment.createSession(weights.toString(), options), encoding);
    }
  }

  static OnnxGraph load(OrtEnvironment environment, byte[] weights, ModelPack.Encoding encoding)
      throws OrtException {
    try (var options = options()) {
      return new OnnxGraph(environment, environment.createSession(weights, options), encoding);
    }
  }

  private static SessionOptions options() throws OrtException {
    var options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  float[] encode(int[] tokens) throws OrtException {
    var shape = new long[] {1, tokens.length};
    try (var ids = OnnxTensor.createTensor(environment, widen(tokens), shape);
        var mask = OnnxTensor.createTensor(environment, repeat(1, tokens.length), shape);
        var types = OnnxTensor.createTensor(environment, repeat(0, tokens.length), shape);
        var result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      var hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return normalise(
          switch (encoding.pooling()) {
            case CLS -> first(hidden);
            case MEAN -> mean(hidden, tokens.length);
          });
    }
  }

  private float[] first(FloatBuffer hidden) {
    var vector = new float[encoding.dimension()];
    hidden.get(0, vector);
    return vector;
  }

  private float[] mean(FloatBuffer hidden, int tokens) {
    var vector = new float[encoding.dimension()];
    for (var token = 0; token < tokens; token++) {
      for (var i = 0; i < vector.length; i++) {
        vector[i] += hidden.get(token * vector.length + i);
      }
    }
    return vector; // The sum will do: only the direction is kept.
  }

  private static float[] normalise(float[] vector) {
    var squares = 0.0;
    for (var value : vector) {
      squares += value * value;
    }
    var scale = (float) (1 / Math.sqrt(squares));
    for (var i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }

  private static LongBuffer widen(int[] tokens) {
    return LongBuffer.wrap(Arrays.stream(tokens).asLongStream().toArray());
  }

  private static LongBuffer repeat(long value, int times) {
    var values = new long[times];
    Arrays.fill(values, value);
    return LongBuffer.wrap(values);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session", e);
    }
  }
}
