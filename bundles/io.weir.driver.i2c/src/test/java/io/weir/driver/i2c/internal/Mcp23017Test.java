package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Mcp23017Test {
  private static final int DIRECTION = 0x00;
  private static final int PULL_UP = 0x0C;
  private static final int LATCH = 0x14;

  private final FakeI2cBus bus = new FakeI2cBus();
  private final FakeMcp23017 part = new FakeMcp23017();
  private final I2cDriver driver = Fixtures.i2c(bus);

  @BeforeEach
  void connect() throws Exception {
    bus.parts.put(0x20, part);
    driver.connect();
  }

  @Test
  void anInputShowsWhatIsOutside() throws Exception {
    Point input = pin("pin-b3", Access.R, Map.of("pull-up", true));
    part.outside = 1 << 11;
    assertThat(Fixtures.read(driver, input)).isEqualTo(true);
    part.outside = ~(1 << 11) & 0xFFFF;
    assertThat(Fixtures.read(driver, input)).isEqualTo(false);
    assertThat(part.word(PULL_UP)).isEqualTo(1 << 11);
    assertThat(part.word(DIRECTION)).isEqualTo(0xFFFF);
  }

  @Test
  void anOutputIsSetAndTheOthersAreLetAlone() throws Exception {
    Point output = pin("pin-a2", Access.RW, Map.of());
    assertThat(Fixtures.read(driver, output)).isEqualTo(false);
    driver.write(output, 1, null);
    assertThat(Fixtures.read(driver, output)).isEqualTo(true);
    assertThat(part.word(LATCH)).isEqualTo(1 << 2);
    assertThat(part.word(DIRECTION)).isEqualTo(0xFFFF & ~(1 << 2));
    driver.write(output, 0, null);
    assertThat(part.word(LATCH)).isZero();
  }

  @Test
  void anOutputBeginsInItsSafeState() throws Exception {
    part.setWords(LATCH, 0xFFFF);
    Fixtures.read(driver, pin("pin-a0", Access.RW, Map.of()));
    Fixtures.read(driver, pin("pin-a1", Access.RW, Map.of("safe", "on")));
    Fixtures.read(driver, pin("pin-a2", Access.RW, Map.of("safe", "keep")));
    assertThat(part.word(LATCH)).isEqualTo(0xFFFE);
    assertThat(part.word(DIRECTION)).isEqualTo(0xFFF8);
  }

  @Test
  void disconnectingPutsOutputsIntoTheirSafeState() throws Exception {
    driver.write(pin("pin-a0", Access.RW, Map.of()), 1, null);
    driver.write(pin("pin-a1", Access.RW, Map.of("safe", "on")), 0, null);
    driver.write(pin("pin-a2", Access.RW, Map.of("safe", "keep")), 1, null);
    assertThat(part.word(LATCH)).isEqualTo(0b101);
    driver.disconnect();
    assertThat(part.word(LATCH)).isEqualTo(0b110);
  }

  @Test
  void aPartThatLostItsSupplyIsSetUpAnewAndSafe() throws Exception {
    Point input = pin("pin-b0", Access.R, Map.of("pull-up", true));
    Point output = pin("pin-a0", Access.RW, Map.of());
    Point safeOn = pin("pin-a1", Access.RW, Map.of("safe", "on"));
    Fixtures.read(driver, input);
    Fixtures.read(driver, safeOn);
    driver.write(output, 1, null);
    part.powerOn();
    assertThat(Fixtures.read(driver, output)).isEqualTo(false);
    assertThat(part.word(LATCH)).isEqualTo(0b10);
    assertThat(part.word(DIRECTION)).isEqualTo(0xFFFC);
    assertThat(part.word(PULL_UP)).isEqualTo(1 << 8);
  }

  @Test
  void aPartThatDidNotAnswerComesBackSafe() throws Exception {
    Point output = pin("pin-a0", Access.RW, Map.of());
    driver.write(output, 1, null);
    bus.parts.clear();
    assertThatThrownBy(() -> Fixtures.read(driver, output)).isInstanceOf(NoResponseException.class);
    bus.parts.put(0x20, part);
    assertThat(Fixtures.read(driver, output)).isEqualTo(false);
  }

  @Test
  void whatSomebodyElseHadChosenIsUndone() throws Exception {
    part.setWords(0x02, 0xFFFF);
    part.set(0x0A, 0x80, 0x80);
    part.bankOne = true;
    assertThat(Fixtures.read(driver, pin("pin-a0", Access.R, Map.of()))).isEqualTo(false);
    assertThat(part.bankOne).isFalse();
    assertThat(part.word(0x02)).isZero();
  }

  @Test
  void whatKeepsNothingIsNoMcp23017() {
    bus.parts.put(
        0x21,
        new ByteRegisters() {
          @Override
          int load(int register) {
            return 0xFF;
          }
        });
    Map<String, Object> address = Fixtures.at(0x21, "mcp23017", "measure", "pin-a0");
    Point pin = driver.point(Fixtures.channel(address, Access.R));
    assertThatThrownBy(() -> Fixtures.read(driver, pin))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("is it an mcp23017?");
  }

  private Point pin(String measure, Access access, Map<String, Object> options) {
    Map<String, Object> address = new HashMap<>(Fixtures.at(0x20, "mcp23017", "measure", measure));
    address.putAll(options);
    return driver.point(Fixtures.channel(address, access));
  }
}
