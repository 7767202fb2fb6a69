package dev.headgate.kernel.dialects;

import java.util.List;

/// Every wire format that is spoken. Thread-safe.
public interface Dialects {
  List<ChatCodec> conversations();

  List<EmbeddingCodec> embeddings();

  /// How what is sent to an address is read.
  ///
  /// @param method of HTTP
  Spoken at(String method, String url);

  /// The body for another model, with no other byte changed; unchanged if it names none.
  RelayBody renamed(byte[] body, String model);
}
