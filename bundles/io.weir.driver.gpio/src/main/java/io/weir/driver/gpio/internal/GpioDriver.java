package io.weir.driver.gpio.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.driver.PushDriver;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.History;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The lines of one GPIO chip. Confined to the bus thread but for {@link #point} and {@link
 * #limits}.
 */
@Component(
    name = "io.weir.driver.gpio",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=gpio")
@Designate(ocd = GpioConfig.class, factory = true)
public final class GpioDriver implements PushDriver {
  private static final Path DEVICES = Path.of("/dev");
  private static final Path PWM_CHIPS = Path.of("/sys/class/pwm");
  private static final BlockLimits ALL = new BlockLimits(1024, 1024);
  private static final int TAKE = 256;

  private final GpioContext context;
  private final String chip;
  private final Chip.Opener chips;
  private final Pwm.Opener pwms;
  private final Totals totals;
  private final GpioStatus status;
  private @Nullable Ports ports;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable History history;

  /** Checks the configuration. */
  @Activate
  public GpioDriver(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      GpioConfig config,
      Map<String, Object> properties) {
    this(
        clock,
        board,
        config,
        String.valueOf(properties.get("service.pid")),
        new ChipFinder(DEVICES),
        SysfsPwm.opener(PWM_CHIPS, inRange("pwm.chip", config.pwm_chip(), 0, 255)));
  }

  GpioDriver(
      GatewayClock clock,
      StatusBoard board,
      GpioConfig config,
      String pid,
      Chip.Opener chips,
      Pwm.Opener pwms) {
    if (config.chip().isBlank()) {
      throw new ConfigException(
          "chip", config.chip(), "use 'header', or a chip's label, name or path");
    }
    int queue = inRange("queue", config.queue(), 16, 65_536);
    chip = config.chip().strip();
    this.chips = chips;
    this.pwms = pwms;
    StatusBoard.Part part = board.part("gpio/" + pid.substring(pid.indexOf('~') + 1));
    status = new GpioStatus(part);
    context = new GpioContext(clock, () -> history, part, queue);
    totals = new Totals(point -> new Total(point, context.history(), clock));
  }

  private static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }

  void setHistory(@Nullable History store) {
    history = store;
  }

  @Override
  public Point point(Channel channel) {
    return Addresses.parse(channel);
  }

  /** Lines are read one by one whatever stands between them. */
  @Override
  public BlockLimits limits(Point point) {
    return ALL;
  }

  @Override
  public void connect() throws ConnectionException {
    if (ports != null) {
      return;
    }
    try {
      Chip opened = chips.open(chip);
      context.reset();
      ports = new Ports(context, opened, pwms, totals);
    } catch (LineException e) {
      throw new ConnectionException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException {
    Ports open = ports();
    context.onNews(wake);
    Map<GpioPoint, Integer> wanted = new LinkedHashMap<>();
    entries.forEach(entry -> wanted.put((GpioPoint) entry.point(), entry.channel()));
    context.queue().clear();
    open.configure(wanted);
    totals.retain(wanted.keySet());
    status.retain(wanted.keySet());
    // What is driven first: it is safe before anything else is done.
    announce(open, wanted, true);
    announce(open, wanted, false);
    status.report(totals.waiting());
  }

  private void announce(Ports open, Map<GpioPoint, Integer> wanted, boolean driving)
      throws ConnectionException {
    for (Map.Entry<GpioPoint, Integer> entry : wanted.entrySet()) {
      GpioPoint point = entry.getKey();
      if (point.mode().isDriving() == driving) {
        try {
          open.announce(point, entry.getValue());
          status.works(point);
        } catch (LineException e) {
          if (e.asDriverException(true) instanceof ConnectionException gone) {
            throw gone;
          }
          status.fails(point, e);
        }
      }
    }
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    Ports open = connected();
    if (context.queue().drain(TAKE, into)) {
      return true;
    }
    for (int number : context.queue().drainLosers(into)) {
      InputPort input = open.input(number);
      try {
        if (input != null) {
          boolean active = input.isActive();
          into.addBoolean(number, context.queue().stamp(context.clock().micros()), active);
        }
      } catch (LineException e) {
        context.fail(String.valueOf(e.getMessage()));
      }
    }
    checkFault();
    return false;
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    Ports open = ports();
    boolean alone = block.entries().size() == 1;
    for (Block.Entry entry : block.entries()) {
      GpioPoint point = (GpioPoint) entry.point();
      try {
        open.get(point).read(entry.channel(), into);
        status.works(point);
      } catch (LineException e) {
        status.fails(point, e);
        status.report(totals.waiting());
        throw e.asDriverException(alone);
      }
    }
    status.report(totals.waiting());
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    try {
      ports().get((GpioPoint) point).write(bits);
    } catch (LineException e) {
      throw e.asDriverException(true);
    }
  }

  @Override
  public void disconnect() {
    Ports open = ports;
    ports = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    status.close();
  }

  private Ports ports() throws ConnectionException {
    Ports open = connected();
    checkFault();
    return open;
  }

  private Ports connected() throws ConnectionException {
    Ports open = ports;
    if (open == null) {
      throw new ConnectionException("not connected", null);
    }
    return open;
  }

  private void checkFault() throws ConnectionException {
    String fault = context.fault();
    if (fault != null) {
      throw new ConnectionException(fault, null);
    }
  }
}
