package dev.headgate.server.gemini;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.dialects.ModelPage;
import dev.headgate.server.dialects.ModelShape;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import java.util.ArrayList;
import java.util.List;

/// Models as Google lists them, each with what it can be asked for.
public record GeminiModels() implements ModelShape {
  private static final String PREFIX = "models/";
  private static final ErrorShape ERRORS = new CodecErrors(new GeminiCodec(), null);

  @Override
  public boolean speaks(HttpCall call) {
    return call.header("x-goog-api-key").isPresent();
  }

  // The token of the next page is the last model of this one.
  @Override
  public ModelPage page(HttpCall call, List<OfferedModel> all) {
    var limit = ModelPage.limit(call.query("pageSize"), "pageSize");
    var token = call.query("pageToken").filter(said -> !said.isEmpty());
    return ModelPage.after(all, token, limit, "pageToken");
  }

  @Override
  public Json.Obj list(ModelPage page) {
    var models = page.models();
    var list = Json.Obj.of("models", new Json.Arr(models.stream().<Json>map(this::model).toList()));
    return page.more() ? list.with("nextPageToken", new Json.Text(models.getLast().name())) : list;
  }

  @Override
  public Json.Obj model(OfferedModel model) {
    return Json.Obj.of("name", new Json.Text(PREFIX + model.name()))
        .with("displayName", new Json.Text(model.name()))
        .with("supportedGenerationMethods", new Json.Arr(methods(model)));
  }

  @Override
  public ErrorShape errors() {
    return ERRORS;
  }

  private static List<Json> methods(OfferedModel model) {
    var methods = new ArrayList<String>();
    if (model.converses()) {
      methods.addAll(List.of("generateContent", "streamGenerateContent"));
    }
    if (model.counts()) {
      methods.add("countTokens");
    }
    if (model.embeds()) {
      methods.addAll(List.of("embedContent", "batchEmbedContents"));
    }
    return methods.stream().<Json>map(Json.Text::new).toList();
  }
}
