package dev.headgate.inference.embeddings;

/// An embedding model as data: what to load and how to use it, so that a better one drops in
/// without code.
///
/// @param name used in declarations, such as `bge-small-en-v1.5`
/// @param licence of the weights, as an SPDX identifier
public record ModelPack(String name, String licence, Source source, Encoding encoding) {
  public static final ModelPack BGE_SMALL =
      new ModelPack(
          "bge-small-en-v1.5",
          "MIT",
          new Source(
              "/bge-small-en-v1.5-q.onnx",
              "/bge-small-en-v1.5-q-tokenizer.json",
              "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
              34_014_426),
          new Encoding(
              384, 510, Pooling.CLS, "Represent this sentence for searching relevant passages: "));

  public static final ModelPack MINI_LM =
      new ModelPack(
          "all-minilm-l6-v2",
          "Apache-2.0",
          new Source(
              "/all-minilm-l6-v2-q.onnx",
              "/all-minilm-l6-v2-q-tokenizer.json",
              "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
              22_972_370),
          new Encoding(384, 254, Pooling.MEAN, ""));

  /// Where the parts lie on the class path.
  ///
  /// @param weights resource of the ONNX graph
  /// @param tokenizer resource of the `tokenizer.json` that holds the vocabulary
  /// @param sha256 of the weights, in lower-case hex
  /// @param bytes length of the weights
  public record Source(String weights, String tokenizer, String sha256, long bytes) {}

  /// How a text becomes a vector.
  ///
  /// @param maxTokens longest text read whole, without the special tokens
  /// @param queryPrefix put before a query, never before a document
  public record Encoding(int dimension, int maxTokens, Pooling pooling, String queryPrefix) {}

  /// Name and content of the weights: vectors of different versions never meet in one index.
  public String version() {
    return name + "@" + source.sha256().substring(0, 12);
  }
}
