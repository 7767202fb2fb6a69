package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Where somebody may call from.
///
/// @param ranges none for everywhere
public record Networks(List<Network> ranges) {
  public static final Networks ANYWHERE = new Networks(List.of());

  public Networks {
    ranges = List.copyOf(ranges);
  }

  public static Networks from(ConfigNode node, String key, String doc) {
    var ranges = new ArrayList<Network>();
    for (var text : node.texts(key, List.of(), doc)) {
      Network.parse(text)
          .ifPresentOrElse(
              ranges::add,
              () -> node.problem(key, "expected " + Network.EXPECTED + ", found \"" + text + "\""));
    }
    return new Networks(ranges);
  }

  public boolean isAnywhere() {
    return ranges.isEmpty();
  }

  /// Whether one of the ranges holds the address.
  public boolean contain(InetAddress address) {
    for (var range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  public List<String> texts() {
    return ranges.stream().map(Network::toString).toList();
  }

  @Override
  public String toString() {
    return ranges.stream().map(Network::toString).collect(Collectors.joining(", "));
  }
}
