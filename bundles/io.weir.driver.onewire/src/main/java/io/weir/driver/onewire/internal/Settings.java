package io.weir.driver.onewire.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import org.jspecify.annotations.Nullable;

/** The registers of a sensor that can be set. Confined to the helper's thread. */
final class Settings {
  private static final int EINVAL = 22;
  private static final int MIN_BITS = 9;
  private static final int MAX_BITS = 12;
  private static final int MIN_ALARM = -55;
  private static final int MAX_ALARM = 125;

  private final BusFiles files;

  Settings(BusFiles files) {
    this.files = files;
  }

  long read(SensorPoint point) throws DriverException {
    if (point.measure() == Measure.RESOLUTION) {
      String text = files.read(point.sensor() + "/resolution");
      long bits = integer(point, text);
      if (bits < MIN_BITS || bits > MAX_BITS) { // The kernel shows its error's number here.
        throw noReading(point, text, null);
      }
      return bits;
    }
    return alarms(point)[point.measure() == Measure.ALARM_LOW ? 0 : 1];
  }

  void write(SensorPoint point, long value) throws DriverException {
    if (point.measure() == Measure.RESOLUTION) {
      checkRange(point, value, MIN_BITS, MAX_BITS);
      files.write(point.sensor() + "/resolution", value + "\n");
      return;
    }
    checkRange(point, value, MIN_ALARM, MAX_ALARM);
    long[] alarms = alarms(point);
    alarms[point.measure() == Measure.ALARM_LOW ? 0 : 1] = value;
    if (alarms[0] > alarms[1]) { // The kernel would exchange them.
      throw new RejectedException(
          point.measure().word() + " " + value + " would put the low alarm above the high one",
          EINVAL,
          false);
    }
    files.write(point.sensor() + "/alarms", alarms[0] + " " + alarms[1] + "\n");
  }

  /** Low and high. */
  private long[] alarms(SensorPoint point) throws DriverException {
    String text = files.read(point.sensor() + "/alarms");
    String[] words = text.split("\\s+");
    if (words.length != 2 || text.equals("0 0")) { // Which the kernel shows when it failed.
      throw noReading(point, text, null);
    }
    return new long[] {integer(point, words[0]), integer(point, words[1])};
  }

  private static void checkRange(SensorPoint point, long value, int min, int max)
      throws RejectedException {
    if (value < min || value > max) {
      throw new RejectedException(
          point.measure().word() + " " + value + " is not from " + min + " to " + max,
          EINVAL,
          false);
    }
  }

  private static long integer(SensorPoint point, String text) throws NoResponseException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw noReading(point, text, e);
    }
  }

  private static NoResponseException noReading(
      SensorPoint point, String text, @Nullable Exception cause) {
    return new NoResponseException(
        "sensor " + point.sensor() + " does not tell its settings: '" + text + "'", cause);
  }
}
