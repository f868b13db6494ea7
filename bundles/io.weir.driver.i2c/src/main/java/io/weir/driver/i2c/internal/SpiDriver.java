package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.driver.Point;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** An SPI bus of the board. Confined to the bus thread but for {@link #point}. */
@Component(
    name = "io.weir.driver.spi",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=spi")
@Designate(ocd = SpiConfig.class, factory = true)
public final class SpiDriver implements Driver {
  static final int MAX_CHIP_SELECT = 15;

  static final List<PartKind<SpiWire>> KINDS = List.of(Mcp3008.KIND, Max31855.KIND, Max31865.KIND);
  private static final int MAX_BUS = 15;
  private static final int MIN_HERTZ = 10_000;
  private static final int MAX_HERTZ = 5_000_000;

  private final int number;
  private final int hertz;
  private final SpiBus.Opener opener;
  private final Pause pause;
  private final Addresses<SpiWire> addresses =
      new Addresses<>("chip-select", place -> "chip select " + place, KINDS);
  private @Nullable SpiBus bus;
  private @Nullable Parts parts;

  /** Checks the configuration, as it was converted and as it was written. */
  @Activate
  public SpiDriver(SpiConfig config, Map<String, Object> settings) {
    this(config, settings, LinuxSpiBus::new, Pause.real());
  }

  SpiDriver(SpiConfig config, Map<String, Object> settings, SpiBus.Opener opener, Pause pause) {
    DriverSettings.check(settings, SpiConfig.class);
    number = inRange("bus", config.bus(), 0, MAX_BUS);
    hertz = inRange("speed.hz", config.speed_hz(), MIN_HERTZ, MAX_HERTZ);
    this.opener = opener;
    this.pause = pause;
  }

  private static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }

  @Override
  public Point point(Channel channel) {
    return addresses.parse(channel);
  }

  /** A part is read whole. */
  @Override
  public BlockLimits limits(Point point) {
    int all = addresses.kinds().stream().mapToInt(kind -> kind.measures().size()).max().orElse(1);
    return new BlockLimits(all, all);
  }

  @Override
  public void connect() throws ConnectionException {
    if (bus == null) {
      SpiBus opened = opener.open(number, hertz);
      bus = opened;
      parts =
          new Parts(
              point ->
                  addresses
                      .kind(Map.of("part", point.kind().name()))
                      .factory()
                      .apply(new SpiWire(opened, point.place(), pause)));
    }
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    try {
      connected().read(block, into);
    } catch (ConnectionException e) {
      disconnect();
      throw e;
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    connected().write((PartPoint) point, bits);
  }

  private Parts connected() throws ConnectionException {
    if (parts == null) {
      throw new ConnectionException("not connected", null);
    }
    return parts;
  }

  @Override
  public void disconnect() {
    if (parts != null) {
      parts.stop();
      parts = null;
    }
    if (bus != null) {
      bus.close();
      bus = null;
    }
  }
}
