package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pi4j.context.Context;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProviderImpl;
import io.weir.api.driver.ConnectionException;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pi4J and the kernel, where there are any. */
class RealBusTest {
  private static final String PART = "weir.test.i2c";

  @Test
  void busesThatAreNotThereAreSaidInWords() {
    assertThatThrownBy(() -> new Pi4jI2cBus(255))
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "this machine has no I2C bus 255 (/dev/i2c-255); on a Raspberry Pi"
                + " 'dtparam=i2c_arm=on' in config.txt and the module i2c-dev make it");
    assertThatThrownBy(() -> new LinuxSpiBus(15, 1_000_000))
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "this machine has no SPI bus 15 (/dev/spidev15.0); on a Raspberry Pi"
                + " 'dtparam=spi=on' in config.txt makes it");
  }

  /** Pi4J takes the provider it is given and comes as far as the kernel. */
  @Test
  void pi4jLooksForTheBusWhereTheKernelHasIt() throws Exception {
    Context context = Pi4j.context(new LinuxFsI2CProviderImpl());
    try {
      assertThatThrownBy(() -> Pi4jI2cBus.part(context, 255, 0x76))
          .isInstanceOf(RuntimeException.class)
          .hasStackTraceContaining("/sys/bus/i2c/devices/i2c-255");
    } finally {
      context.shutdown();
    }
  }

  /** JNA comes as far as the kernel, which knows that this is no SPI bus. */
  @Test
  void theKernelIsAskedForATransfer() throws Exception {
    SpiDevice nothing = SpiDevice.open(Path.of("/dev/null"));
    assertThatThrownBy(() -> nothing.transfer(0, 1_000_000, new byte[3]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Inappropriate ioctl for device");
    nothing.close();
    assertThatThrownBy(() -> SpiDevice.open(Path.of("/dev/spidev15.15")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file or directory");
  }

  /** {@code -Dweir.test.i2c=1:0x76:bme280:temperature}: bus, address, part and measure. */
  @Test
  void aRealPartIsRead() throws Exception {
    String part = System.getProperty(PART, "");
    assumeTrue(!part.isEmpty(), "-D" + PART + "=bus:address:part:measure names no real part");
    String[] words = part.split(":");
    assumeTrue(Files.exists(Path.of("/dev/i2c-" + words[0])), "there is no /dev/i2c-" + words[0]);
    Map<String, Object> settings = Map.of("bus", Integer.parseInt(words[0]));
    I2cDriver driver = new I2cDriver(WrittenConfig.of(I2cConfig.class, settings), settings);
    driver.connect();
    try {
      Map<String, Object> device = Fixtures.at(Integer.decode(words[1]), words[2]);
      assertThat(Fixtures.read(driver, device, words[3]).get(0)).isInstanceOf(Double.class);
    } finally {
      driver.disconnect();
    }
  }
}
