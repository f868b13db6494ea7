package io.weir.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TCP ports a process listens on, from Linux's own tables. */
final class Listeners {
  private static final String LISTEN = "0A";

  private Listeners() {}

  static Set<Integer> of(GatewayProcess gateway) throws IOException {
    Path process = Path.of("/proc", Long.toString(gateway.pid()));
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          sockets.add(target.substring(8, target.length() - 1));
        }
      }
    }
    Set<Integer> ports = new TreeSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals(LISTEN) && sockets.contains(columns[9])) {
          ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }
}
