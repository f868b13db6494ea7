package io.weir.web.internal;

import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/**
 * Who answers.
 *
 * @param gateway id of this gateway
 * @param version of the product
 */
record Product(String gateway, String version) {
  static Product of(BundleContext context) {
    Version version = context.getBundle().getVersion();
    return new Product(
        Objects.requireNonNullElse(context.getProperty("weir.gateway.id"), ""),
        version.getMajor() + "." + version.getMinor() + "." + version.getMicro());
  }
}
