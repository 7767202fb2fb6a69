package dev.headgate.providers.gemini;

import dev.headgate.providers.wire.MadeIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which result belongs to which call: by id where there is one, else by name and order. Not
/// thread-safe.
final class CallMatching {
  private record Open(String id, String name) {}

  private final String answer;
  private final List<Open> open = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private int calls;

  /// @param answer what tells its calls from those of others
  CallMatching(String answer) {
    this.answer = answer;
  }

  /// A call's id, made if it has none.
  String call(String id, String name) {
    var number = calls++;
    var known = id.isEmpty() ? MadeIds.made(answer, number) : id;
    open.add(new Open(known, name));
    names.put(known, name);
    return known;
  }

  /// The id of the call that a result answers.
  String result(String id, String name) {
    var found =
        open.stream()
            .filter(call -> id.isEmpty() ? call.name.equals(name) : call.id.equals(id))
            .findFirst();
    found.ifPresent(open::remove);
    return found.map(Open::id).orElse(id);
  }

  /// The name of the tool that was called under the id, empty if it is not known. Without an id it
  /// is the first that has no result yet.
  String name(String id) {
    if (id.isEmpty() && !open.isEmpty()) {
      return open.removeFirst().name;
    }
    return names.getOrDefault(id, "");
  }
}
