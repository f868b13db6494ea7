package io.weir.driver.gpio.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PWM output that writes down what is done to it. */
final class FakePwm implements Pwm, Pwm.Opener {
  private final List<String> calls = new ArrayList<>();
  private double duty = 37.5;

  List<String> calls() {
    List<String> copy = List.copyOf(calls);
    calls.clear();
    return copy;
  }

  @Override
  public Pwm open(int output, int hertz, boolean inverted, @Nullable Double initial)
      throws LineException {
    if (output > 1) {
      throw new LineException("There are 2 outputs", LineException.ENXIO, null);
    }
    calls.add(
        "open " + output + " at " + hertz + " Hz" + (inverted ? " inverted " : " ") + initial);
    duty = initial == null ? duty : initial;
    return this;
  }

  @Override
  public double duty() {
    return duty;
  }

  @Override
  public void duty(double percent) {
    calls.add("duty " + percent);
    duty = percent;
  }
}
