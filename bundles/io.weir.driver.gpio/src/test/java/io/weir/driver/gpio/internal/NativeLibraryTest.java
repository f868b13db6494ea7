package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.sun.jna.LastErrorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be known of the native side without a chip. */
class NativeLibraryTest {
  private static final int ENOTTY = 25;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com/sun/jna/linux-aarch64/libjnidispatch.so",
        "com/sun/jna/linux-arm/libjnidispatch.so",
        "com/sun/jna/linux-x86-64/libjnidispatch.so",
        "lib/aarch64/pi4j-linuxfs/libpi4j-linuxfs.so",
        "lib/armhf/pi4j-linuxfs/libpi4j-linuxfs.so"
      })
  void theWrappedPi4jHasTheLibrariesOfTheBoards(String library) {
    assertThat(Pi4J.class.getClassLoader().getResource(library)).isNotNull();
  }

  @Test
  void aFileThatIsNoChipIsToldByTheKernel() {
    assertThatThrownBy(() -> new KernelChip("/dev/null"))
        .isInstanceOfSatisfying(
            LastErrorException.class, e -> assertThat(e.getErrorCode()).isEqualTo(ENOTTY));
  }

  @Test
  void whatIsThereIsSaid(@TempDir Path devices) throws Exception {
    assertThatThrownBy(() -> new ChipFinder(devices).open("header"))
        .isInstanceOf(LineException.class)
        .hasMessage("There is no chip of a Raspberry Pi's header; there is none at all");
    Files.createFile(devices.resolve("gpiochip0"));
    assertThatThrownBy(() -> new ChipFinder(devices).open("pinctrl-rp1"))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("There is no GPIO chip 'pinctrl-rp1'; there is [gpiochip0 ([25] ");
  }
}
