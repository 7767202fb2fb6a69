package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;

/// Fields that come in pieces: lists grow, objects are merged, anything else is replaced by what
/// comes later.
final class Accumulated {
  private Accumulated() {}

  static Json.Obj plus(Json.Obj before, Json.Obj more) {
    var sum = before;
    for (var member : more.members().entrySet()) {
      var name = member.getKey();
      var old = before.members().get(name);
      switch (member.getValue()) {
        case Json.Null _ -> {}
        case Json.Arr(var later) when old instanceof Json.Arr(var earlier) -> {
          var all = new ArrayList<>(earlier);
          all.addAll(later);
          sum = sum.with(name, new Json.Arr(all));
        }
        case Json.Obj later when old instanceof Json.Obj earlier ->
            sum = sum.with(name, plus(earlier, later));
        case Json value -> sum = sum.with(name, value);
      }
    }
    return sum;
  }

  /// The same, but texts grow too, such as the bytes of a sound; not its id.
  static Json.Obj text(Json.Obj before, Json.Obj more) {
    var sum = before;
    for (var member : more.members().entrySet()) {
      var name = member.getKey();
      sum =
          before.members().get(name) instanceof Json.Text(var earlier)
                  && member.getValue() instanceof Json.Text(var later)
                  && !name.equals("id")
              ? sum.with(name, new Json.Text(earlier + later))
              : plus(sum, Json.Obj.of(name, member.getValue()));
    }
    return sum;
  }
}
