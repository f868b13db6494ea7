package io.weir.driver.gpio.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open lines of a connected chip, by what channels want of them. Bus thread. */
final class Ports {
  private final GpioContext context;
  private final Chip chip;
  private final Pwm.Opener pwms;
  private final Totals totals;
  private final Map<GpioPoint, Port> ports = new LinkedHashMap<>();
  private final Map<Integer, Pulses> pulses = new HashMap<>();
  private Map<GpioPoint, Integer> listeners = Map.of();

  Ports(GpioContext context, Chip chip, Pwm.Opener pwms, Totals totals) {
    this.context = context;
    this.chip = chip;
    this.pwms = pwms;
    this.totals = totals;
  }

  /** Gives back what is none of these points'; each of these inputs tells its channel's number. */
  void configure(Map<GpioPoint, Integer> wanted) {
    listeners = wanted;
    Set<GpioPoint> gone = new HashSet<>(ports.keySet());
    gone.removeAll(wanted.keySet());
    release(gone);
  }

  /** The port of a point, opened if it is not open. */
  Port get(GpioPoint point) throws LineException {
    Port port = ports.get(point);
    if (port == null) {
      port = open(point);
      ports.put(point, port);
      Integer number = listeners.get(point);
      if (number != null && port instanceof InputPort input) {
        input.listen(number);
      }
    }
    return port;
  }

  /** Has an input tell its present level again. */
  void announce(GpioPoint point, int number) throws LineException {
    boolean fresh = !ports.containsKey(point);
    if (get(point) instanceof InputPort input && !fresh) {
      input.listen(number);
    }
  }

  /** The input that tells this channel's number, if one does. */
  @Nullable InputPort input(int number) {
    for (Port port : ports.values()) {
      if (port instanceof InputPort input && input.isOf(number)) {
        return input;
      }
    }
    return null;
  }

  private Port open(GpioPoint point) throws LineException {
    if (point.mode() != Mode.PWM && point.start() >= chip.lines()) {
      throw new LineException(
          "The chip has " + chip.lines() + " lines, none of number " + point.start(),
          LineException.ENXIO,
          null);
    }
    for (GpioPoint other : ports.keySet()) {
      if (other.area().equals(point.area()) && other.start() == point.start()) {
        checkShared(point, other);
      }
    }
    return switch (point.mode()) {
      case INPUT -> new InputPort(context, chip, point);
      case OUTPUT -> new OutputPort(chip, point);
      case PWM -> new PwmPort(pwms, point);
      case COUNTER -> new CounterPort(pulses(point), totals.of(point), () -> leave(point));
      case FREQUENCY -> new FrequencyPort(pulses(point), context.clock(), () -> leave(point));
    };
  }

  /** A counter and a frequency may stand on one line, everything else is alone. */
  private static void checkShared(GpioPoint point, GpioPoint other) throws LineException {
    if (point.mode().isCounting() && other.mode().isCounting() && point.mode() != other.mode()) {
      return;
    }
    throw new LineException(
        String.format(
            Locale.ROOT,
            "%s is used twice, by %s (%s) and %s (%s); give one of them another",
            point.place(),
            other.channel(),
            other.mode().name().toLowerCase(Locale.ROOT),
            point.channel(),
            point.mode().name().toLowerCase(Locale.ROOT)),
        LineException.EINVAL,
        null);
  }

  private Pulses pulses(GpioPoint point) throws LineException {
    Pulses shared = pulses.get(point.start());
    if (shared == null) {
      shared = new Pulses(context, chip, point.setup());
      pulses.put(point.start(), shared);
    } else if (!shared.share(point.setup())) {
      throw new LineException(
          "The counter and the frequency of "
              + point.place()
              + " differ in pull, edge, debounce or active-low; make these the same",
          LineException.EINVAL,
          null);
    }
    return shared;
  }

  private void leave(GpioPoint point) {
    Pulses shared = pulses.get(point.start());
    if (shared != null && shared.leave()) {
      pulses.remove(point.start());
    }
  }

  private void release(Collection<GpioPoint> points) {
    for (GpioPoint point : points) {
      Port port = ports.remove(point);
      if (port != null) {
        port.release();
      }
    }
  }

  /** Gives everything back and closes the chip. */
  void close() {
    release(new HashSet<>(ports.keySet()));
    chip.close();
  }
}
