package dev.headgate.server.dialects;

import dev.headgate.kernel.dialects.ErrorCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.server.http.ErrorResponses;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.EventStream;
import org.jspecify.annotations.Nullable;

/// Failures in the words of a dialect that has a codec. The code that never changes its name goes
/// with them, under the member `headgate`.
///
/// @param event the name of the event that ends a stream, null if the dialect's events have none
public record CodecErrors(ErrorCodec codec, @Nullable String event) implements ErrorShape {
  @Override
  public byte[] body(CallFailed failure) {
    return JsonBytes.write(json(failure));
  }

  @Override
  public byte[] lastEvent(CallFailed failure) {
    return EventStream.event(event, body(failure));
  }

  private Json.Obj json(CallFailed failure) {
    var written =
        codec.writeError(
            new WireError(
                failure.code(),
                ErrorResponses.status(failure.code()),
                "",
                "",
                failure.param().orElse(""),
                failure.message()));
    var error = written.object("error");
    var code = Json.Obj.of("code", new Json.Text(failure.code().wireName()));
    return written.with("error", error.with(Carried.MEMBER, code));
  }
}
