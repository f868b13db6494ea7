package io.weir.driver.i2c.internal;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** An I2C bus of the board. Confined to the bus thread but for {@link #point}. */
@Component(
    name = "io.weir.driver.i2c",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=i2c")
@Designate(ocd = I2cConfig.class, factory = true)
public final class I2cDriver implements ExplorableDriver {
  static final List<PartKind<I2cWire>> KINDS =
      List.of(
          Bme280.BME280,
          Bme280.BMP280,
          Sht3x.KIND,
          Thermometer.TMP102,
          Thermometer.LM75,
          Ina219.KIND,
          Ads1115.KIND,
          Mcp23017.KIND);

  /** Code of errno.h for a device that another owns. */
  private static final int EBUSY = 16;

  private static final int MAX_BUS = 255;

  private final int number;
  private final I2cBus.Opener opener;
  private final Pause pause;
  private final Addresses<I2cWire> addresses = new Addresses<>("address", I2cWire::hex, KINDS);
  private @Nullable I2cBus bus;
  private @Nullable Parts parts;

  /** Checks the configuration, as it was converted and as it was written. */
  @Activate
  public I2cDriver(I2cConfig config, Map<String, Object> settings) {
    this(config, settings, Pi4jI2cBus::new, Pause.real());
  }

  I2cDriver(I2cConfig config, Map<String, Object> settings, I2cBus.Opener opener, Pause pause) {
    DriverSettings.check(settings, I2cConfig.class);
    if (config.bus() < 0 || config.bus() > MAX_BUS) {
      throw new ConfigException("bus", config.bus(), "use a number from 0 to " + MAX_BUS);
    }
    number = config.bus();
    this.opener = opener;
    this.pause = pause;
  }

  @Override
  public Point point(Channel channel) {
    return addresses.parse(channel);
  }

  /** A part is read whole. */
  @Override
  public BlockLimits limits(Point point) {
    int all = KINDS.stream().mapToInt(kind -> kind.measures().size()).max().orElse(1);
    return new BlockLimits(all, all);
  }

  @Override
  public void connect() throws ConnectionException {
    if (bus == null) {
      I2cBus opened = opener.open(number);
      bus = opened;
      parts = new Parts(point -> wired(opened, point));
    }
  }

  private Part wired(I2cBus opened, PartPoint point) {
    return addresses
        .kind(Map.of("part", point.kind().name()))
        .factory()
        .apply(new I2cWire(opened, point.place(), pause));
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    try {
      connected((PartPoint) block.entries().get(0).point()).read(block, into);
    } catch (ConnectionException e) {
      disconnect();
      throw e;
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    PartPoint target = (PartPoint) point;
    try {
      connected(target).write(target, bits);
    } catch (ConnectionException e) {
      disconnect();
      throw e;
    }
  }

  private Parts connected(PartPoint point) throws DriverException {
    if (parts == null) {
      throw new ConnectionException("not connected", null);
    }
    String owner = bus().owner(point.place());
    if (owner != null) {
      throw new RejectedException(
          I2cWire.hex(point.place())
              + " belongs to the kernel's driver "
              + owner
              + "; read it there, or take the overlay that loads it out of config.txt",
          EBUSY,
          false);
    }
    return parts;
  }

  private I2cBus bus() throws ConnectionException {
    if (bus == null) {
      throw new ConnectionException("not connected", null);
    }
    return bus;
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

  @Override
  public List<Map<String, Object>> candidates(Map<String, Object> query) {
    return I2cSearch.candidates(query);
  }

  @Override
  public @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    return I2cSearch.probe(bus(), candidate, pause);
  }

  @Override
  public Reading inspect(Map<String, Object> address) throws DriverException {
    PartPoint any = I2cSearch.firstPoint(addresses, address);
    connected(any);
    return I2cSearch.inspect(addresses, bus(), address, pause);
  }
}
