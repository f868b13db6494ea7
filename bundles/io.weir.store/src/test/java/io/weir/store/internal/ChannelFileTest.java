package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.ChannelTable;
import io.weir.testing.ChannelTableContract;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aDamagedLineKeepsItsNumber() throws IOException {
    for (String id : List.of("a/a", "b/b", "c/c")) {
      table().assign(id, ValueType.DOUBLE, "");
    }
    close();
    byte[] bytes = Files.readAllBytes(file());
    int at = new String(bytes, StandardCharsets.UTF_8).indexOf("b/b");
    bytes[at] = 'x';
    Files.write(file(), bytes);
    assertThat(table().get(1)).isNull();
    assertThat(table().get(2)).isNotNull();
    assertThat(table().assign("b/b", ValueType.DOUBLE, "").number()).isEqualTo(3);
    assertThat(board.get("channels").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("channels").message()).contains("1 line(s)");
  }

  private Path file() {
    return directory.resolve("channels.tsv");
  }
}
