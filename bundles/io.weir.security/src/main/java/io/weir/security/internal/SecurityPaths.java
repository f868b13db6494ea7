package io.weir.security.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** Where this bundle keeps its files, from the framework's properties. */
final class SecurityPaths {
  private SecurityPaths() {}

  /** {@code ${weir.data}/security}. */
  static Path directory(BundleContext context) {
    return Path.of(property(context, "weir.data")).resolve("security");
  }

  /** {@code ${weir.etc}/first-access-code}: a code given to this device before its first start. */
  static Path provisioning(BundleContext context) {
    return Path.of(property(context, "weir.etc")).resolve("first-access-code");
  }

  /** {@code ${weir.etc}}: the documents of the configuration. */
  static Path documents(BundleContext context) {
    return Path.of(property(context, "weir.etc"));
  }

  /** {@code ${weir.etc}/secrets}: secrets given to this device, taken at its start. */
  static Path provisionedSecrets(BundleContext context) {
    return Path.of(property(context, "weir.etc")).resolve("secrets");
  }

  /** {@code ${weir.run}/secrets}: where the command {@code weir secret} puts its requests. */
  static Path requests(BundleContext context) {
    return Path.of(property(context, "weir.run")).resolve("secrets");
  }

  /** Where systemd puts the credentials of this service; null if it gives none. */
  static @Nullable Path credentials() {
    String directory = System.getenv("CREDENTIALS_DIRECTORY");
    return directory == null || directory.isBlank() ? null : Path.of(directory);
  }

  /** The gateway's id. */
  static String gateway(BundleContext context) {
    return property(context, "weir.gateway.id");
  }

  private static String property(BundleContext context, String name) {
    String value = context.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("framework property " + name + " is not set");
    }
    return value;
  }
}
