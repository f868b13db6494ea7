package io.weir.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.ChannelTable;
import io.weir.testing.ChannelTableContract;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChannelFileTest extends ChannelTableContract {
  private final FakeStatusBoard board = new FakeStatusBoard();

  @TempDir Path directory = Path.of("");
  private @Nullable ChannelFile open;

  @Override
  protected ChannelTable table() throws IOException {
    ChannelFile table = open;
    if (table == null) {
      table = new ChannelFile(new LocalDisk(), directory, board);
      open = table;
    }
    return table;
  }

  @AfterEach
  void close() throws IOException {
    ChannelFile table = open;
    if (table != null) {
      table.close();
      open = null;
    }
  }

  @Test
  void everyIdAmongThousandsIsFoundWithAllItsNumbers() throws IOException {
    List<ChannelTable.Wanted> first = new ArrayList<>();
    List<ChannelTable.Wanted> second = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      first.add(new ChannelTable.Wanted("d" + i % 7 + "/c" + i, ValueType.INTEGER, ""));
      second.add(new ChannelTable.Wanted("d" + i % 7 + "/c" + i, ValueType.DOUBLE, ""));
    }
    List<ChannelInfo> old = table().assignAll(first);
    List<ChannelInfo> current = table().assignAll(second);
    for (int turn = 0; turn < 2; turn++) {
      for (int i = 0; i < 3000; i++) {
        assertThat(table().byId(first.get(i).id())).containsExactly(old.get(i), current.get(i));
      }
      assertThat(table().byId("d1/c0")).isEmpty();
      assertThat(table().assignAll(second)).isEqualTo(current);
      close();
    }
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    ChannelInfo odd = table().assign("a/tab\tnew\nline\\back", ValueType.TEXT, "m³/h\t\\n");
    ChannelInfo plain = table().assign("a/b", ValueType.DOUBLE, "");
    ChannelInfo later = table().assign("a/b", ValueType.INTEGER, "");
    close();
    assertThat(table().get(0)).isEqualTo(odd);
    assertThat(table().byId("a/b")).containsExactly(plain, later);
    assertThat(table().assign("new/one", ValueType.BYTES, "").number()).isEqualTo(3);
    assertThat(board.get("channels").state()).isEqualTo(State.OK);
  }

  @Test
  void aTornLastLineIsWrittenOver() throws IOException {
    table().assign("a/b", ValueType.DOUBLE, "");
    close();
    Files.writeString(file(), "1\t3\t\tc/d\tdead", StandardOpenOption.APPEND);
    assertThat(table().size()).isEqualTo(1);
    table().assign("e/f", ValueType.DOUBLE, "");
    close();
    assertThat(table().size()).isEqualTo(2);
    assertThat(table().byId("e/f")).extracting(ChannelInfo::number).containsExactly(1);
    assertThat(board.get("channels").state()).isEqualTo(State.OK);
  }

  @Test
  void whatOneFileHasLostTheOtherHas() throws IOException {
    for (String id : List.of("a/a", "b/b", "c/c")) {
      table().assign(id, ValueType.DOUBLE, "");
    }
    close();
    byte[] whole = Files.readAllBytes(file());
    byte[][] wrongs = {
      damaged(whole, "b/b"), Arrays.copyOf(whole, whole.length - 30), {}, "\0\0\n".getBytes(UTF_8)
    };
    for (Path one : List.of(file(), copy())) {
      for (byte[] wrong : wrongs) {
        Files.write(one, wrong);
        assertThat(table().size()).isEqualTo(3);
        assertThat(table().byId("b/b")).hasSize(1);
        assertThat(board.get("channels").state())
            .isEqualTo(one.equals(copy()) ? State.OK : State.DEGRADED);
        close();
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        assertThat(Files.readAllBytes(copy())).isEqualTo(whole);
        assertThat(table().assign("c/c", ValueType.DOUBLE, "").number()).isEqualTo(2);
        assertThat(board.get("channels").state()).isEqualTo(State.OK);
        close();
      }
      Files.delete(one);
      assertThat(table().size()).isEqualTo(3);
      close();
      assertThat(Files.readAllBytes(one)).isEqualTo(whole);
    }
  }

  @Test
  void whatBothHaveLostTheJournalHas() throws IOException {
    ChannelInfo first = table().assign("a/a", ValueType.DOUBLE, "Cel");
    ChannelInfo second = table().assign("b/b", ValueType.DOUBLE, "");
    table().assign("never/used", ValueType.DOUBLE, "");
    try (SegmentJournal journal =
        new SegmentJournal(
            new JournalSettings(5, 1 << 16, 1 << 20, 1 << 16, 1 << 20),
            new LocalDisk(),
            directory.resolve("journal"),
            new FakeClock(),
            table(),
            board)) {
      Batch batch = new Batch(2);
      batch.addDouble(0, 1, 1);
      batch.addDouble(1, 1, 1);
      assertThat(journal.append(batch)).isEqualTo(1);
    }
    close();
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), damaged(whole, "b/b"));
    Files.write(copy(), damaged(whole, "b/b"));
    assertThat(table().get(1)).isEqualTo(second);
    assertThat(board.get("channels").message()).contains("restored from the journal");
    close();
    assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    Files.delete(file());
    Files.delete(copy());
    assertThat(table().get(0)).isEqualTo(first);
    assertThat(table().get(1)).isEqualTo(second);
    assertThat(table().size()).isEqualTo(2);
  }

  @Test
  void aDamagedLineKeepsItsNumber() throws IOException {
    for (String id : List.of("a/a", "b/b", "c/c")) {
      table().assign(id, ValueType.DOUBLE, "");
    }
    close();
    Files.write(file(), damaged(Files.readAllBytes(file()), "b/b"));
    Files.write(copy(), damaged(Files.readAllBytes(copy()), "b/b"));
    assertThat(table().get(1)).isNull();
    assertThat(table().get(2)).isNotNull();
    assertThat(table().assign("b/b", ValueType.DOUBLE, "").number()).isEqualTo(3);
    assertThat(board.get("channels").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("channels").message()).contains("1 line(s)");
  }

  /** At each operation on the files the disk fails, once or until it is healed. */
  @ParameterizedTest
  @EnumSource(
      value = SimulatedDisk.Fault.class,
      names = {"FAILS", "FULL", "DOWN"})
  void noNumberStandsForTwoWhateverFails(SimulatedDisk.Fault fault) throws IOException {
    SimulatedDisk calm = new SimulatedDisk(1);
    story(calm, new HashMap<>());
    for (int operation = 1; operation <= calm.operations(); operation++) {
      String where = fault + " at " + operation;
      SimulatedDisk disk = new SimulatedDisk(operation);
      disk.failAt(operation, fault);
      Map<Integer, String> answered = new HashMap<>();
      story(disk, answered);
      disk.heal();
      story(disk, answered);
      disk.powerCut();
      try (ChannelFile again = new ChannelFile(disk, directory, board)) {
        for (Map.Entry<Integer, String> each : answered.entrySet()) {
          ChannelInfo line = again.get(each.getKey());
          assertThat(line == null ? "" : line.id()).as(where).isEqualTo(each.getValue());
        }
        int next = again.assign("one/more", ValueType.TEXT, "").number();
        assertThat(answered).as(where).doesNotContainKey(next).hasSize(5);
      }
    }
  }

  /** Opens the table and assigns five numbers, as far as the disk lets it. */
  private void story(SimulatedDisk disk, Map<Integer, String> answered) throws IOException {
    try (ChannelFile some = new ChannelFile(disk, directory, board)) {
      for (int i = 0; i < 5; i++) {
        String id = "d/" + "x".repeat(i * 10);
        try {
          ChannelInfo line = some.assign(id, ValueType.INTEGER, "");
          String before = answered.put(line.number(), line.id());
          assertThat(before).isIn(null, id);
        } catch (UncheckedIOException e) {
          assertThat(e).hasMessageContaining("cannot be written");
        }
      }
    } catch (IOException e) {
      assertThat(board.get("channels").state()).isEqualTo(State.ERROR);
    }
  }

  private static byte[] damaged(byte[] whole, String where) {
    byte[] bytes = whole.clone();
    bytes[new String(bytes, UTF_8).indexOf(where)] = 'x';
    return bytes;
  }

  private Path copy() {
    return directory.resolve("channels.copy.tsv");
  }

  private Path file() {
    return directory.resolve("channels.tsv");
  }
}
