package dev.headgate.runtime.access;

import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses, written as in `10.0.0.0/8`, `2001:db8::/32` or a single address.
///
/// @param address any address of the range
/// @param bits that must be equal, from the left
public record Network(InetAddress address, int bits) {
  public static final String EXPECTED = "an address or a range such as 10.0.0.0/8 or 2001:db8::/32";

  /// Empty if the text is no range.
  public static Optional<Network> parse(String text) {
    var slash = text.indexOf('/');
    var literal = slash < 0 ? text : text.substring(0, slash);
    try {
      var address = InetAddress.ofLiteral(literal);
      var all = address.getAddress().length * Byte.SIZE;
      var bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > all || isShortened(literal)
          ? Optional.empty()
          : Optional.of(new Network(address, bits));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  // The JDK takes 10.1 for 10.0.0.1, which is not what anybody means by it.
  private static boolean isShortened(String literal) {
    return literal.indexOf(':') < 0 && literal.chars().filter(c -> c == '.').count() != 3;
  }

  public boolean contains(InetAddress other) {
    var mine = address.getAddress();
    var theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    var whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    var rest = bits % Byte.SIZE;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
