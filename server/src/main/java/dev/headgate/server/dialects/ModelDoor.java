package dev.headgate.server.dialects;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import java.util.List;

/// The list of models, and one of them, at an address that one dialect has or several share.
///
/// @param address of the list
/// @param shapes the first that fits a call is its; the last fits all
public record ModelDoor(Pipeline pipeline, String address, List<ModelShape> shapes) {
  public ModelDoor {
    shapes = List.copyOf(shapes);
  }

  public void list(HttpCall call) {
    var shape = shape(call);
    var page = shape.page(call, pipeline.models(call.caller()));
    call.answerJson(JsonBytes.write(shape.list(page)));
  }

  /// @param name of the model
  public void show(HttpCall call, String name) {
    var model =
        pipeline.models(call.caller()).stream()
            .filter(offered -> offered.name().equals(name))
            .findAny()
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.MODEL_NOT_FOUND,
                    "there is no model \"%s\"; GET %s lists those there are"
                        .formatted(name, address)));
    call.answerJson(JsonBytes.write(shape(call).model(model)));
  }

  /// Failures in the words of whoever calls.
  public ErrorShape errors() {
    return new ErrorShape() {
      @Override
      public ErrorShape of(HttpCall call) {
        return shape(call).errors();
      }

      @Override
      public byte[] body(CallFailed failure) {
        return shapes.getLast().errors().body(failure);
      }

      @Override
      public byte[] lastEvent(CallFailed failure) {
        return shapes.getLast().errors().lastEvent(failure);
      }
    };
  }

  private ModelShape shape(HttpCall call) {
    return shapes.stream()
        .filter(shape -> shape.speaks(call))
        .findFirst()
        .orElseGet(shapes::getLast);
  }
}
