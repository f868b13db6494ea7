package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.KeyValuePair;

class LogSetupTest {
  @TempDir Path etc;

  private final LoggerContext log = new LoggerContext();
  private final Properties properties = new Properties();
  private final LoggingEvent event = new LoggingEvent();

  @Test
  void textIsOneLineWithItsQuotesEscaped() {
    setUp();
    assertThat(line("a \"b\" \\ c"))
        .startsWith("time=20")
        .endsWith(
            " level=WARN logger=Part thread=\"t\" msg=\"a \\\"b\\\" \\\\ c\" k=\"v\""
                + System.lineSeparator());
  }

  @Test
  void aStackStandsBelowItsLine() {
    setUp();
    event.setThrowableProxy(
        new ThrowableProxy(new IllegalStateException("why", new IOException("deep"))));
    assertThat(line("failed").lines())
        .anyMatch(line -> line.endsWith(" msg=\"failed\" k=\"v\""))
        .contains("java.lang.IllegalStateException: why")
        .anyMatch(line -> line.startsWith("\tat io.weir.launcher.LogSetupTest"))
        .contains("Caused by: java.io.IOException: deep");
  }

  @Test
  void jsonHasTheMessageFormatted() {
    properties.setProperty("weir.log.format", "json");
    setUp();
    assertThat(line("a {} b"))
        .contains("\"level\":\"WARN\"", "\"formattedMessage\":\"a 1 b\"", "\"loggerName\":")
        .doesNotContain("\"message\"", "\"arguments\"", "\"nanoseconds\"", "\"sequenceNumber\"");
  }

  @Test
  void levelsAreTheRootsAndWhatTheFileSays() throws IOException {
    properties.setProperty("weir.log.level", "debug");
    Files.writeString(
        etc.resolve("logging.xml"),
        """
        <included>
          <logger name="org.eclipse.jetty" level="trace"/>
          <logger name="io.weir.core" level="error"/>
        </included>
        """);
    setUp();
    assertThat(log.getLogger("any").getEffectiveLevel()).isEqualTo(Level.DEBUG);
    assertThat(log.getLogger("io.weir.core.x").getEffectiveLevel()).isEqualTo(Level.ERROR);
    assertThat(log.getLogger("org.eclipse.jetty.x").getEffectiveLevel()).isEqualTo(Level.TRACE);
    assertThat(log.getLogger("io.netty.x").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(log.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).hasNext();
  }

  @Test
  void aFileThatIsNotRightIsSaidToBe() throws IOException {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    log.getLogger(LogSetup.class).addAppender(told);
    Files.writeString(etc.resolve("logging.xml"), "<included><logger></included>");
    setUp();
    assertThat(told.list)
        .isNotEmpty()
        .allMatch(entry -> entry.getLevel() == Level.ERROR)
        .allMatch(entry -> entry.getFormattedMessage().contains("logging.xml"));
  }

  @Test
  void aFileOfOnesOwnIsLeftToTheLibrary() {
    properties.setProperty("weir.etc", etc.toString());
    properties.setProperty("logback.configurationFile", "own.xml");
    assertThat(new LogSetup(properties).configure(log))
        .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }

  private void setUp() {
    log.setMDCAdapter(new LogbackMDCAdapter());
    properties.setProperty("weir.etc", etc.toString());
    assertThat(new LogSetup(properties).configure(log))
        .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
  }

  private String line(String message) {
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>)
            log.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    event.setLoggerContext(log);
    event.setLoggerName("io.weir.Part");
    event.setLevel(Level.WARN);
    event.setMessage(message);
    event.setArgumentArray(new Object[] {1});
    event.addKeyValuePair(new KeyValuePair("k", "v"));
    event.setThreadName("t");
    event.setInstant(Instant.EPOCH.plusSeconds(1_764_000_000));
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
