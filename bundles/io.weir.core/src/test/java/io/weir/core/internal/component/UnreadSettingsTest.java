package io.weir.core.internal.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.FakeStatusBoard;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnreadSettingsTest {
  private static final String FILE = "config/io.weir.driver.modbuss~plant.cfg.json";

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final UnreadSettings unread = new UnreadSettings(board);
  private final Set<String> readers = Set.of("io.weir.driver.modbus", "io.weir.web");

  @Test
  void aMisspeltNameIsShownUntilTheFileIsMended() {
    List<String> settings = List.of("io.weir.driver.modbuss~plant", "io.weir.web");
    for (int i = 0; i < 4; i++) {
      unread.look(settings, readers);
    }
    assertThat(board.parts()).as("its reader may be about to come up").isEmpty();
    unread.look(settings, readers);
    assertThat(board.parts()).hasSize(1);
    assertThat(board.get(FILE).message()).contains("did you mean 'io.weir.driver.modbus'?");

    unread.look(List.of("io.weir.driver.modbus~plant"), readers);
    assertThat(board.parts()).isEmpty();
  }

  @Test
  void aReaderThatComesLateIsNoProblem() {
    for (int i = 0; i < 4; i++) {
      unread.look(List.of("io.weir.late"), readers);
    }
    unread.look(List.of("io.weir.late"), Set.of("io.weir.late"));
    for (int i = 0; i < 4; i++) {
      unread.look(List.of("io.weir.late"), readers);
    }
    assertThat(board.parts()).isEmpty();
  }
}
