package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Who may connect. Loopback only when the list is empty. Immutable. */
final class AllowList {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((other[bit >> 3] & mask) != (address[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks = new ArrayList<>();

  AllowList(List<String> texts) {
    for (String text : texts) {
      networks.add(network(text.strip()));
    }
  }

  boolean isAllowed(InetAddress address) {
    return networks.isEmpty()
        ? address.isLoopbackAddress()
        : networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    byte[] address = literal(text, slash < 0 ? text : text.substring(0, slash));
    int all = address.length * 8;
    try {
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Network(address, bits);
      }
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  /** Names are refused: a look-up would let whoever answers it decide. */
  private static byte[] literal(String text, String address) {
    boolean isFour = address.indexOf(':') < 0;
    if (!LITERAL.matcher(address).matches() || (isFour && address.split("\\.", -1).length != 4)) {
      throw wrong(text);
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw wrong(text);
    }
  }

  private static ConfigException wrong(String text) {
    return new ConfigException("allow", text, "use an address or network: 10.0.0.7, 10.0.0.0/24");
  }
}
