package dev.headgate.providers.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.passing.AtProviderWords;
import dev.headgate.providers.passing.CallerJson;
import dev.headgate.providers.passing.CallersTools;
import dev.headgate.providers.passing.KeptObjects;
import dev.headgate.providers.passing.ModelMember;
import dev.headgate.providers.wire.Carried;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A caller's request to `/v1/responses`, read once and not taken apart. Immutable.
public final class ResponsesRequestScan implements ScannedRequest {
  /// Behind a provider's base address.
  public static final String PATH = "/responses";

  private static final Set<String> MEDIA =
      Set.of("input_image", "input_file", "input_audio", "computer_screenshot");
  private static final int MAX_DIGITS = 9;

  private final byte[] json;
  private final String model;
  private final Reading reading;
  private final byte[] asked;
  private final boolean mayBeStored;

  private ResponsesRequestScan(
      byte[] json, String model, Reading reading, byte[] asked, boolean mayBeStored) {
    this.json = json;
    this.model = model;
    this.reading = reading;
    this.asked = asked;
    this.mayBeStored = mayBeStored;
  }

  /// Reads the body of a request.
  ///
  /// @param json not copied, must not change any more
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static ResponsesRequestScan of(byte[] json) {
    var reading = new Reading();
    CallerJson.read(json, reading::readAll);
    return new ResponsesRequestScan(json, reading.model.require(), reading, json, true);
  }

  /// The same, as what became of another request, of which alone the caller is the author.
  public ResponsesRequestScan madeOf(byte[] request) {
    return new ResponsesRequestScan(json, model, reading, request, mayBeStored);
  }

  /// The same, for providers that are to keep no answer to it.
  public ResponsesRequestScan unstored() {
    return new ResponsesRequestScan(json, model, reading, asked, false);
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

  /// The answer that the request continues.
  public Optional<String> previous() {
    return Optional.ofNullable(reading.previous);
  }

  /// Whether the answer is to be kept: unless the caller says no.
  public boolean store() {
    return reading.store;
  }

  @Override
  public RequestFacts facts() {
    var most = reading.most > 0 ? reading.most : RequestFacts.Output.NO_LIMIT;
    return new RequestFacts(
        json.length,
        reading.messages,
        reading.tools.all(),
        reading.tools.hosted(),
        reading.media,
        new RequestFacts.Output(most, 1, reading.stream),
        reading.atProvider.read());
  }

  /// Not if it continues an answer: only who kept that can.
  @Override
  public boolean isPlain() {
    return reading.isPlain && reading.previous == null;
  }

  /// The answer that it continues is kept here, and so is its own.
  @Override
  public Optional<String> kept() {
    return KeptObjects.in(asked, "previous_response_id", "store");
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    var edits = new ArrayList<RelayBody.Edit>(3);
    reading.model.replace(providerModel, edits);
    if (maxTokens > 0) {
      limit(maxTokens, edits);
    }
    if (!mayBeStored && (reading.store || reading.storeFrom < 0)) {
      edits.add(reading.unstored());
    }
    edits.sort(Comparator.comparingInt(RelayBody.Edit::from));
    return new RelayBody(json, edits, PATH, Map.of());
  }

  private void limit(int maxTokens, List<RelayBody.Edit> edits) {
    if (reading.mostFrom < 0) {
      var text = ",\"max_output_tokens\":" + maxTokens;
      edits.add(new RelayBody.Edit(reading.end, reading.end, text.getBytes(US_ASCII)));
    } else if (reading.most <= 0 || reading.most > maxTokens) {
      var text = Integer.toString(maxTokens).getBytes(US_ASCII);
      edits.add(new RelayBody.Edit(reading.mostFrom, reading.mostTo, text));
    }
  }

  /// One pass over the tokens.
  private static final class Reading {
    final ModelMember model = new ModelMember("name a model");
    boolean stream;
    boolean store = true;
    int storeFrom = -1;
    int storeTo;
    @Nullable String user;
    @Nullable String previous;
    boolean isPlain = true;
    int messages;
    final CallersTools tools = new CallersTools();
    int media;
    long most;
    int mostFrom = -1;
    int mostTo;
    int end;
    final AtProviderWords atProvider = new AtProviderWords();

    void readAll(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var value = parser.nextToken();
        switch (name) {
          case "model" -> model.read(parser, value);
          case "stream" -> stream = CallerJson.flag(name, value);
          case "store" -> {
            store = value == JsonToken.VALUE_NULL || CallerJson.flag(name, value);
            storeFrom = CallerJson.from(parser);
            storeTo = CallerJson.to(parser);
          }
          case "background" -> refuseBackground(value);
          case "max_output_tokens" -> readMost(parser, value);
          case "previous_response_id" -> previous = text(name, parser, value);
          case "user", "safety_identifier" -> readUser(name, parser, value);
          case "instructions" -> {
            messages++;
            parser.skipChildren();
          }
          case "input" -> readInput(parser, value);
          case "tools" -> tools.read(parser);
          case "service_tier" -> atProvider.readTier(parser, value);
          case "conversation", "prompt" -> atProvider.readState(name, parser, value);
          default -> parser.skipChildren();
        }
      }
      end = CallerJson.from(parser);
    }

    RelayBody.Edit unstored() {
      return storeFrom < 0
          ? new RelayBody.Edit(end, end, ",\"store\":false".getBytes(US_ASCII))
          : new RelayBody.Edit(storeFrom, storeTo, "false".getBytes(US_ASCII));
    }

    // Nobody would be there to take the answer.
    private static void refuseBackground(JsonToken value) {
      if (CallerJson.flag("background", value)) {
        throw CallFailed.unsupported(
            "background", "answers in the background are not made here; leave \"background\" out");
      }
    }

    private void readMost(JsonParser parser, JsonToken value) {
      if (value.isStructStart()) {
        throw CallFailed.invalid("max_output_tokens", "\"max_output_tokens\" must be a number");
      }
      mostFrom = CallerJson.from(parser);
      mostTo = CallerJson.to(parser);
      if (value == JsonToken.VALUE_NUMBER_INT && parser.getString().length() <= MAX_DIGITS) {
        most = parser.getLongValue();
      }
    }

    private static @Nullable String text(String name, JsonParser parser, JsonToken value) {
      return switch (value) {
        case VALUE_STRING -> parser.getString();
        case VALUE_NULL -> null;
        default -> throw CallFailed.invalid(name, "\"" + name + "\" must be a text");
      };
    }

    private void readUser(String name, JsonParser parser, JsonToken value) {
      if (value == JsonToken.VALUE_STRING && user == null) {
        user = EndUser.checked(name, parser.getString());
      } else {
        parser.skipChildren();
      }
    }

    private void readInput(JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        messages++;
        parser.skipChildren();
        return;
      }
      for (var depth = 1; depth > 0; ) {
        var token = parser.nextToken();
        messages += depth == 1 && token != JsonToken.END_ARRAY ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.PROPERTY_NAME) {
          var name = parser.currentName();
          var member = parser.nextToken();
          isPlain &= !name.equals(Carried.MEMBER);
          depth += member.isStructStart() ? 1 : 0;
          if (name.equals("type") && member == JsonToken.VALUE_STRING) {
            media += MEDIA.contains(parser.getString()) ? 1 : 0;
            if (parser.getString().equals("item_reference")) {
              atProvider.refer("item_reference");
            }
          }
        }
      }
    }
  }
}
