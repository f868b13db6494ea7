package io.weir.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The OSGi log service on top of the one log, for the framework's own bundles: without it they
 * print to the console. A proxy, because the two interfaces have sixty methods that say the same.
 */
final class LogBridge {
  private LogBridge() {}

  /** A log service that writes to the log under the names the callers give. */
  static LogService service() {
    return proxy(LogService.class, new Service());
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(LogBridge.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static final class Service implements InvocationHandler {
    private final Logger own = logger("io.weir.framework");

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] args)
        throws ReflectiveOperationException {
      if (method.getName().equals("getLogger") && args != null) {
        return logger(name(args[0]));
      }
      if (method.getName().equals("log") && args != null) {
        legacy(args);
        return null;
      }
      return method.getDeclaringClass() == Object.class
          ? method.invoke(this, args)
          : method.invoke(own, args);
    }

    /** {@code log([reference,] level, message[, exception])} of the old interface. */
    private void legacy(Object[] args) {
      int level = 0;
      for (int i = 0; i < args.length; i++) {
        if (args[i] instanceof Integer) {
          level = i;
        }
      }
      Object[] rest = Arrays.copyOfRange(args, level + 1, args.length);
      switch ((Integer) args[level]) {
        case 1 -> own.error("{}", rest);
        case 2 -> own.warn("{}", rest);
        case 3 -> own.info("{}", rest);
        default -> own.debug("{}", rest);
      }
    }

    private static Logger logger(String name) {
      return proxy(Logger.class, new Target(LoggerFactory.getLogger(name)));
    }

    private static String name(Object owner) {
      if (owner instanceof Bundle bundle) {
        return bundle.getSymbolicName();
      }
      return owner instanceof Class<?> type ? type.getName() : owner.toString();
    }
  }

  private record Target(org.slf4j.Logger log) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] args)
        throws Exception {
      String name = method.getName();
      if (name.equals("getName")) {
        return log.getName();
      }
      if (name.startsWith("is")) {
        return log.isEnabledForLevel(level(name.substring(2, name.length() - "Enabled".length())));
      }
      if (method.getDeclaringClass() == Object.class || args == null) {
        return method.invoke(this, args);
      }
      write(self, level(name), args);
      return null;
    }

    private void write(Object self, Level wanted, Object[] args) throws Exception {
      Level level = isEcho(args) ? Level.DEBUG : wanted;
      if (!log.isEnabledForLevel(level)) {
        return;
      }
      if (args[0] instanceof LoggerConsumer<?> consumer) {
        @SuppressWarnings("unchecked")
        LoggerConsumer<Exception> typed = (LoggerConsumer<Exception>) consumer;
        typed.accept((Logger) self);
        return;
      }
      Object[] rest =
          args.length == 2 && args[1] instanceof Object[] many
              ? many
              : Arrays.copyOfRange(args, 1, args.length);
      log.atLevel(level).log(String.valueOf(args[0]), rest);
    }

    private static boolean isEcho(Object[] args) {
      Object last = args[args.length - 1];
      if (last instanceof Object[] many && many.length > 0) {
        last = many[many.length - 1];
      }
      return (last instanceof Throwable thrown && Echoes.isOne(thrown))
          || (args[0] instanceof String message && Echoes.isOne(message));
    }

    /** Audit lines of the framework are worth an info. */
    private static Level level(String name) {
      String upper = name.toUpperCase(Locale.ROOT);
      return upper.equals("AUDIT") ? Level.INFO : Level.valueOf(upper);
    }
  }
}
