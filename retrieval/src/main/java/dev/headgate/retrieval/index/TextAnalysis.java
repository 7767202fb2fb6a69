package dev.headgate.retrieval.index;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.util.CharTokenizer;

/// How texts and questions become terms.
public enum TextAnalysis {
  /// Runs of ASCII letters and digits in lower case, without stop words: finds the very same words
  /// only. The baseline that others publish.
  PLAIN {
    @Override
    Tokenizer tokenizer() {
      return CharTokenizer.fromTokenCharPredicate(
          c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }

    @Override
    TokenStream filter(Tokenizer words) {
      return new StopFilter(new LowerCaseFilter(words), STOP_WORDS);
    }
  },
  /// English words without their endings; names out of programs also by their parts, so that
  /// `maxTokens` is found by "tokens".
  ENGLISH {
    @Override
    Tokenizer tokenizer() {
      return CharTokenizer.fromTokenCharPredicate(Character::isLetterOrDigit);
    }

    @Override
    TokenStream filter(Tokenizer words) {
      TokenStream terms = new WordDelimiterGraphFilter(words, NAME_PARTS, null);
      terms = new LowerCaseFilter(terms);
      terms = new StopFilter(terms, STOP_WORDS);
      return new PorterStemFilter(terms);
    }
  };

  private static final int NAME_PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.SPLIT_ON_NUMERICS
          | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;

  // Lucene's classic list, and the words that make a question a question.
  private static final CharArraySet STOP_WORDS =
      CharArraySet.unmodifiableSet(
          new CharArraySet(
              List.of(
                  "a", "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can",
                  "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i",
                  "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "such",
                  "than", "that", "the", "their", "then", "there", "these", "they", "this", "to",
                  "was", "we", "were", "what", "when", "where", "which", "who", "whom", "why",
                  "will", "with", "you", "he", "she"),
              false));

  abstract Tokenizer tokenizer();

  abstract TokenStream filter(Tokenizer words);

  /// Thread-safe.
  public Analyzer analyzer() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var words = tokenizer();
        return new TokenStreamComponents(words, filter(words));
      }
    };
  }
}
