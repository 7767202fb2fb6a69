package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.passing.CallerJson;
import dev.headgate.providers.passing.FormScan;
import dev.headgate.providers.passing.KeptObjects;
import dev.headgate.providers.wire.JsonBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A caller's request that is no conversation and is only passed on, such as one for an image: of
/// its JSON or its form nothing is read but the model and the user. Immutable.
public final class OtherRequestScan implements ScannedRequest {
  private final byte[] bytes;
  private final String path;
  private final boolean hasTokenBound;
  private final @Nullable FormScan form;
  private final Map<String, String> headers;
  private final Reading reading;

  private OtherRequestScan(
      byte[] bytes,
      String path,
      boolean hasTokenBound,
      @Nullable FormScan form,
      Map<String, String> headers,
      Reading reading) {
    this.bytes = bytes;
    this.path = path;
    this.hasTokenBound = hasTokenBound;
    this.form = form;
    this.headers = headers;
    this.reading = reading;
  }

  /// Reads a body of JSON.
  ///
  /// @param path behind a provider's base address, such as `/moderations`
  /// @param hasTokenBound whether the tokens that it can take are bounded by its text
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static OtherRequestScan ofJson(String path, boolean hasTokenBound, byte[] json) {
    var reading = new Reading();
    CallerJson.read(json, reading::readAll);
    return new OtherRequestScan(json, path, hasTokenBound, null, Map.of(), reading.checked());
  }

  /// Reads a form.
  ///
  /// @param contentType as the caller sent it
  /// @throws CallFailed `INVALID_REQUEST`, naming the part that is to blame
  public static OtherRequestScan ofForm(String path, String contentType, byte[] bytes) {
    var boundary =
        FormScan.boundary(contentType)
            .orElseThrow(() ->
                CallFailed.invalid(
                    "body",
                    "the Content-Type of the form names no boundary of 1 to 70 characters"));
    var form = FormScan.of(bytes, boundary);
    var reading = new Reading();
    reading.model = form.text("model").orElse(null);
    reading.user = form.text("user").map(it -> EndUser.checked("user", it)).orElse(null);
    return new OtherRequestScan(
        bytes, path, false, form, Map.of("content-type", contentType), reading.checked());
  }

  @Override
  public String model() {
    return String.valueOf(reading.model);
  }

  // Of an answer that comes in pieces, the provider's headers say so.
  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public Optional<String> user() {
    return Optional.ofNullable(reading.user);
  }

  /// What is paid for images and sounds has no bound in tokens.
  @Override
  public RequestFacts facts() {
    var output =
        new RequestFacts.Output(hasTokenBound ? 0 : RequestFacts.Output.NO_LIMIT, 1, false);
    return new RequestFacts(bytes.length, 1, 0, 0, hasTokenBound ? 0 : 1, output);
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public Optional<String> kept() {
    return form == null
        ? KeptObjects.in(bytes)
        : form.fields().stream().map(FormScan.Field::name).filter(KeptObjects::isName).findFirst();
  }

  /// The body as it goes into the record of the call: of a form only the names of its fields.
  public byte[] recorded() {
    if (form == null) {
      return bytes;
    }
    var fields =
        form.fields().stream()
            .<Json>map(field ->
                Json.Obj.of("name", new Json.Text(field.name()))
                    .with("bytes", Json.Num.of(field.to() - field.from())))
            .toList();
    return JsonBytes.write(Json.Obj.of("form", new Json.Arr(fields)));
  }

  @Override
  public RelayBody toBody(String providerModel, int maxTokens, Wording wording) {
    if (form != null) {
      var body =
          providerModel.equals(reading.model)
              ? new RelayBody(bytes, List.of())
              : form.with("model", providerModel);
      return new RelayBody(bytes, body.edits(), path, headers);
    }
    var edits =
        providerModel.equals(reading.model)
            ? List.<RelayBody.Edit>of()
            : List.of(
                new RelayBody.Edit(
                    reading.modelFrom, reading.modelTo, CallerJson.quoted(providerModel)));
    return new RelayBody(bytes, edits, path, headers);
  }

  /// One pass over the tokens.
  private static final class Reading {
    @Nullable String model;
    int modelFrom;
    int modelTo;
    @Nullable String user;

    void readAll(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var value = parser.nextToken();
        if (name.equals("model") && value == JsonToken.VALUE_STRING) {
          modelFrom = CallerJson.from(parser);
          model = parser.getString();
          modelTo = CallerJson.to(parser);
        } else if (name.equals("user") && value == JsonToken.VALUE_STRING) {
          user = EndUser.checked(name, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
    }

    Reading checked() {
      if (model == null || model.isBlank()) {
        throw CallFailed.invalid("model", "\"model\" is missing; name a model");
      }
      return this;
    }
  }
}
