package io.weir.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Says with its service's properties what a bundle sees, and that it is alive. */
public final class EchoActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    Map<String, Object> seen = new HashMap<>();
    for (String key : new String[] {"weir.etc", "weir.data", "weir.run", "weir.gateway.id"}) {
      seen.put(key, String.valueOf(context.getProperty(key)));
    }
    seen.put("weir.watchdog", "echo");
    context.registerService(BooleanSupplier.class, () -> true, FrameworkUtil.asDictionary(seen));
  }

  @Override
  public void stop(BundleContext context) {}
}
