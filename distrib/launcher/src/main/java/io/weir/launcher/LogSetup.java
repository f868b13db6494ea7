package io.weir.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Sets up the log: to standard output, as {@code weir.log.format} and {@code weir.log.level} say,
 * then what {@code logging.xml} of the configuration directory says of levels. Found by the logging
 * library as a service.
 *
 * <p>Said in Java, as reading the same from XML takes four hundred classes more.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** The libraries' housekeeping is nobody's news unless it fails. */
  private static final List<String> QUIET =
      List.of("org.eclipse.jetty", "org.apache.felix", "io.moquette", "io.netty", "com.pi4j");

  /** It looks for a Raspberry Pi's model and calls it an error on any other board. */
  private static final String BOARD_SEARCH = "com.pi4j.boardinfo";

  private final Properties properties;

  /** By the system properties. */
  public LogSetup() {
    this(System.getProperties());
  }

  LogSetup(Properties properties) {
    this.properties = properties;
  }

  @Override
  public ExecutionStatus configure(LoggerContext log) {
    String etc = properties.getProperty("weir.etc");
    if (etc == null || properties.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY; // Not our process, or somebody knows better.
    }
    log.getStatusManager().add(new NopStatusListener());
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(log);
    console.setName("console");
    console.setEncoder(encoder(log));
    console.start();
    Logger root = log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.toLevel(properties.getProperty("weir.log.level"), Level.INFO));
    QUIET.forEach(name -> log.getLogger(name).setLevel(Level.WARN));
    log.getLogger(BOARD_SEARCH).setLevel(Level.OFF);
    Path levels = Path.of(etc, "logging.xml");
    if (Files.exists(levels)) {
      read(levels, log);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext log) {
    if ("json".equals(properties.getProperty("weir.log.format"))) {
      JsonEncoder json = new JsonEncoder();
      json.setContext(log);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      json.setWithContext(false);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.setWithFormattedMessage(true);
      json.start();
      return json;
    }
    LogLine line = new LogLine();
    line.setContext(log);
    line.start();
    LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
    text.setContext(log);
    text.setLayout(line);
    text.start();
    return text;
  }

  private static void read(Path levels, LoggerContext log) {
    JoranConfigurator reader = new JoranConfigurator();
    reader.setContext(log);
    String including = "<configuration><include file=\"" + quoted(levels) + "\"/></configuration>";
    Logger own = log.getLogger(LogSetup.class);
    try {
      reader.doConfigure(new ByteArrayInputStream(including.getBytes(StandardCharsets.UTF_8)));
    } catch (JoranException e) {
      own.error("{} cannot be read: {}", levels, e.getMessage());
    }
    for (Status status : log.getStatusManager().getCopyOfStatusList()) {
      if (status.getLevel() == Status.ERROR) {
        own.error("{} is not right: {}", levels, status.getMessage());
      }
    }
  }

  private static String quoted(Path file) {
    return file.toString().replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
