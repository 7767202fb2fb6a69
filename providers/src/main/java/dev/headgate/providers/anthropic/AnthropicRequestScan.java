package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.passing.AtProviderWords;
import dev.headgate.providers.passing.CallerJson;
import dev.headgate.providers.passing.KeptObjects;
import dev.headgate.providers.passing.ModelMember;
import dev.headgate.providers.wire.Carried;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A caller's request in Anthropic's dialect, read once and not taken apart. Immutable.
public final class AnthropicRequestScan implements ScannedRequest {
  private static final Set<String> MEDIA = Set.of("image", "document", "container_upload");

  // docs.claude.com, "Extended thinking": the smallest budget, which max_tokens must exceed.
  private static final int MIN_BUDGET = 1024;

  private final byte[] json;
  private final String model;
  private final Reading reading;

  private AnthropicRequestScan(byte[] json, String model, Reading reading) {
    this.json = json;
    this.model = model;
    this.reading = reading;
  }

  /// Reads the body of a request.
  ///
  /// @param json not copied, must not change any more
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static AnthropicRequestScan of(byte[] json) {
    var reading = new Reading();
    CallerJson.read(json, reading::readAll);
    var model = reading.model.require();
    if (!reading.hasMessages) {
      throw CallFailed.invalid("messages", "\"messages\" is missing");
    }
    return new AnthropicRequestScan(json, model, reading);
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public boolean stream() {
    return reading.stream;
  }

  @Override
  public Optional<String> user() {
    return Optional.ofNullable(reading.user);
  }

  @Override
  public RequestFacts facts() {
    var most = reading.maxTokens.value > 0 ? reading.maxTokens.value : RequestFacts.Output.NO_LIMIT;
    return new RequestFacts(
        json.length,
        reading.messages,
        reading.tools,
        reading.hostedTools,
        reading.media,
        new RequestFacts.Output(most, 1, reading.stream),
        reading.atProvider.read());
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
    var edits = new ArrayList<RelayBody.Edit>(3);
    reading.model.replace(providerModel, edits);
    if (maxTokens > 0) {
      clamp(maxTokens, edits);
    }
    edits.sort(Comparator.comparingInt(RelayBody.Edit::from));
    return new RelayBody(json, edits);
  }

  private void clamp(int most, List<RelayBody.Edit> edits) {
    var asked = reading.maxTokens;
    if (asked.from < 0) {
      var text = (reading.isEmpty ? "" : ",") + "\"max_tokens\":" + most;
      edits.add(new RelayBody.Edit(reading.end, reading.end, text.getBytes(US_ASCII)));
    } else if (asked.value > most) {
      edits.add(asked.edit(most));
      // Thoughts count towards the bound, and their own must be below it.
      if (reading.budget.value >= most && most > MIN_BUDGET) {
        edits.add(reading.budget.edit(Math.max(MIN_BUDGET, most / 2)));
      }
    }
  }

  /// A whole number and where it stands; from is -1 if it does not.
  private record Amount(int value, int from, int to) {
    static final Amount NONE = new Amount(0, -1, -1);

    static Amount of(String param, JsonParser parser, JsonToken token) {
      if (token == JsonToken.VALUE_NULL) {
        return new Amount(0, CallerJson.from(parser), CallerJson.to(parser));
      }
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw CallFailed.invalid(param, "\"" + param + "\" must be a whole number");
      }
      var from = CallerJson.from(parser);
      var to = CallerJson.to(parser);
      var value = parser.getBigIntegerValue();
      if (value.signum() < 0 || value.bitLength() >= Integer.SIZE) {
        throw CallFailed.invalid(param, "\"" + param + "\" must be from 0 to 2147483647");
      }
      return new Amount(value.intValueExact(), from, to);
    }

    RelayBody.Edit edit(int other) {
      return new RelayBody.Edit(from, to, Integer.toString(other).getBytes(US_ASCII));
    }
  }

  /// One pass over the tokens.
  private static final class Reading {
    final ModelMember model = new ModelMember("name a model or feature/NAME");
    boolean stream;
    @Nullable String user;
    boolean hasMessages;
    boolean isPlain = true;
    boolean isEmpty = true;
    int messages;
    int tools;
    int hostedTools;
    int media;
    private boolean isInTools;
    int end;
    Amount maxTokens = Amount.NONE;
    Amount budget = Amount.NONE;
    final AtProviderWords atProvider = new AtProviderWords();

    void readAll(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        isEmpty = false;
        var name = parser.currentName();
        var value = parser.nextToken();
        switch (name) {
          case "model" -> model.read(parser, value);
          case "stream" -> stream = CallerJson.flag(name, value);
          case "max_tokens" -> maxTokens = Amount.of(name, parser, value);
          case "thinking" -> readThinking(parser, value);
          case "metadata" -> readMetadata(parser, value);
          case "messages" -> {
            if (value != JsonToken.START_ARRAY) {
              throw CallFailed.invalid(name, "\"messages\" must be a list");
            }
            hasMessages = true;
            messages += readList(parser);
          }
          case "system" -> messages += value == JsonToken.START_ARRAY ? readList(parser) : 1;
          case "tools" -> {
            isInTools = true;
            tools = value == JsonToken.START_ARRAY ? readList(parser) : 0;
            isInTools = false;
          }
          case "service_tier" -> atProvider.readTier(parser, value);
          case "speed" -> atProvider.readSpeed(parser, value);
          case "mcp_servers", "container" -> atProvider.readState(name, parser, value);
          default -> parser.skipChildren();
        }
      }
      end = CallerJson.from(parser);
    }

    private void readThinking(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var token = parser.nextToken();
        if (name.equals("budget_tokens")) {
          budget = Amount.of("thinking.budget_tokens", parser, token);
        } else {
          parser.skipChildren();
        }
      }
    }

    private void readMetadata(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var token = parser.nextToken();
        if (name.equals("user_id") && token == JsonToken.VALUE_STRING) {
          user = EndUser.checked("metadata.user_id", parser.getString());
        } else {
          parser.skipChildren();
        }
      }
    }

    /// Counts the elements, and what may be media in them: a tool's arguments may look like it.
    private int readList(JsonParser parser) {
      var elements = 0;
      var depth = 1;
      while (depth > 0) {
        var token = parser.nextToken();
        elements += depth == 1 && token != JsonToken.END_ARRAY ? 1 : 0;
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.PROPERTY_NAME) {
          depth += readMember(parser, depth);
        }
      }
      return elements;
    }

    /// Returns by how much the value that was begun is deeper.
    private int readMember(JsonParser parser, int depth) {
      var name = parser.currentName();
      var value = parser.nextToken();
      isPlain &= !name.equals(Carried.MEMBER);
      if (name.equals("type") && value == JsonToken.VALUE_STRING) {
        var type = parser.getString();
        media += MEDIA.contains(type) ? 1 : 0;
        hostedTools += isInTools && depth == 2 && !type.equals("custom") ? 1 : 0;
      }
      return value.isStructStart() ? 1 : 0;
    }
  }
}
