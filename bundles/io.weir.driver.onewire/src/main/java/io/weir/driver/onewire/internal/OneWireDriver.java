package io.weir.driver.onewire.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import io.weir.api.runtime.GatewayClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A 1-Wire bus of temperature sensors. Confined to the bus thread but for {@link #point}; what
 * waits for the kernel runs on the {@link Helper}'s thread.
 */
@Component(
    name = "io.weir.driver.onewire",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=onewire")
@Designate(ocd = OneWireConfig.class, factory = true)
public final class OneWireDriver implements ExplorableDriver {
  private static final int EROFS = 30;
  private static final int MAX_MASTER = 99;
  private static final int MAX_MILLIS = 60_000;

  /** As many sensors as the kernel looks for on one bus. */
  private static final int MAX_SENSORS = 64;

  private final String master;
  private final int timeoutMillis;
  private final long maxAgeMicros;
  private final GatewayClock clock;
  private final BusFiles files;
  private final Settings settings;
  private @Nullable Helper helper;
  private Conversions conversions;

  /** Checks the configuration, as it was converted and as it was written. */
  @Activate
  public OneWireDriver(
      @Reference GatewayClock clock, OneWireConfig config, Map<String, Object> settings) {
    this(clock, config, settings, Path.of("/"));
  }

  OneWireDriver(GatewayClock clock, OneWireConfig config, Map<String, Object> written, Path root) {
    DriverSettings.check(written, OneWireConfig.class);
    master = "w1_bus_master" + inRange("master", config.master(), 1, MAX_MASTER);
    timeoutMillis = inRange("timeout.ms", config.timeout_ms(), 1, MAX_MILLIS);
    maxAgeMicros =
        TimeUnit.MILLISECONDS.toMicros(inRange("bulk.age.ms", config.bulk_age_ms(), 0, MAX_MILLIS));
    this.clock = clock;
    files = new BusFiles(root, master);
    settings = new Settings(files);
    conversions = new Conversions(files, clock, maxAgeMicros);
  }

  private static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }

  @Override
  public Point point(Channel channel) {
    return SensorPoint.of(channel);
  }

  /** What stands in one area comes from one reading. */
  @Override
  public BlockLimits limits(Point point) {
    int all = Measure.values().length;
    return new BlockLimits(all, all);
  }

  @Override
  public void connect() throws ConnectionException {
    if (helper != null) {
      return;
    }
    files.check();
    conversions = new Conversions(files, clock, maxAgeMicros);
    helper = new Helper("weir-onewire-" + master, timeoutMillis);
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    SensorPoint any = (SensorPoint) block.entries().get(0).point();
    if (any.measure().isMeasured()) {
      Scratchpad pad = measure(any.sensor(), any.family());
      for (Block.Entry entry : block.entries()) {
        add(pad, (SensorPoint) entry.point(), entry.channel(), into);
      }
      return;
    }
    for (Block.Entry entry : block.entries()) {
      SensorPoint point = (SensorPoint) entry.point();
      long value = call("reading the settings of " + point.sensor(), () -> settings.read(point));
      into.addInteger(entry.channel(), 0, value);
    }
  }

  private static void add(Scratchpad pad, SensorPoint point, int channel, Batch into) {
    byte quality = pad.quality();
    if (Quality.isBad(quality)) {
      into.addBad(channel, 0, Quality.reason(quality));
    } else if (point.measure() == Measure.ALARM) {
      into.add(channel, 0, pad.alarm() ? 1 : 0, quality);
    } else {
      into.add(channel, 0, Double.doubleToRawLongBits(pad.celsius()), quality);
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    SensorPoint setting = (SensorPoint) point;
    if (setting.measure().isMeasured()) {
      throw new RejectedException(setting.measure().word() + " cannot be written", EROFS, false);
    }
    call(
        "writing the settings of " + setting.sensor(),
        () -> {
          settings.write(setting, bits);
          return true;
        });
  }

  @Override
  public void disconnect() {
    if (helper != null) {
      helper.close();
      helper = null;
    }
  }

  @Override
  public List<Map<String, Object>> candidates(Map<String, Object> query) {
    SensorPoint.checkKeys(query, List.of());
    return IntStream.range(0, MAX_SENSORS)
        .mapToObj(place -> Map.<String, Object>of("place", place))
        .toList();
  }

  @Override
  public @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    try {
      List<String> sensors = call("listing the sensors", files::sensors);
      if (!(candidate.get("place") instanceof Integer place) || place >= sensors.size()) {
        return null;
      }
      String sensor = sensors.get(place);
      Family family = Family.of(sensor);
      return family == null
          ? null
          : new Finding(
              Map.of("sensor", sensor), family + " temperature sensor", details(sensor, family));
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      return null;
    }
  }

  private Map<String, String> details(String sensor, Family family) throws ConnectionException {
    Map<String, String> details = new TreeMap<>();
    try {
      Scratchpad pad = measure(sensor, family);
      details.put("temperature", text(pad));
      details.put("resolution", pad.resolution() + " bits");
      String power = call("reading how it is supplied", () -> files.read(sensor + "/ext_power"));
      details.put("supply", power.equals("0") ? "by the data line" : "external");
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      details.put("fault", String.valueOf(e.getMessage()));
    }
    return details;
  }

  @Override
  public Reading inspect(Map<String, Object> address) throws DriverException {
    SensorPoint.checkKeys(address, List.of("sensor"));
    String sensor = SensorPoint.sensor(address.get("sensor"));
    Family family = Family.of(sensor);
    if (family == null) {
      throw new IllegalStateException(sensor); // It has just been checked.
    }
    Scratchpad pad = measure(sensor, family);
    return new Reading(
        pad.hex(),
        List.of(
            interpretation(Measure.TEMPERATURE, text(pad)),
            interpretation(Measure.ALARM, pad.alarm()),
            interpretation(Measure.RESOLUTION, pad.resolution()),
            interpretation(Measure.ALARM_LOW, pad.alarmLow()),
            interpretation(Measure.ALARM_HIGH, pad.alarmHigh())));
  }

  private static Interpretation interpretation(Measure measure, Object value) {
    return new Interpretation(Map.of("measure", measure.word()), value.toString());
  }

  private static String text(Scratchpad pad) {
    byte quality = pad.quality();
    String value = Quality.isBad(quality) ? "" : pad.celsius() + " Cel";
    return quality == Quality.GOOD ? value : (value + " " + Quality.text(quality)).strip();
  }

  private Scratchpad measure(String sensor, Family family) throws DriverException {
    Conversions now = conversions;
    return call("measuring by " + sensor, () -> now.measure(sensor, family));
  }

  private <T> T call(String what, Helper.Work<T> work) throws DriverException {
    Helper running = helper;
    if (running == null) {
      throw new ConnectionException("not connected", null);
    }
    try {
      return running.call(what, work);
    } catch (ConnectionException e) {
      disconnect();
      throw e;
    }
  }
}
