package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the scripts in {@code cases/}, each named after what goes wrong, over every link.
 *
 * <p>A script reads like a story. {@code read} begins a read of holding register 0 of unit 1,
 * {@code write 5} a write to it; {@code request} is the slave receiving a request; {@code send},
 * {@code stranger} (from another address), {@code pieces} (a byte at a time), {@code drip} (slowly,
 * for as long as the call lasts), {@code noise} (without end, likewise), {@code drop}, {@code
 * finish} and {@code reset} are what the slave does, in the notation of {@link
 * ScriptedSlave#bytes}; {@code => } is how the call ended; {@code connections 2} is how many there
 * have been, where there are any; {@code recover} reads until a value comes. The right value is
 * always 42 and a wrong one would be 4369. {@code not on rtu ascii: why} names the links where this
 * cannot happen.
 */
@Execution(ExecutionMode.CONCURRENT)
class MisbehaviourTest {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final String GOOD = "(01 03 02 002A)";
  private static final ModbusPoint POINT =
      Fixtures.point(Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16"));

  static List<Arguments> plays() throws IOException {
    List<Arguments> plays = new ArrayList<>();
    for (Case each : Case.all()) {
      for (LinkKind kind : LinkKind.values()) {
        if (!each.without().containsKey(kind)) {
          plays.add(Arguments.of(each, kind));
        }
      }
    }
    return plays;
  }

  @Test
  void everyLinkHasItsShareOfCases() throws IOException {
    List<Case> cases = Case.all();
    for (LinkKind kind : LinkKind.values()) {
      assertThat(cases.stream().filter(each -> !each.without().containsKey(kind)).count())
          .as(kind.toString())
          .isGreaterThanOrEqualTo(40);
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("plays")
  void neverAWrongValueAndRecovery(Case script, LinkKind kind) throws Exception {
    ExecutorService bus = Executors.newSingleThreadExecutor();
    try (ScriptedSlave slave = new ScriptedSlave(kind)) {
      Map<String, Object> settings = new HashMap<>(slave.settings());
      settings.put("timeout.ms", TIMEOUT_MILLIS);
      ModbusDriver driver = Fixtures.driver(settings);
      play(script, slave, driver, bus);
      driver.disconnect();
    } finally {
      bus.shutdownNow();
      assertThat(bus.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void play(
      Case script, ScriptedSlave slave, ModbusDriver driver, ExecutorService bus) throws Exception {
    @Nullable Future<String> call = null;
    int outcomes = 0;
    String last = "";
    for (Case.Step step : script.steps()) {
      String argument = step.argument();
      switch (step.word()) {
        case "read" -> call = bus.submit(call(driver, () -> read(driver)));
        case "write" -> call = bus.submit(call(driver, () -> write(driver, argument)));
        case "recover" -> last = recover(slave, driver, bus);
        case "drip" -> repeat(slave, slave.bytes(argument), 100, started(call));
        case "noise" -> repeat(slave, slave.bytes("55*20000"), 1, started(call));
        case "=>" -> {
          last = started(call).get(30, TimeUnit.SECONDS);
          assertThat(last).isIn((Object[]) argument.split(" or "));
          call = null;
          outcomes++;
        }
        default -> act(step, slave);
      }
    }
    assertThat(outcomes).as("the script says how things ended").isPositive();
    assertThat(last).as("every script ends with a recovery").isIn("value 42", "done");
  }

  private static void act(Case.Step step, ScriptedSlave slave) throws IOException {
    switch (step.word()) {
      case "request" -> slave.request();
      case "send" -> slave.send(slave.bytes(step.argument()));
      case "stranger" -> slave.sendAsStranger(slave.bytes(step.argument()));
      case "pieces" -> {
        for (byte each : slave.bytes(step.argument())) {
          slave.send(each);
        }
      }
      case "drop" -> slave.drop();
      case "finish" -> slave.finish();
      case "reset" -> slave.reset();
      case "connections" -> {
        if (slave.connections() > 0) {
          assertThat(slave.connections()).isEqualTo(Integer.parseInt(step.argument()));
        }
      }
      default -> throw new IllegalArgumentException("no such step: " + step);
    }
  }

  /** What the slave did may reach the driver before its next request or after: both may be. */
  private static String recover(ScriptedSlave slave, ModbusDriver driver, ExecutorService bus)
      throws Exception {
    String outcome = "";
    for (int i = 0; i < 3 && !outcome.equals("value 42"); i++) {
      slave.drain(); // A request that was given up may still have come.
      Future<String> call = bus.submit(call(driver, () -> read(driver)));
      if (slave.requestUnless(call::isDone)) {
        slave.send(slave.bytes(GOOD));
      }
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
    return "value " + Fixtures.read(driver, POINT);
  }

  private static String write(ModbusDriver driver, String value) throws DriverException {
    driver.write(POINT, Long.parseLong(value), null);
    return "done";
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

  /** Sends a byte every so many milliseconds for as long as the call lasts. */
  private static void repeat(ScriptedSlave slave, byte[] bytes, int millis, Future<String> call)
      throws IOException, InterruptedException, ExecutionException {
    for (byte one : bytes) {
      try {
        slave.send(one);
        call.get(millis, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        // Still under way: the next byte follows.
      }
    }
  }
}
