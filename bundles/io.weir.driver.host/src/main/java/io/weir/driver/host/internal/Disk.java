package io.weir.driver.host.internal;

import io.weir.api.driver.RejectedException;
import java.io.File;

/** The file system that holds a path, in bytes, as {@code statvfs} tells. */
final class Disk implements Source {
  private final Tree tree;

  Disk(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Sheet open(String selector) throws RejectedException {
    File file = tree.path(selector).toFile();
    long total = file.getTotalSpace();
    if (total == 0) {
      throw Tree.missing(
          "this machine has no file system at "
              + selector
              + (file.exists() ? " with a size" : ": there is no such path"));
    }
    return (measure, channel) ->
        switch (measure) {
          case DISK_TOTAL -> total;
          case DISK_USED -> total - file.getFreeSpace();
          case DISK_FREE -> file.getUsableSpace();
          default -> throw new IllegalArgumentException(measure + " is not of a disk");
        };
  }
}
