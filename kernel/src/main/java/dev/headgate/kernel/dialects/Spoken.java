package dev.headgate.kernel.dialects;

/// How what is sent to an address is read.
public sealed interface Spoken {
  /// A conversation that can be translated.
  ///
  /// @param path what the codec sees of the address
  record Conversation(ChatCodec codec, Wording wording, String path) implements Spoken {}

  /// Texts that become vectors, and can be translated.
  ///
  /// @param path what the codec sees of the address
  record Vectors(EmbeddingCodec codec, Wording wording, String path) implements Spoken {}

  /// Bytes that pass: of the answer only facts are read.
  record Relayed(ErrorCodec errors) implements Spoken {}

  /// Nobody speaks it.
  record Unknown(String reason) implements Spoken {}
}
