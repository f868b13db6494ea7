package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.NoResponseException;
import io.weir.testing.WrittenConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Drives emulated parts through Pi4J, JNA and a real kernel; {@code src/test/qemu/run} boots a
 * machine that runs it.
 */
final class QemuCheck {
  /** Manufacturer and type of the flash chip on the first SPI bus: an SST25VF016B. */
  private static final byte[] FLASH = {(byte) 0xBF, 0x25, 0x41};

  private QemuCheck() {}

  public static void main(String[] arguments) throws Exception {
    readsSensorsOfAnI2cBus();
    readsAChipOnAnSpiBus();
    System.out.println("qemu check passed");
  }

  private static void readsSensorsOfAnI2cBus() throws Exception {
    Map<String, Object> settings = Map.of("bus", 0);
    I2cDriver driver = new I2cDriver(WrittenConfig.of(I2cConfig.class, settings), settings);
    Map<String, Object> cold = Fixtures.at(0x48, "lm75", "bits", 12);
    Map<String, Object> hot = Fixtures.at(0x49, "lm75", "bits", 12);
    driver.connect();
    assertThat(Fixtures.read(driver, cold, "temperature")).containsExactly(-12.5);
    assertThat(Fixtures.read(driver, hot, "temperature")).containsExactly(85.5);
    assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.at(0x76, "bme280"), "temperature"))
        .isInstanceOf(NoResponseException.class);
    assertThat(Fixtures.read(driver, cold, "temperature")).containsExactly(-12.5);
    assertThat(driver.inspect(cold).raw()).contains("f3 80");
    List<String> found = new ArrayList<>();
    for (Map<String, Object> candidate : driver.candidates(Map.of())) {
      Finding finding = driver.probe(candidate);
      if (finding != null) {
        found.add(String.valueOf(finding.details().get("address")));
      }
    }
    assertThat(found).containsExactly("0x48", "0x49");
    driver.disconnect();
    driver.connect();
    assertThat(Fixtures.read(driver, hot, "temperature")).containsExactly(85.5);
    driver.disconnect();
    System.out.println("I2C is right");
  }

  private static void readsAChipOnAnSpiBus() throws Exception {
    try (SpiBus bus = new LinuxSpiBus(0, 1_000_000)) {
      for (int i = 0; i < 3; i++) {
        assertThat(bus.transfer(0, 0, new byte[] {(byte) 0x9F, 0, 0, 0})).endsWith(FLASH);
      }
    }
    System.out.println("SPI is right");
  }
}
