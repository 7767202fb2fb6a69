package dev.headgate.server.openai;

import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import dev.headgate.server.dialects.ModelPage;
import dev.headgate.server.dialects.ModelShape;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import java.util.List;

/// Models as OpenAI lists them.
///
/// @param created epoch seconds that stand for the age of every model: nobody knows it
record OpenAiModels(long created) implements ModelShape {
  @Override
  public boolean speaks(HttpCall call) {
    return true;
  }

  @Override
  public ModelPage page(HttpCall call, List<OfferedModel> all) {
    return ModelPage.whole(all);
  }

  @Override
  public Json.Obj list(ModelPage page) {
    return Json.Obj.of("object", new Json.Text("list"))
        .with("data", new Json.Arr(page.models().stream().<Json>map(this::model).toList()));
  }

  @Override
  public Json.Obj model(OfferedModel model) {
    return Json.Obj.of("id", new Json.Text(model.name()))
        .with("object", new Json.Text("model"))
        .with("created", Json.Num.of(created))
        .with("owned_by", new Json.Text("headgate"));
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.OPENAI;
  }
}
