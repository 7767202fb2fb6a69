package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.providers.passing.AtProviderWords;
import dev.headgate.providers.passing.CallersTools;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// How large a request in OpenAI's dialect is, and how large it lets its answer grow. Filled while
/// the request is read.
final class RequestSizes {
  private static final Set<String> MEDIA = Set.of("image_url", "input_audio", "video_url", "file");
  private static final int MAX_DIGITS = 9;

  private int messages;
  private int mediaItems;
  private int choices = 1;
  private int prompts = 1;
  private long usual = RequestFacts.Output.NO_LIMIT;
  private final CallersTools tools = new CallersTools();
  private final AtProviderWords atProvider = new AtProviderWords();
  private final List<OutputBound> bounds = new ArrayList<>(2);

  /// A member that bounds the output.
  ///
  /// @param tokens NO_LIMIT if it is no number
  private record OutputBound(long tokens, int from, int to) {}

  RequestFacts facts(int bytes, boolean stream) {
    var most =
        bounds.stream().mapToLong(OutputBound::tokens).max().orElse(RequestFacts.Output.NO_LIMIT);
    var output =
        new RequestFacts.Output(
            most, (int) Math.min((long) choices * prompts, Integer.MAX_VALUE), stream, usual);
    return new RequestFacts(
        bytes, messages, tools.all(), tools.hosted(), mediaItems, output, atProvider.read());
  }

  /// Lowers what bounds the output, or bounds it.
  ///
  /// @param name of a member that bounds it, if the request has none
  /// @param end of the request's object
  void limit(int maxTokens, String name, int end, List<RelayBody.Edit> edits) {
    if (bounds.isEmpty()) {
      edits.add(new RelayBody.Edit(end, end, bytes(",\"" + name + "\":" + maxTokens)));
    }
    for (var bound : bounds) {
      if (bound.tokens == RequestFacts.Output.NO_LIMIT || bound.tokens > maxTokens) {
        edits.add(new RelayBody.Edit(bound.from, bound.to, bytes(Integer.toString(maxTokens))));
      }
    }
  }

  /// An answer has no more tokens if the request does not say so.
  void assume(long tokens) {
    usual = tokens;
  }

  void readBound(JsonParser parser, int from, int to) {
    var isNumber =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getString().length() <= MAX_DIGITS
            && parser.getLongValue() > 0;
    bounds.add(
        new OutputBound(isNumber ? parser.getLongValue() : RequestFacts.Output.NO_LIMIT, from, to));
  }

  void readChoices(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getString().length() <= MAX_DIGITS) {
      choices = Math.max(choices, parser.getIntValue());
    }
    parser.skipChildren();
  }

  /// Each text, or list of tokens, of a list of prompts has answers of its own.
  void readPrompts(JsonParser parser) {
    messages++;
    prompts = texts(parser);
  }

  /// How many texts the value has: one, or a list of them. Numbers are the tokens of one text.
  static int texts(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return 1;
    }
    var found = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      found += parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? 0 : 1;
      parser.skipChildren();
    }
    return Math.max(1, found);
  }

  /// Reads the messages to the end of their array.
  void readMessages(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      messages++;
      readValue(parser, MEDIA);
    }
  }

  boolean hasMessages() {
    return messages > 0;
  }

  void readTools(JsonParser parser) {
    tools.read(parser);
  }

  void readTier(JsonParser parser) {
    atProvider.readTier(parser, parser.currentToken());
  }

  /// The provider searches the web by itself.
  void readSearchOptions(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      tools.addHosted();
    }
    parser.skipChildren();
  }

  private void readValue(JsonParser parser, Set<String> types) {
    if (!parser.currentToken().isStructStart()) {
      return;
    }
    var depth = 1;
    while (depth > 0) {
      var token = parser.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("type")) {
        var value = parser.nextToken();
        if (value.isStructStart()) {
          depth++;
        } else if (value == JsonToken.VALUE_STRING && types.contains(parser.getString())) {
          mediaItems++;
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
