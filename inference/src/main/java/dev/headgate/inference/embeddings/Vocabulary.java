package dev.headgate.inference.embeddings;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The pieces of a WordPiece model and their ids: an open hash table over ranges of characters, so
/// that a lookup makes no garbage. Immutable once read.
final class Vocabulary {
  static final int NONE = -1;

  private static final int SLOTS = 1 << 17;
  private static final int MAX_PIECES = SLOTS / 2;
  private static final int CONTINUATION_SEED = 0x9E3779B9;
  private static final String CONTINUATION = "##";

  private final String[] pieces = new String[SLOTS];
  private final boolean[] continuations = new boolean[SLOTS];
  private final int[] ids = new int[SLOTS];
  private int size;

  private Vocabulary() {}

  /// Reads the vocabulary out of a Hugging Face `tokenizer.json` of type WordPiece.
  static Vocabulary read(InputStream tokenizerJson) throws IOException {
    var vocabulary = new Vocabulary();
    try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), tokenizerJson)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_OBJECT && "vocab".equals(json.currentName())) {
          vocabulary.readPieces(json);
          return vocabulary;
        }
      }
    }
    throw new IOException("no vocabulary in tokenizer.json");
  }

  private void readPieces(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var piece = json.currentName();
      json.nextToken();
      add(piece, json.getIntValue());
    }
  }

  private void add(String piece, int id) throws IOException {
    if (++size > MAX_PIECES) {
      throw new IOException("a vocabulary of more than " + MAX_PIECES + " pieces");
    }
    var continuation = piece.startsWith(CONTINUATION) && piece.length() > CONTINUATION.length();
    var text = continuation ? piece.substring(CONTINUATION.length()) : piece;
    var slot = slot(text.toCharArray(), 0, text.length(), continuation);
    pieces[slot] = text;
    continuations[slot] = continuation;
    ids[slot] = id;
  }

  /// The id of a piece at the start of a word or, as a continuation, after it; [#NONE] if unknown.
  int find(char[] text, int from, int to, boolean continuation) {
    var slot = slot(text, from, to, continuation);
    return pieces[slot] == null ? NONE : ids[slot];
  }

  int size() {
    return size;
  }

  /// The id of a special token.
  int require(String token) {
    var id = find(token.toCharArray(), 0, token.length(), false);
    if (id == NONE) {
      throw new IllegalStateException("the vocabulary has no " + token);
    }
    return id;
  }

  /// Where the piece is or would be put.
  private int slot(char[] text, int from, int to, boolean continuation) {
    var hash = continuation ? CONTINUATION_SEED : 0;
    for (var i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    var slot = (hash ^ hash >>> 15) & SLOTS - 1;
    while (pieces[slot] != null
        && !(continuations[slot] == continuation && equal(pieces[slot], text, from, to))) {
      slot = slot + 1 & SLOTS - 1;
    }
    return slot;
  }

  private static boolean equal(String piece, char[] text, int from, int to) {
    if (piece.length() != to - from) {
      return false;
    }
    for (var i = from; i < to; i++) {
      if (piece.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
