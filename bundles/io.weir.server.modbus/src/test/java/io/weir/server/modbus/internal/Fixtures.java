package io.weir.server.modbus.internal;

import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.WrittenConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A server and the gateway around it. */
final class Fixtures implements AutoCloseable {
  final FakePlant plant = new FakePlant();
  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final ModbusServer server;

  Fixtures(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("service.pid", "io.weir.server.modbus~scada");
    all.putIfAbsent("port", 0);
    server =
        new ModbusServer(
            config(all), all, "1.2.3", new ModbusServer.Gateway(plant, plant, plant, clock, board));
  }

  /** The settings handed over as Declarative Services does. */
  static ServerConfig config(Map<String, Object> settings) {
    return WrittenConfig.of(ServerConfig.class, settings);
  }

  int port() {
    until(() -> server.port() > 0);
    return server.port();
  }

  long figure(String name) {
    return board.get("modbus-server/scada").counters().getOrDefault(name, -1L);
  }

  ScriptedClient client() throws Exception {
    return new ScriptedClient(port());
  }

  static String[] map(String... lines) {
    return Arrays.copyOf(lines, lines.length);
  }

  static void until(Callable<Boolean> condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("waited in vain");
        }
        LockSupport.parkNanos(5_000_000);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
