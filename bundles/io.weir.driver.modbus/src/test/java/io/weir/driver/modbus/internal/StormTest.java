package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A slave that does something wrong most of the time, in any order. */
class StormTest {
  private static final int READS = 3_000;
  private static final ModbusPoint POINT =
      Fixtures.point(Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16"));
  private static final String GOOD = "{tid} 0000 0005 01 03 02 002A";
  private static final String[] WRONG = {
    "{tid+1} 0000 0005 01 03 02 1111",
    "{tid} 0000 0005 02 03 02 1111",
    "{tid} 0000 0005 01 04 02 1111",
    "{tid} 0003 0005 01 03 02 1111",
    "{tid} 0000 0007 01 03 02 1111 1111",
    "{tid} 0000 0007 01 03 04 1111 1111",
    "{tid} 0000 0003 01 83 0B",
    "{tid} 0000 0003 01 83 04",
    "{tid} 0000 FF05 01 03 02 1111",
    "11 {tid} 0000 0005 01 03 02 1111",
    "{previous} 0000 0005 01 03 02 1111 " + GOOD,
    GOOD + " {tid} 0000 0005 01 03 02 1111",
    GOOD + " {tid+1} 0000 0005 01 03 02 1111",
    GOOD + " 11",
  };

  @Test
  void neverAWrongValue() throws Exception {
    try (ScriptedSlave slave = new ScriptedSlave()) {
      AtomicBoolean over = new AtomicBoolean();
      Thread thread = new Thread(() -> serve(slave, over), "slave");
      thread.start();
      ModbusDriver driver = Fixtures.driver(slave.port(), 30_000);
      int good = 0;
      for (int i = 0; i < READS; i++) {
        try {
          driver.connect();
          assertThat(Fixtures.read(driver, POINT)).as("read %d", i).isEqualTo(42L);
          good++;
        } catch (ConnectionException e) {
          driver.disconnect();
        } catch (DriverException e) {
          assertThat(e).message().isNotBlank();
        }
      }
      assertThat(good).as("values in between").isBetween(READS / 10, READS);
      over.set(true);
      driver.connect();
      assertThat(Fixtures.read(driver, POINT)).isEqualTo(42L);
      driver.disconnect();
      thread.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static void serve(ScriptedSlave slave, AtomicBoolean over) {
    Random random = new Random(20);
    boolean last = false;
    while (!last) {
      try {
        slave.request();
        last = over.get();
        if (last || random.nextInt(4) == 0) {
          slave.send(slave.bytes(GOOD));
        } else {
          misbehave(slave, random);
        }
      } catch (IOException e) {
        // The driver closed the connection before it had everything; the next request is awaited.
        last = over.get();
      }
    }
  }

  private static void misbehave(ScriptedSlave slave, Random random) throws IOException {
    byte[] bytes = slave.bytes(WRONG[random.nextInt(WRONG.length)]);
    switch (random.nextInt(4)) {
      case 0 -> {
        slave.send(Arrays.copyOf(bytes, 5));
        slave.drop();
      }
      case 1 -> slave.reset();
      default -> slave.send(bytes);
    }
  }
}
