package dev.headgate.kernel.classifiers;

import java.util.List;

/// Puts vectors where texts of one feature lie far apart. What all of them have in common says
/// nothing, so their mean is taken off; and since models differ in how far apart their vectors lie,
/// each model's block is brought to length 1 then.
///
/// @param mean of the vectors of all examples
/// @param ends where each block ends
record Space(float[] mean, int[] ends) {
  static Space of(List<float[]> vectors, int[] ends) {
    var sum = new double[ends[ends.length - 1]];
    for (var vector : vectors) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += vector[j];
      }
    }
    var mean = new float[sum.length];
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / vectors.size());
    }
    return new Space(mean, ends);
  }

  /// The vector as it lies here; the one given stays as it is.
  float[] place(float[] vector) {
    var placed = new float[vector.length];
    var from = 0;
    for (var end : ends) {
      var square = 0.0;
      for (int j = from; j < end; j++) {
        placed[j] = vector[j] - mean[j];
        square += placed[j] * placed[j];
      }
      var scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
      for (int j = from; j < end; j++) {
        placed[j] *= scale;
      }
      from = end;
    }
    return placed;
  }

  float[][] place(List<float[]> vectors) {
    return vectors.stream().map(this::place).toArray(float[][]::new);
  }
}
