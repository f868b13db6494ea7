package io.weir.driver.gpio.internal;

import com.pi4j.plugin.linuxfs.internal.LinuxPwm;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An output of a PWM chip, through the files of Pi4J's {@link LinuxPwm}.
 *
 * <p>Not through Pi4J's {@code Pwm}: that one stops the output and starts it anew with each duty.
 */
final class SysfsPwm implements Pwm {
  private static final long NANOS = 1_000_000_000;

  private final LinuxPwm files;
  private final int output;
  private final long period;

  /** What was asked for last: whole nanoseconds turn 62.5 % into 62.4998 %, and back. */
  private double asked;

  private SysfsPwm(LinuxPwm files, int output, int hertz) {
    this.files = files;
    this.output = output;
    period = NANOS / hertz;
  }

  /** Opens outputs of the chip of this number below a directory, {@code /sys/class/pwm}. */
  static Opener opener(Path directory, int chip) {
    return (output, hertz, inverted, duty) -> {
      Path path = directory.resolve("pwmchip" + chip);
      if (!Files.isDirectory(path)) {
        throw new LineException(
            "There is no PWM chip " + path + "; it needs a device tree overlay such as pwm-2chan",
            LineException.ENOENT,
            null);
      }
      SysfsPwm pwm = new SysfsPwm(new LinuxPwm(directory.toString(), chip, output), output, hertz);
      pwm.start(inverted, duty);
      return pwm;
    };
  }

  private void start(boolean inverted, @Nullable Double duty) throws LineException {
    try {
      if (output >= files.channels()) {
        throw new LineException(
            files.systemPath() + " has " + files.channels() + " outputs, none of number " + output,
            LineException.ENXIO,
            null);
      }
      if (!files.isExported()) {
        files.export();
      }
      LinuxPwm.Polarity polarity = inverted ? LinuxPwm.Polarity.INVERSED : LinuxPwm.Polarity.NORMAL;
      boolean running =
          files.isEnabled() && files.period() == period && files.polarity() == polarity;
      if (!running) {
        asked = files.period() == 0 ? 0 : 100.0 * files.dutyCycle() / files.period();
        // The kernel takes nothing before it has a period, no duty longer than that, and no other
        // polarity while the output runs.
        if (files.dutyCycle() > 0) {
          files.dutyCycle(0);
        }
        if (files.isEnabled()) {
          files.disable();
        }
        files.period(period);
        files.polarity(polarity);
        asked = duty == null ? asked : duty;
        files.dutyCycle(nanos(asked));
        files.enable();
      } else if (duty != null) {
        duty(duty);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private long nanos(double percent) {
    return Math.round(period * percent / 100);
  }

  @Override
  public double duty() throws LineException {
    try {
      long nanos = files.dutyCycle();
      return nanos == nanos(asked) ? asked : 100.0 * nanos / period;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void duty(double percent) throws LineException {
    try {
      files.dutyCycle(nanos(percent));
      asked = percent;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private LineException failure(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return new LineException(
          denied.getFile()
              + " may not be written; the gateway's user must be in the group 'gpio', and its"
              + " service must be allowed to write below /sys",
          LineException.EACCES,
          e);
    }
    return new LineException("PWM " + output + " failed: " + e, LineException.EIO, e);
  }
}
