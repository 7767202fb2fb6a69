package dev.headgate.contracts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Places of a document that cannot be judged as they are written, as a tree of their names.
final class ChangedPlaces {
  private static final String ANY = "*";

  private final Map<String, ChangedPlaces> inner = new HashMap<>();
  private boolean isChanged;

  static List<ChangedPlaces> of(Collection<String> pointers) {
    if (pointers.isEmpty()) {
      return List.of();
    }
    var root = new ChangedPlaces();
    for (var pointer : pointers) {
      var node = root;
      for (var step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
        var name = step.replace("~1", "/").replace("~0", "~");
        node = node.inner.computeIfAbsent(name, _ -> new ChangedPlaces());
      }
      node.isChanged = true;
    }
    return List.of(root);
  }

  static List<ChangedPlaces> within(List<ChangedPlaces> places, String name) {
    if (places.isEmpty()) {
      return places;
    }
    var found = new ArrayList<ChangedPlaces>();
    for (var place : places) {
      var named = place.inner.get(name);
      var any = place.inner.get(ANY);
      if (named != null) {
        found.add(named);
      }
      if (any != null && any != named) {
        found.add(any);
      }
    }
    return found;
  }

  static boolean isChanged(List<ChangedPlaces> places) {
    return places.stream().anyMatch(place -> place.isChanged);
  }
}
