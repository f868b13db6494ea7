package io.weir.security.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client's address says about who it is. */
final class Remote {
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Remote() {}

  /** The client as counted: an IPv4 address, or an IPv6 /64, which is what one customer has. */
  static String network(String remote) {
    InetAddress address = parse(remote);
    if (address == null || address.getAddress().length != 16) {
      return remote;
    }
    return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64";
  }

  static boolean isLoopback(String remote) {
    InetAddress address = parse(remote);
    return address == null ? remote.startsWith("127.") : address.isLoopbackAddress();
  }

  /** An IPv6 literal, brackets and zone taken off; null for anything else. */
  private static @Nullable InetAddress parse(String remote) {
    String bare = remote.replaceAll("^\\[|\\]$|%.*$", "");
    if (!IPV6.matcher(bare).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException malformed) {
      return null;
    }
  }
}
