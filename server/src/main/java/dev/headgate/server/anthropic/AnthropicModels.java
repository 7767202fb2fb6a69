package dev.headgate.server.anthropic;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import dev.headgate.server.dialects.CodecErrors;
import dev.headgate.server.dialects.ModelPage;
import dev.headgate.server.dialects.ModelShape;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.HttpCall;
import java.time.Instant;
import java.util.List;

/// Models as Anthropic lists them.
///
/// @param created stands for the age of every model: nobody knows it
public record AnthropicModels(Instant created) implements ModelShape {
  private static final ErrorShape ERRORS = new CodecErrors(new AnthropicCodec(), "error");

  @Override
  public boolean speaks(HttpCall call) {
    return call.header("anthropic-version").isPresent() || call.header("x-api-key").isPresent();
  }

  @Override
  public ModelPage page(HttpCall call, List<OfferedModel> all) {
    var limit = ModelPage.limit(call.query("limit"), "limit");
    var before = call.query("before_id");
    return before.isPresent()
        ? ModelPage.before(all, before.get(), limit, "before_id")
        : ModelPage.after(all, call.query("after_id"), limit, "after_id");
  }

  @Override
  public Json.Obj list(ModelPage page) {
    var models = page.models();
    return Json.Obj.of("data", new Json.Arr(models.stream().<Json>map(this::model).toList()))
        .with("has_more", new Json.Bool(page.more()))
        .with("first_id", models.isEmpty() ? Json.NULL : name(models.getFirst()))
        .with("last_id", models.isEmpty() ? Json.NULL : name(models.getLast()));
  }

  @Override
  public Json.Obj model(OfferedModel model) {
    return Json.Obj.of("type", new Json.Text("model"))
        .with("id", name(model))
        .with("display_name", name(model))
        .with("created_at", new Json.Text(created.toString()))
        .with("lifecycle", new Json.Text("active"));
  }

  @Override
  public ErrorShape errors() {
    return ERRORS;
  }

  private static Json name(OfferedModel model) {
    return new Json.Text(model.name());
  }
}
