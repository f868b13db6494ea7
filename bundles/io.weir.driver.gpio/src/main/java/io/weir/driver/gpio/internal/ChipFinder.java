package io.weir.driver.gpio.internal;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds a chip by label, name, path, or as the one behind the header of a Raspberry Pi. */
final class ChipFinder implements Chip.Opener {
  private final Path devices;

  ChipFinder(Path devices) {
    this.devices = devices;
  }

  @Override
  public Chip open(String wanted) throws LineException {
    List<KernelChip> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int code = LineException.ENOENT;
    for (Path path : paths()) {
      try {
        KernelChip chip = new KernelChip(path.toString());
        if (isMeant(wanted, path, chip)) {
          found.add(chip);
        } else {
          others.add(chip.toString());
          chip.close();
        }
      } catch (LastErrorException e) {
        others.add(path.getFileName() + " (" + e.getMessage() + ")");
        code = e.getErrorCode();
      } catch (LinkageError e) {
        throw new LineException(
            "The native library for " + System.getProperty("os.arch") + " cannot be loaded: " + e,
            LineException.EIO,
            e);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    found.forEach(KernelChip::close);
    throw new LineException(
        found.isEmpty() ? none(wanted, others, code) : several(wanted, found), code, null);
  }

  private static boolean isMeant(String wanted, Path path, KernelChip chip) {
    if (wanted.equals(GpioConfig.HEADER)) {
      return chip.label().startsWith("pinctrl-bcm2") || chip.label().equals("pinctrl-rp1");
    }
    return wanted.equals(chip.label())
        || wanted.equals(chip.name())
        || wanted.equals(path.toString());
  }

  private static String none(String wanted, List<String> others, int code) {
    String what =
        wanted.equals(GpioConfig.HEADER)
            ? "There is no chip of a Raspberry Pi's header"
            : "There is no GPIO chip '" + wanted + "'";
    String there = others.isEmpty() ? "; there is none at all" : "; there is " + others;
    String fix =
        code == LineException.EACCES ? "; the gateway's user must be in the group 'gpio'" : "";
    return what + there + fix;
  }

  private static String several(String wanted, List<KernelChip> found) {
    return "'" + wanted + "' is the label of " + found + "; use a name";
  }

  private Set<Path> paths() throws LineException {
    Set<Path> paths = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(devices, "gpiochip*")) {
      stream.forEach(paths::add);
    } catch (IOException e) {
      throw new LineException(devices + " cannot be listed: " + e, LineException.EIO, e);
    }
    return paths;
  }
}
