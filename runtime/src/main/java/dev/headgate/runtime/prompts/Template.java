package dev.headgate.runtime.prompts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled template.
///
/// @param used names of the variables that it asks for
record Template(List<Part> parts, Set<String> used) {
  Template {
    parts = List.copyOf(parts);
    used = Set.copyOf(used);
  }

  void render(Map<String, ?> variables, Rendering out) {
    render(parts, new Scope(variables, null, 0, true), out);
  }

  private static void render(List<Part> parts, Scope scope, Rendering out) {
    for (var part : parts) {
      out.step();
      switch (part) {
        case Part.Literal(var text) -> out.text(text);
        case Part.Value(var path) -> out.value(path, scope.find(path));
        case Part.Json(var path) -> out.json(path, scope.find(path));
        case Part.RoleSwitch(var role) -> out.role(role);
        case Part.History() -> out.history();
        case Part.If(var condition, var negated, var body, var otherwise) ->
            render(isTrue(scope.find(condition)) != negated ? body : otherwise, scope, out);
        case Part.Each each -> renderEach(each, scope, out);
        case Part.With(var path, var body, var otherwise) -> {
          var value = scope.find(path);
          if (isTrue(value)) {
            render(body, new Scope(value, scope, scope.index(), scope.last()), out);
          } else {
            render(otherwise, scope, out);
          }
        }
      }
    }
  }

  private static void renderEach(Part.Each each, Scope scope, Rendering out) {
    var list = out.list(each.list(), scope.find(each.list()));
    if (list.isEmpty()) {
      render(each.otherwise(), scope, out);
    }
    for (int i = 0; i < list.size(); i++) {
      out.step();
      render(each.body(), new Scope(list.get(i), scope, i, i == list.size() - 1), out);
    }
  }

  // What Handlebars takes for true: neither absent, false, zero nor empty.
  private static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case CharSequence text -> !text.isEmpty();
      case Number number -> number.doubleValue() != 0;
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }
}
