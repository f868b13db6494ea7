package io.weir.server.modbus.internal;

import io.weir.api.model.ValueType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What 100 requests a second of 125 registers cost: CPU time of the server's thread for the client,
 * not of the client. Run it by hand.
 */
public final class ServerBenchmark {
  private static final int REGISTERS = 125;
  private static final int REQUESTS = 1000;
  private static final int WARM_UP = 20_000;
  private static final long PERIOD = 10_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ServerBenchmark() {}

  /** Prints one line per round. */
  public static void main(String[] args) throws Exception {
    String[] map =
        IntStream.range(0, REGISTERS)
            .mapToObj(i -> "holding " + i + " int16 plant/c" + i + " scale=0.1")
            .toArray(String[]::new);
    try (Fixtures site = new Fixtures(Map.of("map", map))) {
      for (int i = 0; i < REGISTERS; i++) {
        site.plant.add("plant/c" + i, ValueType.DOUBLE);
        site.plant.set("plant/c" + i, i * 0.1);
      }
      try (ScriptedClient client = site.client()) {
        for (int i = 0; i < WARM_UP; i++) {
          ask(client);
        }
        for (int round = 0; round < 3; round++) {
          measure(client);
        }
      }
    }
  }

  private static void measure(ScriptedClient client) throws Exception {
    long cpu = cpu();
    long start = System.nanoTime();
    for (int i = 0; i < REQUESTS; i++) {
      while (System.nanoTime() - start < i * PERIOD) {
        LockSupport.parkNanos(start + i * PERIOD - System.nanoTime());
      }
      ask(client);
    }
    long took = System.nanoTime() - start;
    cpu = cpu() - cpu;
    System.out.printf(
        "%.1f requests/s of %d registers: %.1f us CPU/request, %.2f %% of one core%n",
        REQUESTS * 1e9 / took, REGISTERS, cpu / 1e3 / REQUESTS, 100.0 * cpu / took);
  }

  private static void ask(ScriptedClient client) throws Exception {
    String answer = client.ask("03 0000 007d");
    if (!answer.startsWith("03fa0000")) {
      throw new IllegalStateException(answer);
    }
  }

  private static long cpu() {
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      var info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("weir-modbus-")) {
        sum += THREADS.getThreadCpuTime(id);
      }
    }
    return sum;
  }
}
