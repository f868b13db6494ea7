package io.weir.broker.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A broker to be put under load by {@code distrib/bench/broker/load.py}: a directory, a port, and
 * {@code memory} or {@code disk}. With a fourth argument there are so many users {@code load0...}
 * with the password {@code pw}, and {@code listener}.
 */
final class LoadedBroker {
  private LoadedBroker() {}

  public static void main(String[] arguments) throws Exception {
    int users = arguments.length < 4 ? 0 : Integer.parseInt(arguments[3]);
    String[] names = new String[users == 0 ? 0 : users + 1];
    Arrays.setAll(names, i -> i < users ? "load" + i : "listener");
    Site site = new Site(Path.of(arguments[0]));
    site.secrets.with("pw", "pw");
    List<String> permissions =
        users == 0 ? List.of() : List.of("* readwrite load/%u/#", "listener read load/#");
    site.run(
        Map.of(
            "port",
            Integer.parseInt(arguments[1]),
            "kept",
            arguments[2],
            "users",
            List.of(names),
            "passwords",
            Collections.nCopies(names.length, "secret:pw"),
            "permissions",
            permissions,
            "behind",
            System.getProperty("behind", "embedded")));
    Thread.currentThread().join();
  }
}
