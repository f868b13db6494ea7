package io.weir.core.internal.status;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.testing.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BoardTest {
  private final FakeClock clock = new FakeClock();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("io.weir.status.test");
  private final Board board = new Board(clock, log);

  @BeforeEach
  void listen() {
    log.setAdditive(false);
    log.setLevel(Level.INFO);
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
  }

  @Test
  void oneLineForEachTransition() {
    StatusBoard.Part part = board.part("connection/plant");
    part.status(State.ERROR, "comm", "connection refused");
    part.status(State.ERROR, "comm", "connection refused");
    part.status(State.ERROR, "comm", "connection timed out");
    part.ok();
    part.ok();

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "connection/plant is in error (comm): connection refused", "connection/plant is ok");
  }

  @Test
  void sinceIsTheLastTransitionByTheBestOffsetKnown() {
    StatusBoard.Part part = board.part("clock");
    clock.set(5_000_000);
    part.status(State.ERROR, "comm", "first");
    clock.advance(Duration.ofSeconds(10));
    part.status(State.ERROR, "comm", "second");
    assertThat(only().since()).isEqualTo(FakeClock.DEFAULT_OFFSET + 5_000_000);
    assertThat(only().message()).isEqualTo("second");

    clock.offset(1, 1000, true);
    assertThat(only().since()).isEqualTo(5_001_000);
  }

  @Test
  void countersAndGaugesAreRead() {
    StatusBoard.Part part = board.part("uplink/cloud");
    part.counter("polls").add(3);
    part.counter("polls").increment();
    part.gauge("backlog", () -> 12);
    assertThat(only().counters()).containsEntry("polls", 4L).containsEntry("backlog", 12L);
  }

  @Test
  void aPartThatWasReplacedDoesNotTakeItsSuccessorOffTheBoard() {
    StatusBoard.Part first = board.part("rule/overheat");
    StatusBoard.Part second = board.part("rule/overheat");
    second.ok();
    first.close();
    assertThat(only().state()).isEqualTo(State.OK);
    second.close();
    assertThat(board.parts()).isEmpty();
  }

  private PartStatus only() {
    assertThat(board.parts()).hasSize(1);
    return board.parts().get(0);
  }
}
