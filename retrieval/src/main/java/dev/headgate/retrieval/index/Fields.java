package dev.headgate.retrieval.index;

/// Names of Lucene fields. A chunk and the document it is cut from are Lucene documents of one
/// block, so that they are replaced together.
public final class Fields {
  /// Of both: the document's name, the key of the block.
  public static final String DOCUMENT = "document";

  /// Of a chunk: title, headings and text, as BM25 searches them.
  public static final String TERMS = "terms";

  /// Of a chunk: its vector.
  public static final String VECTOR = "vector";

  static final String TEXT = "text";
  static final String TITLE = "title";
  static final String HEADINGS = "headings";
  static final String START = "start";
  static final String END = "end";

  /// Of a document only; these tell it from a chunk.
  static final String NAME = "name";

  static final String HASH = "hash";
  static final String CONTENT = "content";

  private Fields() {}
}
