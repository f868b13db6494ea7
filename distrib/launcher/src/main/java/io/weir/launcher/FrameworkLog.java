package io.weir.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Sends what the framework has to say to the log. */
final class FrameworkLog extends Logger implements FrameworkListener {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("io.weir.framework");

  @Override
  @SuppressWarnings("rawtypes") // as the framework declares it
  protected void doLog(
      @Nullable Bundle bundle,
      @Nullable ServiceReference sr,
      int level,
      String msg,
      @Nullable Throwable throwable) {
    doLog(level, bundle == null ? msg : bundle.getSymbolicName() + ": " + msg, throwable);
  }

  @Override
  protected void doLog(int level, String msg, @Nullable Throwable throwable) {
    switch (level) {
      case LOG_ERROR -> LOG.error(msg, throwable);
      case LOG_WARNING -> LOG.warn(msg, throwable);
      case LOG_INFO -> LOG.debug(msg, throwable);
      default -> LOG.trace(msg, throwable);
    }
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR && !Echoes.isOne(event.getThrowable())) {
      LOG.error("Bundle {} failed", event.getBundle().getSymbolicName(), event.getThrowable());
    }
  }
}
