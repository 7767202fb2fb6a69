package dev.headgate.runtime.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What is remembered by name: always of the names that are declared, and of as many others, which
/// callers may choose, as were used last. Thread-safe.
final class Known<V> {
  /// Most names that are not declared.
  static final int MAX_OTHERS = 4_096;

  private final ConcurrentHashMap<String, V> declared = new ConcurrentHashMap<>();
  private final Map<String, V> others =
      new LinkedHashMap<>(64, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
          return size() > MAX_OTHERS;
        }
      };

  /// These names are declared from now on, and no others. Nothing that is known is lost.
  synchronized void declare(Set<String> names, Supplier<V> make) {
    for (var name : declared.keySet()) {
      if (!names.contains(name)) {
        others.put(name, declared.remove(name));
      }
    }
    for (var name : names) {
      if (!declared.containsKey(name)) {
        var known = others.remove(name);
        declared.put(name, known == null ? make.get() : known);
      }
    }
  }

  V of(String name, Supplier<V> make) {
    var known = declared.get(name);
    return known == null ? other(name, make) : known;
  }

  private synchronized V other(String name, Supplier<V> make) {
    // It may have been declared since.
    var known = declared.get(name);
    return known == null ? others.computeIfAbsent(name, _ -> make.get()) : known;
  }
}
