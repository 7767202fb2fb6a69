package dev.headgate.server.dialects;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import java.util.List;
import java.util.Optional;

/// A part of a list of models.
///
/// @param more whether others follow
public record ModelPage(List<OfferedModel> models, boolean more) {
  /// Most models of one page, whatever a call asks for.
  public static final int MAX_MODELS = 1000;

  public ModelPage {
    models = List.copyOf(models);
  }

  public static ModelPage whole(List<OfferedModel> all) {
    return new ModelPage(all, false);
  }

  /// What follows a model, or the beginning if none is named.
  ///
  /// @param parameter that named it, for the message
  public static ModelPage after(
      List<OfferedModel> all, Optional<String> model, int limit, String parameter) {
    var from = model.map(name -> indexOf(all, name, parameter) + 1).orElse(0);
    var to = Math.min(all.size(), from + limit);
    return new ModelPage(all.subList(from, to), to < all.size());
  }

  /// What stands right before a model.
  public static ModelPage before(
      List<OfferedModel> all, String model, int limit, String parameter) {
    var to = indexOf(all, model, parameter);
    var from = Math.max(0, to - limit);
    return new ModelPage(all.subList(from, to), from > 0);
  }

  /// A number that a parameter of the query says.
  public static int limit(Optional<String> said, String parameter) {
    if (said.isEmpty()) {
      return MAX_MODELS;
    }
    try {
      var limit = Integer.parseInt(said.get());
      if (limit > 0) {
        return Math.min(limit, MAX_MODELS);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw CallFailed.invalid(
        parameter, "%s must be a whole number above 0, such as 20".formatted(parameter));
  }

  private static int indexOf(List<OfferedModel> all, String name, String parameter) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        return i;
      }
    }
    throw CallFailed.invalid(
        parameter, "%s names a model that is not listed; begin without it".formatted(parameter));
  }
}
