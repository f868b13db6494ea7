package io.weir.launcher;

import java.util.StringJoiner;
import org.slf4j.LoggerFactory;

/** Packages of the launcher's class path that bundles see through the framework. */
final class SystemPackages {
  private static final String[] SLF4J = {
    "org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi"
  };

  /** What libraries built against the 1.7 line import; slf4j 2 is a drop-in for its users. */
  private static final String OLD_SLF4J = "1.7.36";

  private SystemPackages() {}

  /** The value of {@code org.osgi.framework.system.packages.extra}. */
  static String extra() {
    String version = LoggerFactory.class.getPackage().getImplementationVersion();
    StringJoiner packages = new StringJoiner(",").add("org.osgi.service.log;version=1.5");
    for (String name : SLF4J) {
      packages.add(name + ";version=" + version);
      packages.add(name + ";version=" + OLD_SLF4J);
    }
    return packages.toString();
  }
}
