package dev.headgate.providers;

import dev.headgate.kernel.chat.Dialect;
import java.util.List;
import java.util.regex.Pattern;

/// What is asked at an address of a provider, in which dialect.
///
/// @param format of vectors, as [dev.headgate.kernel.dialects.EmbeddingCodec#name] says it
/// @param path what a codec sees of the address: behind the provider's base address, without what
///   the provider's declaration adds
record Address(Kind kind, Dialect dialect, String format, String path) {
  enum Kind {
    CONVERSATION,
    VECTORS,
    OTHER
  }

  // The first line that fits counts. Where it gives no path, the address's own is one, from the
  // beginning of the first group.
  private static final List<Line> LINES =
      List.of(
          conversation("/chat/completions", Dialect.OPENAI_CHAT, "/chat/completions"),
          conversation("api\\.writer\\.com/v1/chat", Dialect.OPENAI_CHAT, "/chat/completions"),
          conversation("/responses", Dialect.OPENAI_RESPONSES, "/responses"),
          conversation("/completions", Dialect.OPENAI_COMPLETIONS, "/completions"),
          conversation("/v1/messages", Dialect.ANTHROPIC, "/messages"),
          conversation("(/model/[^/]+/converse(?:-stream)?)", Dialect.BEDROCK, ""),
          conversation("(/models/[^/]+:(?:stream)?[gG]enerateContent)", Dialect.GEMINI, ""),
          conversation("/v2/chat", Dialect.COHERE, "/chat"),
          conversation("/api/chat", Dialect.OLLAMA, "/api/chat"),
          vectors("/embeddings", Dialect.OPENAI_CHAT, "openai", "/embeddings"),
          vectors("/v2/embed", Dialect.COHERE, "cohere", "/embed"),
          vectors("(/models/[^/]+:batchEmbedContents)", Dialect.GEMINI, "gemini", ""),
          vectors("(/models/[^/]*embedding[^/]*:predict)", Dialect.GEMINI, "vertex", ""),
          vectors("/api/embed", Dialect.OLLAMA, "ollama", "/api/embed"),
          vectors(
              "(/model/[^/]*cohere\\.embed[^/]+/invoke)", Dialect.BEDROCK, "bedrock-cohere", ""),
          vectors(
              "(/model/[^/]*titan-embed-text[^/]+/invoke)", Dialect.BEDROCK, "bedrock-titan", ""),
          other("amazonaws\\.com/.*", Dialect.BEDROCK),
          other("googleapis\\.com/.*", Dialect.GEMINI),
          other("anthropic\\.com/.*", Dialect.ANTHROPIC),
          other("/v1/messages/.*", Dialect.ANTHROPIC),
          other("cohere\\.com/.*", Dialect.COHERE),
          other("/responses/.*", Dialect.OPENAI_RESPONSES));

  private static final String STREAMED = "alt=sse";

  static Address of(String method, String url) {
    var query = Math.max(url.indexOf('?'), url.indexOf('#'));
    var plain = query < 0 ? url : url.substring(0, query);
    for (var line : LINES) {
      var matcher = line.pattern.matcher(plain);
      if (matcher.find() && (line.kind == Kind.OTHER || method.equals("POST"))) {
        return new Address(
            line.kind,
            line.dialect,
            line.format,
            matcher.groupCount() == 0
                ? line.path
                : matcher.group(1) + (url.endsWith(STREAMED) ? "?" + STREAMED : ""));
      }
    }
    return new Address(Kind.OTHER, Dialect.OPENAI_CHAT, "", "");
  }

  private static Line conversation(String end, Dialect dialect, String path) {
    return new Line(Pattern.compile(end + "$"), Kind.CONVERSATION, dialect, "", path);
  }

  private static Line vectors(String end, Dialect dialect, String format, String path) {
    return new Line(Pattern.compile(end + "$"), Kind.VECTORS, dialect, format, path);
  }

  private static Line other(String end, Dialect dialect) {
    return new Line(Pattern.compile(end + "$"), Kind.OTHER, dialect, "", "");
  }

  private record Line(Pattern pattern, Kind kind, Dialect dialect, String format, String path) {}
}
