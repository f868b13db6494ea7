package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * What every pump works with.
 *
 * @param gateway id of this gateway
 * @param data the gateway's data folder
 */
record Services(
    String gateway,
    Path data,
    Journal journal,
    ChannelTable channels,
    GatewayClock clock,
    StatusBoard board) {
  /** The gateway's data folder. */
  static Path data(BundleContext context) {
    return Path.of(property(context, "weir.data", "data"));
  }

  /** A property of the framework. */
  static String property(BundleContext context, String name, String absent) {
    String value = context.getProperty(name);
    return value == null ? absent : value;
  }

  /** Where an uplink's use of its day's budget is kept. */
  Path budget(String uplink) {
    return data.resolve("uplink").resolve(uplink + ".budget");
  }
}
