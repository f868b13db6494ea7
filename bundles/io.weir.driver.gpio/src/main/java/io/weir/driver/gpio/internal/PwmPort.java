package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A duty that is driven: the safe one from the first moment on, and again at the end. */
final class PwmPort implements Port {
  private static final Logger LOG = LoggerFactory.getLogger(PwmPort.class);
  private static final double MAX = 100;

  private final GpioPoint point;
  private final Pwm pwm;

  PwmPort(Pwm.Opener opener, GpioPoint point) throws LineException {
    this.point = point;
    pwm = opener.open(point.start(), point.hertz(), point.activeLow(), point.safe().value());
  }

  @Override
  public void read(int channel, Batch into) throws LineException {
    into.addDouble(channel, 0, pwm.duty());
  }

  @Override
  public void write(long bits) throws LineException {
    double percent = Double.longBitsToDouble(bits);
    if (!(percent >= 0 && percent <= MAX)) {
      throw new LineException(
          "A duty of " + percent + " % is not from 0 to 100", LineException.EINVAL, null);
    }
    pwm.duty(percent);
  }

  @Override
  public void release() {
    Double safe = point.safe().value();
    if (safe != null) {
      try {
        pwm.duty(safe);
      } catch (LineException e) {
        LOG.warn("{} could not be put into its safe state", point.channel(), e);
      }
    }
  }
}
