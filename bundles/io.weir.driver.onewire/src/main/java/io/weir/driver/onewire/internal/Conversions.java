package io.weir.driver.onewire.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.runtime.GatewayClock;
import java.util.HashSet;
import java.util.Set;

/**
 * Has sensors measure: one alone by reading its file, several at once by the kernel's {@code
 * therm_bulk_read}. Confined to the helper's thread.
 *
 * <p>After a common conversion the kernel keeps each sensor's value until it is read, for however
 * long; a value that is too old is therefore not fetched but measured anew. The same holds for what
 * a conversion left behind that was broken off, or begun before this program started.
 */
final class Conversions {
  private static final String BULK = "therm_bulk_read";

  private final BusFiles files;
  private final GatewayClock clock;
  private final long maxAgeMicros;
  private final Set<String> sensors = new HashSet<>();
  private final Set<String> fetched = new HashSet<>();
  private boolean settled;
  private boolean converted;
  private long convertedAt;

  Conversions(BusFiles files, GatewayClock clock, long maxAgeMicros) {
    this.files = files;
    this.clock = clock;
    this.maxAgeMicros = maxAgeMicros;
  }

  Scratchpad measure(String sensor, Family family) throws DriverException {
    if (family.isBulk() && files.exists(sensor) && files.exists(BULK)) {
      if (files.isWritable(BULK)) {
        sensors.add(sensor);
        if (isDue(sensor) || isLeftBehind()) {
          convert();
        }
        settled = true;
      } else if (!fetched.contains(sensor) && isLeftBehind()) {
        files.read(slave(sensor)); // Of whoever began it; the next one is measured anew.
      }
    }
    fetched.add(sensor);
    return Scratchpad.parse(sensor, family, files.read(slave(sensor)));
  }

  private static String slave(String sensor) {
    return sensor + "/w1_slave";
  }

  private boolean isDue(String sensor) {
    if (converted && !fetched.contains(sensor)) {
      return clock.micros() - convertedAt > maxAgeMicros;
    }
    return maxAgeMicros > 0 && sensors.size() > 1;
  }

  private boolean isLeftBehind() throws DriverException {
    return !settled && !files.read(BULK).equals("0");
  }

  /** Returns when all sensors have measured. */
  private void convert() throws DriverException {
    settled = false;
    fetched.clear();
    files.write(BULK, "trigger\n");
    convertedAt = clock.micros();
    converted = true;
    settled = true;
  }
}
