package io.weir.security.internal;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names and addresses under which this machine may be asked for.
 *
 * @param hosts DNS names, lower case
 * @param addresses IP addresses
 */
record MachineNames(List<String> hosts, List<InetAddress> addresses) {
  private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62}))*");
  private static final int MOST = 50;

  /** Copies the lists. */
  MachineNames {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  /** As they are now. */
  static MachineNames current() {
    return of(hostName(), interfaceAddresses());
  }

  /** The host's own name, plain and in the local domain, and its addresses; loopback always. */
  static MachineNames of(String hostName, Set<InetAddress> interfaceAddresses) {
    Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
    String name = hostName.strip().toLowerCase(Locale.ROOT);
    if (name.length() <= 200 && DNS_NAME.matcher(name).matches()) {
      int dot = name.indexOf('.');
      String first = dot < 0 ? name : name.substring(0, dot);
      hosts.add(name);
      hosts.add(first);
      hosts.add(first + ".local");
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    addresses.add(address(new byte[] {127, 0, 0, 1}));
    byte[] loopback6 = new byte[16];
    loopback6[15] = 1;
    addresses.add(address(loopback6));
    interfaceAddresses.stream().limit(MOST).forEach(addresses::add);
    return new MachineNames(List.copyOf(hosts), List.copyOf(addresses));
  }

  private static String hostName() {
    try {
      return Files.exists(KERNEL_NAME)
          ? Files.readString(KERNEL_NAME)
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException nameless) {
      return "localhost";
    }
  }

  private static Set<InetAddress> interfaceAddresses() {
    Set<InetAddress> found = new LinkedHashSet<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(network.getInetAddresses())) {
          if (!(address instanceof Inet6Address && address.isLinkLocalAddress())) {
            found.add(address(address.getAddress()));
          }
        }
      }
    } catch (SocketException unreadable) {
      found.clear();
    }
    return found;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (IOException e) {
      throw new IllegalArgumentException("address of " + octets.length + " octets", e);
    }
  }
}
