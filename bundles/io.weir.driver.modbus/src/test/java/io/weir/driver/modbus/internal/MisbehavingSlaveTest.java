package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the scripts in {@code cases/}, each named after what goes wrong.
 *
 * <p>A script reads like a story. {@code read} begins a read of holding register 0 of unit 1,
 * {@code write 5} a write to it; {@code request} is the slave receiving a request; {@code send},
 * {@code drip} (a byte at a time for as long as the call lasts), {@code drop} and {@code reset} are
 * what the slave does; {@code => } is how the call ended; {@code recover} reads until a value
 * comes. The right value is always 42 and a wrong one would be 4369.
 */
@Execution(ExecutionMode.CONCURRENT)
class MisbehavingSlaveTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final Map<String, Object> ADDRESS =
      Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSizeGreaterThan(20);
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void neverAWrongValueAndRecovery(String name) throws Exception {
    ExecutorService bus = Executors.newSingleThreadExecutor();
    try (ScriptedSlave slave = new ScriptedSlave()) {
      ModbusDriver driver = Fixtures.driver(slave.port(), TIMEOUT_MILLIS);
      play(Files.readAllLines(CASES.resolve(name)), slave, driver, bus);
      driver.disconnect();
    } finally {
      bus.shutdownNow();
      assertThat(bus.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void play(
      List<String> script, ScriptedSlave slave, ModbusDriver driver, ExecutorService bus)
      throws Exception {
    @Nullable Future<String> call = null;
    int outcomes = 0;
    String last = "";
    for (String line : script) {
      String[] step = line.replaceAll("\\s*#.*", "").split(" ", 2);
      String argument = step.length == 2 ? step[1].strip() : "";
      switch (step[0]) {
        case "" -> assertThat(argument).isEmpty();
        case "read" -> call = bus.submit(call(driver, () -> read(driver)));
        case "write" ->
            call =
                bus.submit(
                    call(
                        driver,
                        () -> {
                          driver.write(
                              Fixtures.point(driver, ADDRESS), Long.parseLong(argument), null);
                          return "done";
                        }));
        case "request" -> slave.request();
        case "send" -> slave.send(slave.bytes(argument));
        case "drip" -> drip(slave, slave.bytes(argument), started(call));
        case "recover" -> last = recover(slave, driver, bus);
        case "drop" -> slave.drop();
        case "reset" -> slave.reset();
        case "=>" -> {
          last = started(call).get(30, TimeUnit.SECONDS);
          assertThat(last).isEqualTo(argument);
          call = null;
          outcomes++;
        }
        default -> throw new IllegalArgumentException("no such step: " + line);
      }
    }
    assertThat(outcomes).as("the script says how things ended").isPositive();
    assertThat(last).as("every script ends with a recovery").isIn("value 42", "done");
  }

  /** What the slave did may reach the driver before its next request or after: both may be. */
  private static String recover(ScriptedSlave slave, ModbusDriver driver, ExecutorService bus)
      throws Exception {
    String outcome = "";
    for (int i = 0; i < 3 && !outcome.equals("value 42"); i++) {
      Future<String> call = bus.submit(call(driver, () -> read(driver)));
      slave.request();
      slave.send(slave.bytes("{tid} 0000 0005 01 03 02 002A"));
      outcome = call.get(30, TimeUnit.SECONDS);
      assertThat(outcome).isIn("value 42", "no-response", "connection");
    }
    return outcome;
  }

  private static Future<String> started(@Nullable Future<String> call) {
    if (call == null) {
      throw new IllegalArgumentException("no call is under way");
    }
    return call;
  }

  private static String read(ModbusDriver driver) throws DriverException {
    return "value " + Fixtures.read(driver, Fixtures.point(driver, ADDRESS));
  }

  private static Callable<String> call(ModbusDriver driver, Callable<String> action) {
    return () -> {
      try {
        driver.connect();
        return action.call();
      } catch (ConnectionException e) {
        driver.disconnect();
        return "connection";
      } catch (NoResponseException e) {
        return "no-response";
      } catch (RejectedException e) {
        return "rejected " + e.code() + (e.isAddressFault() ? " address" : "");
      }
    };
  }

  private static void drip(ScriptedSlave slave, byte[] bytes, Future<String> call)
      throws IOException, InterruptedException, ExecutionException {
    for (byte one : bytes) {
      try {
        slave.send(one);
        call.get(100, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        // Still under way: the next byte follows.
      }
    }
  }
}
