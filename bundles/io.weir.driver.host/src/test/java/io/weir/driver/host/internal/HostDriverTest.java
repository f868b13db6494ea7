package io.weir.driver.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.ConfigException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDriverTest {
  @TempDir Path root;
  private FakePi pi;
  private Driver driver;

  @BeforeEach
  void connect() throws Exception {
    pi = new FakePi(root);
    driver = new HostDriver(Map.of(), root);
    driver.connect();
  }

  @Test
  void everyMeasureOfARaspberryPiHasItsValue() throws Exception {
    assertThat(read("cpu-temperature")).isEqualTo(48.686);
    assertThat(read("cpu-temperature", "zone", "thermal_zone0")).isEqualTo(48.686);
    assertThat(read("load-1m")).isEqualTo(0.52);
    assertThat(read("load-5m")).isEqualTo(0.58);
    assertThat(read("load-15m")).isEqualTo(0.59);
    assertThat(read("uptime")).isEqualTo(350735.47);
    assertThat(read("cpu-frequency")).isEqualTo(1_800_000_000L);
    assertThat(read("cpu-frequency-limit", "core", 0)).isEqualTo(1_800_000_000L);
    assertThat(read("memory-total")).isEqualTo(3_977_576_448L);
    assertThat(read("memory-available")).isEqualTo(2_953_576_448L);
    assertThat(read("memory-used")).isEqualTo(1_024_000_000L);
    assertThat(read("swap-total")).isEqualTo(104_853_504L);
    assertThat(read("swap-used")).isEqualTo(262_144L);
    assertThat(read("process-memory")).isEqualTo(134_217_728L);
    assertThat(read("process-threads")).isEqualTo(48L);
    assertThat(read("network-received", "interface", "eth0")).isEqualTo(987_654_321_012L);
    assertThat(read("network-sent", "interface", "eth0")).isEqualTo(1234L);
    assertThat(read("network-receive-errors", "interface", "eth0")).isEqualTo(3L);
    assertThat(read("network-send-errors", "interface", "eth0")).isEqualTo(4L);
    assertThat(read("network-receive-dropped", "interface", "eth0")).isEqualTo(5L);
    assertThat(read("network-send-dropped", "interface", "eth0")).isEqualTo(6L);
    assertThat(read("network-up", "interface", "eth0")).isEqualTo(true);
    assertThat(read("network-up", "interface", "wlan0")).isEqualTo(false);
    assertThat(read("network-state", "interface", "wlan0")).isEqualTo("down");
    assertThat(read("sensor", "sensor", "cpu_thermal/temp1")).isEqualTo(48.686);
    assertThat(read("sensor-alarm", "sensor", "rpi_volt/in0_lcrit")).isEqualTo(false);
  }

  /** The example of the documentation of {@code vcgencmd get_throttled}: 0x50000. */
  @Test
  void theFirmwaresFlagsAreReadBitByBit() throws Exception {
    pi.file("/sys/devices/platform/soc/soc:firmware/get_throttled", "50000\n");
    assertThat(read("under-voltage")).isEqualTo(false);
    assertThat(read("throttled")).isEqualTo(false);
    assertThat(read("under-voltage-occurred")).isEqualTo(true);
    assertThat(read("throttled-occurred")).isEqualTo(true);
    assertThat(read("frequency-capped-occurred")).isEqualTo(false);
    assertThat(read("temperature-limited-occurred")).isEqualTo(false);
    pi.file("/sys/devices/platform/soc/soc:firmware/get_throttled", "a000a\n");
    assertThat(read("under-voltage")).isEqualTo(false);
    assertThat(read("frequency-capped")).isEqualTo(true);
    assertThat(read("throttled")).isEqualTo(false);
    assertThat(read("temperature-limited")).isEqualTo(true);
    assertThat(read("frequency-capped-occurred")).isEqualTo(true);
    assertThat(read("temperature-limited-occurred")).isEqualTo(true);
  }

  @Test
  void theFirmwaresFlagsAreFoundUnderNamesWithAddresses() throws Exception {
    pi.remove("/sys/devices/platform/soc/soc:firmware/get_throttled");
    pi.file("/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "1\n");
    assertThat(read("under-voltage")).isEqualTo(true);
  }

  @Test
  void theUnderVoltageAlarmOfTheKernelIsABoolean() throws Exception {
    pi.file("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    assertThat(read("sensor-alarm", "sensor", "rpi_volt/in0_lcrit")).isEqualTo(true);
  }

  @Test
  void aSupplyVoltageIsInVoltsAndAFanInTurns() throws Exception {
    pi.file("/sys/class/hwmon/hwmon2/name", "rp1_adc\n");
    pi.file("/sys/class/hwmon/hwmon2/in4_input", "1482\n");
    pi.file("/sys/class/hwmon/hwmon3/name", "pwmfan\n");
    pi.file("/sys/class/hwmon/hwmon3/fan1_input", "2987\n");
    pi.file("/sys/class/hwmon/hwmon4/name", "ina2xx\n");
    pi.file("/sys/class/hwmon/hwmon4/power1_input", "2500000\n");
    assertThat(read("sensor", "sensor", "rp1_adc/in4")).isEqualTo(1.482);
    assertThat(read("sensor", "sensor", "pwmfan/fan1")).isEqualTo(2987.0);
    assertThat(read("sensor", "sensor", "ina2xx/power1")).isEqualTo(2.5);
  }

  @Test
  void theLoadIsThatSinceTheSameChannelWasRead() throws Exception {
    Map<String, Object> load = Map.of("measure", "cpu-load");
    assertThat(FakePi.read(driver, load, 1)).isEqualTo("bad/stale");
    pi.file("/proc/stat", "cpu  1030 0 510 8050 510 0 0 0 0 0\ncpu0 500 0 250 4000 250 0 0 0\n");
    assertThat(FakePi.read(driver, load, 1)).isEqualTo(40.0);
    assertThat(FakePi.read(driver, load, 1)).isEqualTo(40.0);
    pi.file("/proc/stat", "cpu  1130 0 510 8050 510 0 0 0 0 0\ncpu0 500 0 250 4100 250 0 0 0\n");
    assertThat(FakePi.read(driver, load, 1)).isEqualTo(100.0);
    assertThat(FakePi.read(driver, load, 2)).isEqualTo(70.0);
    assertThat(read("cpu-load", "core", 0)).isEqualTo(0.0);
    pi.file("/proc/stat", "cpu  1131 0 510 8052 510 0 0 0 0 0\ncpu0 500 0 250 4100 250 0 0 0\n");
    assertThat(FakePi.read(driver, load, 2)).isEqualTo(33.3);
  }

  @Test
  void whatTheMachineHasNotIsSaidInWords() {
    assertMissing("'eth7'; its interfaces are eth0, wlan0", "network-up", "interface", "eth7");
    assertMissing("'gpu'; its zones are cpu-thermal", "cpu-temperature", "zone", "gpu");
    assertMissing("its chips are cpu_thermal, rpi_volt", "sensor", "sensor", "rp1_adc/in1");
    assertMissing("/sys/class/hwmon/hwmon0/in1_input", "sensor", "sensor", "cpu_thermal/in1");
    assertMissing("no processor core 'cpu9'", "cpu-load", "core", 9);
    assertMissing("no such path", "disk-free", "path", "/mnt/usb");
    pi.remove("/sys/class/thermal/thermal_zone0/temp");
    assertMissing("/sys/class/thermal/thermal_zone0/temp", "cpu-temperature");
    pi.remove("/sys/devices/platform/soc/soc:firmware/get_throttled");
    assertMissing("may have the alarm 'rpi_volt/in0_lcrit'", "throttled");
    pi.file("/proc/meminfo", "MemTotal: 1 kB\n");
    assertMissing("'MemAvailable'", "memory-available");
  }

  @Test
  void whatIsNoNumberIsBad() throws Exception {
    pi.file("/sys/class/thermal/thermal_zone0/temp", "\n");
    pi.file("/proc/loadavg", "nan x\n");
    pi.file("/proc/meminfo", "MemTotal: lots\nMemAvailable: -x kB\n");
    pi.file("/proc/stat", "cpu  1030 0 510\n");
    pi.file("/sys/devices/platform/soc/soc:firmware/get_throttled", "??\n");
    assertThat(read("cpu-temperature")).isEqualTo("bad/device");
    assertThat(read("load-1m")).isEqualTo("bad/device");
    assertThat(read("load-5m")).isEqualTo("bad/device");
    assertThat(read("load-15m")).isEqualTo("bad/device");
    assertThat(read("memory-total")).isEqualTo("bad/device");
    assertThat(read("memory-available")).isEqualTo("bad/device");
    assertThat(read("cpu-load")).isEqualTo("bad/device");
    assertThat(read("throttled")).isEqualTo("bad/device");
  }

  @Test
  void anInterruptEndsTheConnection() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> read("uptime"))
          .isInstanceOf(ConnectionException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void thereIsNothingToSet() {
    assertThatThrownBy(() -> new HostDriver(Map.of("rooot", "/"), root))
        .isInstanceOf(ConfigException.class)
        .hasMessage("rooot: '/' cannot be used; remove it; there is nothing to set");
  }

  /** A peer that is not our own: the kernel of the machine that runs the test. */
  @Test
  void readsThisMachine() throws Exception {
    driver = new HostDriver(Map.of("service.pid", "io.weir.driver.host~x"));
    driver.connect();
    assertThat((double) read("load-1m")).isNotNegative();
    assertThat((double) read("uptime")).isPositive();
    long total = (long) read("memory-total");
    assertThat((long) read("memory-available")).isBetween(1L, total);
    assertThat((long) read("process-memory")).isBetween(1L, total);
    assertThat((long) read("process-threads"))
        .isGreaterThanOrEqualTo(Thread.getAllStackTraces().size());
    long size = (long) read("disk-total", "path", "/");
    assertThat((long) read("disk-free", "path", "/")).isBetween(0L, size);
    assertThat((long) read("disk-used", "path", "/")).isBetween(1L, size);
    assertThat((long) read("network-received", "interface", "lo")).isNotNegative();
    assertThat((String) read("network-state", "interface", "lo")).isNotBlank();
    assertThat(read("cpu-load").toString()).matches("[0-9.]+(E-[0-9]+)?|bad/stale");
  }

  private void assertMissing(String words, Object... address) {
    assertThatThrownBy(() -> read(address))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.isAddressFault()).isTrue())
        .hasMessageContaining(words);
  }

  private Object read(Object... address) throws Exception {
    return FakePi.read(
        driver,
        address.length == 1
            ? Map.of("measure", address[0])
            : Map.of("measure", address[0], (String) address[1], address[2]));
  }
}
