package io.weir.driver.host.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The machine the gateway runs on. Confined to the bus thread but for {@link #point}. */
@Component(
    name = "io.weir.driver.host",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=host")
@Designate(ocd = HostDriver.Config.class, factory = true)
public final class HostDriver implements Driver {
  private static final int EROFS = 30;

  /** Configuration of one connection: there is nothing to set. */
  @ObjectClassDefinition(
      name = "This machine",
      description = "The gateway's own health. There is nothing to set.")
  @interface Config {}

  private final Tree tree;
  private final Sources sources;
  private boolean connected;

  /** Checks the configuration. */
  @Activate
  public HostDriver(Map<String, Object> settings) {
    this(settings, Path.of("/"));
  }

  HostDriver(Map<String, Object> settings, Path root) {
    DriverSettings.check(settings, Config.class);
    tree = new Tree(root);
    sources = new Sources(tree);
  }

  @Override
  public Point point(Channel channel) {
    return HostPoint.of(channel);
  }

  /** Measures of one area come from one place, so all of them share a read. */
  @Override
  public BlockLimits limits(Point point) {
    int all = Measure.values().length;
    return new BlockLimits(all, all);
  }

  @Override
  public void connect() throws ConnectionException {
    if (connected) {
      return;
    }
    if (!tree.isDirectory("/proc/self")) {
      throw new ConnectionException("this machine has no /proc; is it mounted?", null);
    }
    sources.connect();
    connected = true;
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    if (!connected) {
      throw new ConnectionException("not connected", null);
    }
    HostPoint any = (HostPoint) block.entries().get(0).point();
    Source.Sheet sheet = sources.open(any.measure().group(), any.selector());
    for (Block.Entry entry : block.entries()) {
      Measure measure = ((HostPoint) entry.point()).measure();
      try {
        if (measure.type() == ValueType.TEXT) {
          into.addObject(entry.channel(), 0, sheet.text(measure), Quality.GOOD);
        } else {
          into.add(entry.channel(), 0, sheet.bits(measure, entry.channel()), Quality.GOOD);
        }
      } catch (NoValueException e) {
        into.addBad(entry.channel(), 0, e.reason());
      }
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws RejectedException {
    throw new RejectedException(
        ((HostPoint) point).measure().word() + " cannot be written", EROFS, false);
  }

  @Override
  public void disconnect() {
    connected = false;
  }
}
