package io.weir.driver.host.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The files of a Raspberry Pi 4 under Raspberry Pi OS 12, as far as the driver reads them. */
final class FakePi {
  static final int CHANNEL = 7;

  private final Path root;

  FakePi(Path root) {
    this.root = root;
    file(
        "/proc/self/status",
        "Name:\tjava\nVmRSS:\t  131072 kB\nRssAnon:\t  100 kB\nThreads:\t48\n");
    file("/proc/stat", "cpu  1000 0 500 8000 500 0 0 0 0 0\ncpu0 500 0 250 4000 250 0 0 0 0 0\n");
    file("/proc/loadavg", "0.52 0.58 0.59 2/1123 4711\n");
    file("/proc/uptime", "350735.47 234388.90\n");
    file(
        "/proc/meminfo",
        """
        MemTotal:        3884352 kB
        MemFree:          100000 kB
        MemAvailable:    2884352 kB
        SwapCached:            0 kB
        SwapTotal:        102396 kB
        SwapFree:         102140 kB
        """);
    file("/sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
    file("/sys/class/thermal/thermal_zone0/temp", "48686\n");
    file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1800000\n");
    file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "1800000\n");
    file("/sys/devices/platform/soc/soc:firmware/get_throttled", "0\n");
    file("/sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
    file("/sys/class/hwmon/hwmon0/temp1_input", "48686\n");
    file("/sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    file("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
    file("/sys/class/net/eth0/operstate", "up\n");
    statistics("eth0", 987_654_321_012L);
    file("/sys/class/net/wlan0/operstate", "down\n");
    statistics("wlan0", 0);
  }

  private void statistics(String name, long received) {
    String folder = "/sys/class/net/" + name + "/statistics/";
    file(folder + "rx_bytes", received + "\n");
    file(folder + "tx_bytes", "1234\n");
    file(folder + "rx_errors", "3\n");
    file(folder + "tx_errors", "4\n");
    file(folder + "rx_dropped", "5\n");
    file(folder + "tx_dropped", "6\n");
  }

  void file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String path) {
    try {
      Files.delete(root.resolve(path.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Channel channel(Map<String, Object> address) {
    return new Channel(
        new ChannelInfo(CHANNEL, "gateway/channel", ValueType.DOUBLE, ""),
        "Channel",
        Access.R,
        Duration.ofSeconds(1),
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  /** Reads one measure; the value as people see it, or the quality's text when it is bad. */
  static Object read(Driver driver, Map<String, Object> address) throws DriverException {
    return read(driver, address, CHANNEL);
  }

  static Object read(Driver driver, Map<String, Object> address, int number)
      throws DriverException {
    Point point = driver.point(channel(address));
    Batch batch = new Batch(1);
    driver.read(
        new Block(point.area(), point.start(), 1, List.of(new Block.Entry(number, point))), batch);
    if (batch.quality(0) != Quality.GOOD) {
      return Quality.text(batch.quality(0));
    }
    Object value = point.rawType().box(batch.bits(0), batch.object(0));
    return value == null ? "null" : value;
  }
}
