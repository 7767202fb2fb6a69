package dev.headgate.server.responses;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.responses.ResponsesCodec;
import java.util.function.Consumer;

/// A feature's answer as a stream of this dialect. Where it comes from is known with its last
/// event, and stands in the whole response at its end.
final class FeatureResponse implements AnswerEncoder {
  private final AnswerEncoder response;
  private Json.Obj origin = Json.Obj.EMPTY;

  FeatureResponse(
      ByteSink out,
      ResponsesCodec codec,
      ResponsesTranslation.Own own,
      Consumer<Json.Obj> beforeEnd) {
    this.response = codec.encoder(out, () -> own.members().with(origin), beforeEnd);
  }

  @Override
  public String contentType() {
    return response.contentType();
  }

  @Override
  public void accept(ChatEvent event) {
    if (event instanceof ChatEvent.Used(var usage, var extras)) {
      origin = extras.members();
      response.accept(new ChatEvent.Used(usage, Extras.NONE));
    } else {
      response.accept(event);
    }
  }

  @Override
  public void end() {
    response.end();
  }

  @Override
  public void fail(WireError error) {
    response.fail(error);
  }
}
