package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.passing.AtProviderWords;
import dev.headgate.providers.passing.CallerJson;
import dev.headgate.providers.passing.KeptObjects;
import dev.headgate.providers.wire.Carried;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A caller's request in Google's dialect, read once and not taken apart: the path names the model
/// and what is asked of it. Google reads names in either spelling, and so does this. Immutable.
public final class GeminiRequestScan implements ScannedRequest {
  private static final Set<String> MEDIA =
      Set.of("inlineData", "inline_data", "fileData", "file_data");

  private final byte[] json;
  private final ModelAddress address;
  private final boolean events;
  private final Reading reading;

  private GeminiRequestScan(byte[] json, ModelAddress address, boolean events, Reading reading) {
    this.json = json;
    this.address = address;
    this.events = events;
    this.reading = reading;
  }

  /// @param path such as `/models/NAME:generateContent`
  /// @param events whether a stream is wanted as events, rather than as one array
  /// @param json not copied, must not change any more
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static GeminiRequestScan of(String path, boolean events, byte[] json) {
    var address = ModelAddress.of(path);
    if (address.model().isBlank()) {
      throw CallFailed.invalid("model", "the path names no model; write /models/NAME:operation");
    }
    var reading = new Reading();
    CallerJson.read(json, reading::readAll);
    return new GeminiRequestScan(json, address, events, reading);
  }

  @Override
  public String model() {
    return address.model();
  }

  /// Such as `generateContent`.
  public String operation() {
    return address.operation();
  }

  /// Whether the path asks for a stream in one array.
  public boolean isArray() {
    return stream() && !events;
  }

  @Override
  public boolean stream() {
    return operation().startsWith("stream");
  }

  @Override
  public Optional<String> user() {
    return Optional.empty();
  }

  @Override
  public RequestFacts facts() {
    var most = reading.maxTokens > 0 ? reading.maxTokens : RequestFacts.Output.NO_LIMIT;
    return new RequestFacts(
        json.length,
        reading.messages,
        reading.tools,
        reading.hostedTools,
        reading.media,
        new RequestFacts.Output(most, reading.choices, stream()),
        reading.atProvider.read());
  }

  @Override
  public int inputs() {
    return Math.max(1, reading.messages);
  }

  @Override
  public boolean isPlain() {
    return reading.isPlain;
  }

  @Override
  public Optional<String> kept() {
    return KeptObjects.in(json);
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    var path = new ModelAddress(providerModel, operation()).path();
    var plain = isArray() ? path.replace("?alt=sse", "") : path;
    var clamped = maxTokens > 0 && generates(operation());
    var edits = clamped ? reading.clamp(maxTokens) : List.<RelayBody.Edit>of();
    return new RelayBody(json, edits, plain, Map.of());
  }

  private static boolean generates(String operation) {
    return operation.endsWith("GenerateContent") || operation.equals("generateContent");
  }

  /// One pass over the tokens.
  private static final class Reading {
    boolean isPlain = true;
    int messages;
    int tools;
    int hostedTools;
    int media;
    int choices = 1;
    long maxTokens;
    final AtProviderWords atProvider = new AtProviderWords();
    private int end;
    private boolean isEmpty = true;
    private int configFrom = -1;
    private boolean configIsEmpty = true;
    private int maxFrom = -1;
    private int maxTo;

    void readAll(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        isEmpty = false;
        var name = parser.currentName();
        var value = parser.nextToken();
        switch (name) {
          case "contents", "requests" -> messages += elements(parser, value);
          case "systemInstruction", "system_instruction" -> {
            messages++;
            count(parser, value);
          }
          case "tools" -> readTools(parser, value);
          case "generationConfig", "generation_config" -> readConfig(parser, value);
          case "cachedContent", "cached_content" -> atProvider.readState(name, parser, value);
          case "serviceTier", "service_tier" -> atProvider.readTier(parser, value);
          case Carried.MEMBER -> {
            isPlain = false;
            parser.skipChildren();
          }
          default -> count(parser, value);
        }
      }
      end = CallerJson.from(parser);
    }

    private int elements(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        count(parser, value);
        return 1;
      }
      var elements = 0;
      for (var token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        elements++;
        count(parser, token);
      }
      return elements;
    }

    private void count(JsonParser parser, JsonToken value) {
      if (!value.isStructStart()) {
        return;
      }
      for (int depth = 1; depth > 0; ) {
        var token = parser.nextToken();
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.PROPERTY_NAME) {
          media += MEDIA.contains(parser.currentName()) ? 1 : 0;
          isPlain &= !parser.currentName().equals(Carried.MEMBER);
        }
      }
    }

    /// Each element holds declarations, or is a tool of Google's own.
    private void readTools(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var name = parser.currentName();
          var declared = parser.nextToken();
          if (name.equals("functionDeclarations") || name.equals("function_declarations")) {
            tools += elements(parser, declared);
          } else {
            tools++;
            hostedTools++;
            parser.skipChildren();
          }
        }
      }
    }

    private void readConfig(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        configIsEmpty = false;
        var name = parser.currentName();
        var token = parser.nextToken();
        switch (name) {
          case "maxOutputTokens", "max_output_tokens" -> {
            maxTokens = whole(name, parser, token);
            maxFrom = CallerJson.from(parser);
            maxTo = CallerJson.to(parser);
          }
          case "candidateCount", "candidate_count" ->
              choices = Math.max(1, whole(name, parser, token));
          default -> parser.skipChildren();
        }
      }
      configFrom = CallerJson.from(parser);
    }

    private static int whole(String name, JsonParser parser, JsonToken token) {
      if (token == JsonToken.VALUE_NULL) {
        return 0;
      }
      var path = "generationConfig." + name;
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw CallFailed.invalid(path, "\"" + path + "\" must be a whole number");
      }
      var value = parser.getBigIntegerValue();
      if (value.signum() < 0 || value.bitLength() >= Integer.SIZE) {
        throw CallFailed.invalid(path, "\"" + path + "\" must be from 0 to 2147483647");
      }
      return value.intValueExact();
    }

    List<RelayBody.Edit> clamp(int most) {
      if (maxFrom >= 0) {
        return maxTokens > 0 && maxTokens <= most
            ? List.of()
            : List.of(edit(maxFrom, maxTo, Integer.toString(most)));
      }
      var member = "\"maxOutputTokens\":" + most;
      if (configFrom >= 0) {
        return List.of(edit(configFrom, configFrom, (configIsEmpty ? "" : ",") + member));
      }
      return List.of(
          edit(end, end, (isEmpty ? "" : ",") + "\"generationConfig\":{" + member + "}"));
    }

    private static RelayBody.Edit edit(int from, int to, String text) {
      return new RelayBody.Edit(from, to, text.getBytes(US_ASCII));
    }
  }
}
