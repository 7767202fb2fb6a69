package dev.headgate.inference.embeddings;

import java.text.Normalizer;
import java.util.Arrays;

/// BERT's uncased tokenizer: cleans, lower-cases, strips accents, splits at spaces, punctuation and
/// CJK characters, then cuts each word into the longest known pieces. Gives the ids that Hugging
/// Face's `BertNormalizer`, `BertPreTokenizer` and `WordPiece` give, except that `[CLS]` and its
/// kind are plain text when they come from outside. Immutable.
final class WordPiece {
  // Longer words are one unknown token, as in BERT.
  private static final int MAX_WORD_CHARACTERS = 100;
  // The id of "the"; single characters and reserved places come before it.
  private static final int FIRST_WORD = 1996;

  private final Vocabulary vocabulary;
  private final int unknown;
  private final int classifier;
  private final int separator;

  WordPiece(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.unknown = vocabulary.require("[UNK]");
    this.classifier = vocabulary.require("[CLS]");
    this.separator = vocabulary.require("[SEP]");
  }

  /// The ids of a text between `[CLS]` and `[SEP]`, cut after `maxTokens` of its own.
  int[] encode(String text, int maxTokens) {
    var tokens = new Tokens(maxTokens, true);
    tokens.read(text);
    var ids = new int[tokens.count + 2];
    ids[0] = classifier;
    System.arraycopy(tokens.ids, 0, ids, 1, tokens.count);
    ids[ids.length - 1] = separator;
    return ids;
  }

  /// How many ids a text has, without `[CLS]` and `[SEP]`.
  int count(String text) {
    var tokens = new Tokens(Integer.MAX_VALUE, false);
    tokens.read(text);
    return tokens.count;
  }

  /// 0 for the commonest word, 1 for one that is no piece of its own. BERT's vocabulary is sorted
  /// by frequency, so by Zipf's law the logarithm of a place is that of a frequency.
  double wordWeight(String word) {
    var id = vocabulary.find(word.toCharArray(), 0, word.length(), false);
    return id == Vocabulary.NONE
        ? 1
        : Math.log(Math.max(1, id - FIRST_WORD)) / Math.log(vocabulary.size());
  }

  /// One pass over one text.
  private final class Tokens {
    private final int limit;
    private final boolean keep;
    private int[] ids;
    private int count;
    // Twice, since a character may be a surrogate pair.
    private final char[] word = new char[2 * MAX_WORD_CHARACTERS];
    private int wordLength;
    private int wordCharacters;

    Tokens(int limit, boolean keep) {
      this.limit = limit;
      this.keep = keep;
      this.ids = new int[keep ? 64 : 0];
    }

    void read(String raw) {
      var text = isAscii(raw) ? raw : Normalizer.normalize(raw, Normalizer.Form.NFD);
      for (var i = 0; i < text.length() && count < limit; ) {
        var character = text.codePointAt(i);
        i += Character.charCount(character);
        readCharacter(character);
      }
      endWord();
    }

    private void readCharacter(int character) {
      if (character < 0x80) {
        readAscii(character);
        return;
      }
      var type = Character.getType(character);
      if (type == Character.NON_SPACING_MARK || isDropped(character, type)) {
        return;
      }
      if (Character.isSpaceChar(character)) {
        endWord();
      } else if (isPunctuation(type) || isChinese(character)) {
        readAlone(character);
      } else {
        append(Character.toLowerCase(character));
      }
    }

    private void readAscii(int character) {
      if (isWithin(character, 'a', 'z') || isWithin(character, '0', '9')) {
        append(character);
      } else if (isWithin(character, 'A', 'Z')) {
        append(character | 0x20);
      } else if (character == ' ' || character == '\n' || character == '\t' || character == '\r') {
        endWord();
      } else if (character > ' ' && character < 0x7F) {
        readAlone(character);
      }
      // What is left are control characters, which vanish.
    }

    private void readAlone(int character) {
      endWord();
      append(character);
      endWord();
    }

    private void append(int character) {
      if (++wordCharacters <= MAX_WORD_CHARACTERS) {
        wordLength += Character.toChars(character, word, wordLength);
      }
    }

    private void endWord() {
      if (wordLength > 0 && (wordCharacters > MAX_WORD_CHARACTERS || !cutIntoPieces())) {
        add(unknown);
      }
      wordLength = 0;
      wordCharacters = 0;
    }

    /// Greedy, the longest piece first; false, and nothing added, if some part is unknown.
    private boolean cutIntoPieces() {
      var before = count;
      for (var from = 0; from < wordLength; ) {
        var to = wordLength;
        var id = vocabulary.find(word, from, to, from > 0);
        while (id == Vocabulary.NONE && --to > from) {
          id = vocabulary.find(word, from, to, from > 0);
        }
        if (id == Vocabulary.NONE) {
          count = before;
          return false;
        }
        add(id);
        from = to;
      }
      return true;
    }

    private void add(int id) {
      if (count == limit) {
        return;
      }
      if (keep) {
        if (count == ids.length) {
          ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count] = id;
      }
      count++;
    }
  }

  private static boolean isAscii(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDropped(int character, int type) {
    return character == 0xFFFD
        || type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.PRIVATE_USE
        || type == Character.SURROGATE;
  }

  private static boolean isPunctuation(int type) {
    return type == Character.CONNECTOR_PUNCTUATION
        || type == Character.DASH_PUNCTUATION
        || type == Character.START_PUNCTUATION
        || type == Character.END_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION
        || type == Character.OTHER_PUNCTUATION;
  }

  // The blocks that BERT's own tokenizer names; kana and hangul are words like any other.
  private static boolean isChinese(int character) {
    return isWithin(character, 0x4E00, 0x9FFF)
        || isWithin(character, 0x3400, 0x4DBF)
        || isWithin(character, 0x20000, 0x2A6DF)
        || isWithin(character, 0x2A700, 0x2B73F)
        || isWithin(character, 0x2B740, 0x2B81F)
        || isWithin(character, 0x2B920, 0x2CEAF)
        || isWithin(character, 0xF900, 0xFAFF)
        || isWithin(character, 0x2F800, 0x2FA1F);
  }

  private static boolean isWithin(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
