package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;

class LogBridgeTest {
  private final Logger root = (Logger) LoggerFactory.getLogger("test");
  private final Logger framework = (Logger) LoggerFactory.getLogger("io.weir.framework");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final LogService service = LogBridge.service();

  @BeforeEach
  void listen() {
    lines.start();
    root.setLevel(Level.INFO);
    root.addAppender(lines);
    framework.addAppender(lines);
  }

  @AfterEach
  void leave() {
    root.detachAppender(lines);
    framework.detachAppender(lines);
  }

  @Test
  void aLoggerWritesUnderItsNameWithItsArgumentsAndCause() {
    Exception cause = new IllegalStateException("because");

    service.getLogger("test.part").error("{} failed in {}", "read", "bus", cause);

    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getLoggerName()).isEqualTo("test.part");
    assertThat(line.getLevel()).isEqualTo(Level.ERROR);
    assertThat(line.getFormattedMessage()).isEqualTo("read failed in bus");
    assertThat(line.getThrowableProxy().getMessage()).isEqualTo("because");
  }

  @Test
  void aLevelThatIsOffCostsNothing() {
    var logger = service.getLogger("test.part");

    logger.debug("not wanted");
    logger.debug(l -> l.debug("nor this"));

    assertThat(logger.isDebugEnabled()).isFalse();
    assertThat(logger.isInfoEnabled()).isTrue();
    assertThat(lines.list).isEmpty();
  }

  @Test
  void aConsumerIsCalledWithTheLogger() {
    service.getLogger("test.part").warn(l -> l.warn("by consumer"));

    assertThat(lines.list).extracting(ILoggingEvent::getMessage).containsExactly("by consumer");
  }

  @Test
  void whatFollowsFromAnEarlierLineIsNotSaidAgain() {
    var logger = service.getLogger("test.part");

    logger.warn("bundle x : Could not get service from ref [y]");
    logger.warn("Could not open the port");

    assertThat(lines.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("Could not open the port");
  }

  @Test
  @SuppressWarnings("deprecation") // the framework's older bundles still call it
  void theOldInterfaceIsUnderstood() {
    service.log(LogService.LOG_WARNING, "old", new IllegalStateException("because"));

    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getFormattedMessage()).isEqualTo("old");
    assertThat(line.getThrowableProxy().getMessage()).isEqualTo("because");
  }
}
