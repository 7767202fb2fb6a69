package dev.headgate.providers.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Looks names up as the system does, and refuses what is not an address of the public internet.
/// What is checked here is what is dialled, so a name cannot be rebound in between.
final class PublicAddresses implements Dialer.Names {
  private final Dialer.Names names;

  PublicAddresses(Dialer.Names names) {
    this.names = names;
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    var addresses = names.addresses(host);
    for (var address : addresses) {
      if (!isPublic(address)) {
        throw new UnknownHostException(host + " is a private address");
      }
    }
    return addresses;
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    var first = bytes[0] & 0xFF;
    var second = bytes[1] & 0xFF;
    return address instanceof Inet4Address ? isPublic(first, second) : isPublicIpv6(bytes);
  }

  // RFC 6890: this network, shared addresses, protocol assignments, benchmarks, reserved.
  private static boolean isPublic(int first, int second) {
    return first != 0
        && first < 240
        && !(first == 100 && second >= 64 && second < 128)
        && !(first == 192 && second == 0)
        && !(first == 198 && (second == 18 || second == 19));
  }

  // Only 2000::/3 is global unicast; of that, 2001:0000::/23 and 2002::/16 carry other addresses.
  private static boolean isPublicIpv6(byte[] bytes) {
    var first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    var second = ((bytes[2] & 0xFF) << 8) | (bytes[3] & 0xFF);
    return (first & 0xE000) == 0x2000 && first != 0x2002 && !(first == 0x2001 && second < 0x0200);
  }
}
