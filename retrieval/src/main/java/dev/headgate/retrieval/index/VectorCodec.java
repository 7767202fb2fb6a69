package dev.headgate.retrieval.index;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/// Lucene's codec with vectors in an HNSW graph over one byte a dimension; the full vectors are
/// kept beside it for rescoring.
final class VectorCodec extends Lucene104Codec {
  private static final int MAX_CONN = 16;
  private static final int BEAM_WIDTH = 100;

  private final KnnVectorsFormat vectors =
      new Lucene104HnswScalarQuantizedVectorsFormat(
          ScalarEncoding.UNSIGNED_BYTE, MAX_CONN, BEAM_WIDTH);

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }
}
