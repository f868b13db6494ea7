package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("sparkplug").resolve("scada.json");
  }

  @Test
  void numbersBeginAtZeroAndGoOnAfterARestart() throws Exception {
    Memory memory = new Memory(file);
    assertThat(memory.load()).isEmpty();
    for (int expected = 0; expected < 600; expected++) {
      assertThat(memory.nextSession()).isEqualTo(expected % 256);
      if (expected % 7 == 0) {
        memory = new Memory(file);
        assertThat(memory.load()).isEmpty();
      }
    }
    memory.giveBack(3);
    Memory again = new Memory(file);
    again.load();
    assertThat(again.nextSession()).isEqualTo(3);
  }

  @Test
  void channelsAreRemembered() throws Exception {
    Memory memory = new Memory(file);
    memory.remember(Set.of(5, 1));
    memory.nextSession();
    Memory again = new Memory(file);
    again.load();
    assertThat(again.channels()).containsExactlyInAnyOrder(1, 5);
  }

  @Test
  void aFileThatIsNoneIsToldAndEverythingBeginsAnew() throws Exception {
    Files.createDirectories(file.getParent());
    for (String bad : new String[] {"", "{", "{\"nextBdSeq\":256}", "[]"}) {
      Files.writeString(file, bad);
      Memory memory = new Memory(file);
      assertThat(memory.load()).contains("scada.json", "begin at 0 again");
      assertThat(memory.nextSession()).isZero();
    }
  }

  @Test
  void aNumberThatCannotBeKeptIsNotUsed() throws Exception {
    Files.writeString(folder.resolve("sparkplug"), "a file where a folder should be");
    Memory memory = new Memory(file);
    assertThatThrownBy(memory::nextSession).isInstanceOf(IOException.class);
  }
}
