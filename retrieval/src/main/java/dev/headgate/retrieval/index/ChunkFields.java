package dev.headgate.retrieval.index;

import dev.headgate.kernel.search.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/// Chunks and documents as Lucene stores them, and back.
public final class ChunkFields {
  private static final Set<String> STORED =
      Set.of(Fields.DOCUMENT, Fields.TITLE, Fields.HEADINGS, Fields.START, Fields.END, Fields.TEXT);

  // No phrase is ever searched: positions would only cost space.
  private static final FieldType TERMS = new FieldType();

  static {
    TERMS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    TERMS.setTokenized(true);
    TERMS.freeze();
  }

  private ChunkFields() {}

  /// Title and headings over a chunk, as it is embedded and indexed with them.
  public static String context(Chunk chunk) {
    if (chunk.headings().isEmpty()) {
      return chunk.title();
    }
    var headings = String.join(" > ", chunk.headings());
    return chunk.title().isEmpty() ? headings : chunk.title() + " > " + headings;
  }

  /// Reads a chunk that a search has found.
  public static Chunk read(StoredFields fields, int doc) throws IOException {
    var stored = fields.document(doc, STORED);
    return new Chunk(
        stored.get(Fields.DOCUMENT),
        stored.get(Fields.TITLE),
        Arrays.asList(stored.getValues(Fields.HEADINGS)),
        stored.getField(Fields.START).numericValue().intValue(),
        stored.getField(Fields.END).numericValue().intValue(),
        stored.get(Fields.TEXT));
  }

  static List<Document> block(IndexedDocument document) {
    var block = new ArrayList<Document>(document.chunks().size() + 1);
    for (int i = 0; i < document.chunks().size(); i++) {
      block.add(chunk(document.chunks().get(i), document.vectors().get(i)));
    }
    block.add(document(document));
    return block;
  }

  private static Document chunk(Chunk chunk, float[] vector) {
    var fields = new Document();
    fields.add(new StringField(Fields.DOCUMENT, chunk.document(), Field.Store.YES));
    fields.add(new StoredField(Fields.TITLE, chunk.title()));
    chunk.headings().forEach(heading -> fields.add(new StoredField(Fields.HEADINGS, heading)));
    fields.add(new StoredField(Fields.START, chunk.start()));
    fields.add(new StoredField(Fields.END, chunk.end()));
    fields.add(new StoredField(Fields.TEXT, chunk.text()));
    fields.add(new Field(Fields.TERMS, context(chunk) + "\n" + chunk.text(), TERMS));
    fields.add(
        new KnnFloatVectorField(Fields.VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    return fields;
  }

  private static Document document(IndexedDocument document) {
    var fields = new Document();
    fields.add(new StringField(Fields.DOCUMENT, document.name(), Field.Store.NO));
    fields.add(new BinaryDocValuesField(Fields.NAME, new BytesRef(document.name())));
    fields.add(new BinaryDocValuesField(Fields.HASH, new BytesRef(document.hash())));
    fields.add(new StringField(Fields.NAME, document.name(), Field.Store.NO));
    fields.add(new StoredField(Fields.CONTENT, document.text()));
    return fields;
  }
}
