package dev.headgate.providers.openai.passing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.passing.CallerJson;
import dev.headgate.providers.passing.KeptObjects;
import dev.headgate.providers.passing.ModelMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A caller's request in OpenAI's dialect, read once and not taken apart: what the gateway must
/// know to pass it on, and where the bytes stand that it must change. Immutable.
public final class RequestScan implements ScannedRequest {
  private static final byte[] ASK_USAGE = "{\"include_usage\":true}".getBytes(UTF_8);
  private static final byte[] TRUE = "true".getBytes(UTF_8);

  private static final String TEXTS_PATH = "/completions";

  // What max_tokens of the older kind is where it is left out: OpenAI, "Completions".
  private static final long USUAL_COMPLETION_TOKENS = 16;

  private final byte[] json;
  private final String model;
  private final ModelMember named;
  private final boolean stream;
  private final @Nullable String user;
  private final RelayBody.@Nullable Edit usageEdit;
  private final RequestSizes sizes;
  private final int end;
  private final int messagesTo;
  private final boolean hasMessages;
  private final int promptTo;
  private final boolean isContinuable;
  private final int inputs;
  private final boolean isText;

  private RequestScan(Reading reading, boolean isText) {
    this.json = reading.json;
    this.model = reading.model.require();
    this.named = reading.model;
    this.stream = reading.stream;
    this.user = reading.user;
    this.usageEdit = reading.stream ? reading.usageEdit() : null;
    this.sizes = reading.sizes;
    this.end = reading.end;
    this.inputs = reading.inputs;
    this.isText = isText;
    this.messagesTo = reading.messagesTo;
    this.hasMessages = reading.sizes.hasMessages();
    this.promptTo = reading.hasMessages ? 0 : reading.promptTo;
    this.isContinuable = (reading.hasMessages || promptTo > 0) && !reading.isSpecial;
  }

  /// Reads the body of a request.
  ///
  /// @param json not copied, must not change any more
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static RequestScan of(Operation operation, byte[] json) {
    var reading = read(json);
    var content = operation == Operation.CHAT ? "messages" : "input";
    if (operation == Operation.CHAT ? !reading.hasMessages : !reading.hasInput) {
      throw CallFailed.invalid(content, "\"" + content + "\" is missing");
    }
    if (operation == Operation.EMBEDDINGS && reading.stream) {
      throw CallFailed.invalid("stream", "embeddings cannot be streamed; leave out \"stream\"");
    }
    return new RequestScan(reading, false);
  }

  /// Reads the body of a request for a text that is continued, the older kind: it has a prompt in
  /// place of messages.
  ///
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static RequestScan ofPrompt(byte[] json) {
    var reading = read(json);
    reading.sizes.assume(USUAL_COMPLETION_TOKENS);
    return new RequestScan(reading, true);
  }

  private static Reading read(byte[] json) {
    var reading = new Reading(json);
    CallerJson.read(json, reading::readAll);
    var _ = reading.model.require();
    return reading;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public RequestFacts facts() {
    return sizes.facts(json.length, stream);
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public boolean stream() {
    return stream;
  }

  /// Whether [#toBody] asks for token counts that the caller did not ask for, so that the event
  /// that carries them has to be kept from the caller, by a [UsageEventFilter].
  public boolean addsUsage() {
    return usageEdit != null;
  }

  @Override
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /// The request for a provider. A stream always asks for token counts.
  @Override
  public Optional<String> kept() {
    return KeptObjects.in(json);
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    var edits = new ArrayList<RelayBody.Edit>(4);
    if (maxTokens > 0) {
      // Only conversations have another word for the bound.
      var bound = isText ? "max_tokens" : wording.of("max_tokens");
      sizes.limit(maxTokens, bound, end, edits);
    }
    named.replace(providerModel, edits);
    if (usageEdit != null) {
      edits.add(usageEdit);
    }
    return changed(edits);
  }

  /// Whether another model may write the rest of an answer that broke: there is one choice, and
  /// nothing is reported of single tokens.
  public boolean isContinuable() {
    return isContinuable;
  }

  /// The request of [#toBody] with the beginning of its answer: one more message, of the
  /// assistant's, or more of a prompt.
  public RelayBody toContinuation(
      String providerModel, int maxTokens, Wording wording, String text) {
    if (promptTo > 0) {
      var quoted = CallerJson.quoted(text);
      return with(
          new RelayBody.Edit(
              promptTo - 1, promptTo - 1, Arrays.copyOfRange(quoted, 1, quoted.length - 1)),
          toBody(providerModel, maxTokens, wording));
    }
    var message =
        (hasMessages ? "," : "")
            + "{\"role\":\"assistant\",\"content\":"
            + new String(CallerJson.quoted(text), UTF_8)
            + "}";
    return with(
        new RelayBody.Edit(messagesTo, messagesTo, message.getBytes(UTF_8)),
        toBody(providerModel, maxTokens, wording));
  }

  private RelayBody with(RelayBody.Edit edit, RelayBody body) {
    var edits = new ArrayList<>(body.edits());
    edits.add(edit);
    return changed(edits);
  }

  private RelayBody changed(List<RelayBody.Edit> edits) {
    edits.sort(Comparator.comparingInt(RelayBody.Edit::from));
    return isText ? new RelayBody(json, edits, TEXTS_PATH, Map.of()) : new RelayBody(json, edits);
  }

  /// One pass over the tokens.
  private static final class Reading {
    final byte[] json;
    final ModelMember model = new ModelMember("name a model or feature/NAME");
    boolean stream;
    @Nullable String user;
    boolean hasMessages;
    boolean hasInput;
    int inputs = 1;
    final RequestSizes sizes = new RequestSizes();
    int messagesTo;
    // Where a prompt that is one text ends, 0 if there is none.
    int promptTo;
    boolean isSpecial;

    // Where "stream_options" stands: its value, its closing brace, and what it already says.
    private int optionsFrom = -1;
    private int optionsTo;
    private boolean optionsAreObject;
    private boolean optionsAreEmpty;
    private int includeFrom = -1;
    private int includeTo;
    private boolean include;
    private int end;

    Reading(byte[] json) {
      this.json = json;
    }

    void readAll(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var value = parser.nextToken();
        switch (name) {
          case "model" -> model.read(parser, value);
          case "stream" -> stream = CallerJson.flag(name, value);
          case "stream_options" -> readStreamOptions(parser, value);
          case "user" ->
              user =
                  value == JsonToken.VALUE_STRING
                      ? EndUser.checked(name, parser.getString())
                      : null;
          case "messages" -> {
            if (value != JsonToken.START_ARRAY) {
              throw CallFailed.invalid(name, "\"messages\" must be a list");
            }
            hasMessages = true;
            sizes.readMessages(parser);
            messagesTo = CallerJson.from(parser);
          }
          case "n" -> {
            isSpecial |= value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() > 1;
            sizes.readChoices(parser);
          }
          case "max_tokens", "max_completion_tokens" -> {
            if (value.isStructStart()) {
              throw CallFailed.invalid(name, "\"" + name + "\" must be a number");
            }
            sizes.readBound(parser, CallerJson.from(parser), CallerJson.to(parser));
          }
          case "tools" -> sizes.readTools(parser);
          case "service_tier" -> sizes.readTier(parser);
          case "web_search_options" -> sizes.readSearchOptions(parser);
          case "logprobs" -> {
            isSpecial |= value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_FALSE;
            parser.skipChildren();
          }
          case "prompt" -> {
            promptTo = value == JsonToken.VALUE_STRING ? CallerJson.to(parser) : 0;
            sizes.readPrompts(parser);
          }
          case "best_of" -> {
            isSpecial |= value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() > 1;
            sizes.readChoices(parser);
          }
          // The answer of one that is echoed begins with the prompt; one with a suffix ends before
          // it.
          case "echo", "suffix" -> {
            isSpecial |= value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_FALSE;
            parser.skipChildren();
          }
          case "input" -> {
            hasInput = value != JsonToken.VALUE_NULL;
            inputs = RequestSizes.texts(parser);
          }
          default -> parser.skipChildren();
        }
      }
      end = CallerJson.from(parser);
    }

    RelayBody.@Nullable Edit usageEdit() {
      if (include) {
        return null;
      }
      if (optionsFrom < 0) {
        return new RelayBody.Edit(
            end, end, (",\"stream_options\":" + new String(ASK_USAGE, UTF_8)).getBytes(UTF_8));
      }
      if (!optionsAreObject) {
        return new RelayBody.Edit(optionsFrom, optionsTo, ASK_USAGE);
      }
      if (includeFrom >= 0) {
        return new RelayBody.Edit(includeFrom, includeTo, TRUE);
      }
      var text = (optionsAreEmpty ? "" : ",") + "\"include_usage\":true";
      return new RelayBody.Edit(optionsTo, optionsTo, text.getBytes(UTF_8));
    }

    private void readStreamOptions(JsonParser parser, JsonToken value) {
      optionsFrom = CallerJson.from(parser);
      if (value == JsonToken.VALUE_NULL) {
        optionsTo = CallerJson.to(parser);
        return;
      }
      if (value != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("stream_options", "\"stream_options\" must be an object");
      }
      optionsAreObject = true;
      optionsAreEmpty = true;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        optionsAreEmpty = false;
        var name = parser.currentName();
        var option = parser.nextToken();
        if (name.equals("include_usage")) {
          include = CallerJson.flag("stream_options.include_usage", option);
          includeFrom = CallerJson.from(parser);
          includeTo = CallerJson.to(parser);
        } else {
          parser.skipChildren();
        }
      }
      optionsTo = CallerJson.from(parser);
    }
  }
}
