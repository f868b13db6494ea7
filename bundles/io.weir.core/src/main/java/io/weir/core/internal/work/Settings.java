package io.weir.core.internal.work;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** What the launcher tells the bundles. */
public final class Settings {
  private Settings() {}

  /**
   * The directory that a framework property names.
   *
   * @throws IllegalStateException naming the property, if it is not set
   */
  public static Path directory(BundleContext context, String property) {
    String value = context.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(
          "framework property " + property + " is missing; set it to a directory");
    }
    return Path.of(value);
  }
}
