package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.HOUR;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static io.weir.store.internal.HistoryRig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.Aggregate;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Databases of other versions. */
class HistoryVersionTest {
  /** As version 1 made it. */
  private static final List<String> VERSION_1 =
      List.of(
          "PRAGMA page_size = 4096",
          "CREATE TABLE chunk (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, start INTEGER NOT NULL,"
              + " end INTEGER NOT NULL, min REAL, max REAL, sum REAL, first REAL, last REAL,"
              + " data BLOB NOT NULL)",
          "CREATE TABLE part (id INTEGER PRIMARY KEY, span INTEGER NOT NULL, flush INTEGER NOT"
              + " NULL)",
          "CREATE TABLE latest (channel INTEGER PRIMARY KEY, chunk INTEGER NOT NULL)",
          "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), flush INTEGER NOT NULL,"
              + " sequence INTEGER NOT NULL)",
          "INSERT INTO state VALUES (1, 0, 0)",
          "PRAGMA user_version = 1");

  @TempDir Path directory = Path.of("");
  private HistoryRig rig;

  @BeforeEach
  void rig() {
    rig = new HistoryRig(directory, new HistorySettings(600, 2000, 60));
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  @Test
  void anOlderOneIsBroughtUpToDateWhereItStands() throws Exception {
    List<String> expected = version1();
    assertThat(rig.range("d/a")).isEqualTo(expected);
    assertAggregates();
    rig.clock.set(3 * DAY);
    rig.append(0, 2 * DAY, 500);
    rig.settle(4 * DAY);
    assertThat(rig.number("PRAGMA user_version")).isEqualTo(2);
    assertThat(rig.number("SELECT count(*) FROM minute")).isGreaterThan(200);
    assertThat(rig.number("SELECT count(*) FROM day")).isEqualTo(3);
    assertAggregates();
    rig.close();
    rig.settle(4 * DAY);
    assertThat(rig.range("d/a")).hasSize(expected.size() + 1).startsWith(expected.get(0));
    assertAggregates();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).noneMatch(each -> each.toString().contains("damaged"));
    }
  }

  private void assertAggregates() throws Exception {
    assertThat(rig.history().aggregate("d/a", EPOCH, EPOCH + 2 * DAY, DAY))
        .extracting(Aggregate::count, Aggregate::min, Aggregate::max)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(8640L, 0.0, 99.9),
            org.assertj.core.groups.Tuple.tuple(8640L, 0.0, 99.9));
    List<Aggregate> hours = rig.history().aggregate("d/a", EPOCH, EPOCH + DAY, HOUR);
    assertThat(hours).hasSize(24);
    assertThat(hours.get(3).count()).isEqualTo(360);
  }

  /** Two days of a sample each ten seconds; returns the rows. */
  private List<String> version1() throws Exception {
    List<String> rows = new java.util.ArrayList<>();
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + rig.file, new Properties());
        BatchEncoder encoder = new BatchEncoder(number -> ValueType.DOUBLE)) {
      try (Statement statement = connection.createStatement()) {
        for (String each : VERSION_1) {
          statement.execute(each);
        }
      }
      connection.setAutoCommit(false);
      try (PreparedStatement chunk =
              connection.prepareStatement("INSERT INTO chunk VALUES (?,?,?,?,?,?,?,?,?,?)");
          Statement statement = connection.createStatement()) {
        for (long window = 0; window < 288; window++) {
          long start = EPOCH + window * 10 * MINUTE;
          long part = ChunkId.part(start, 0);
          Batch batch = new Batch(64);
          for (int i = 0; i < 60; i++) {
            double value = (window * 60 + i) % 1000 / 10.0;
            batch.addDouble(0, start + i * 10L * SECOND, value);
            rows.add((start - EPOCH + i * 10L * SECOND) + " " + value + " good");
          }
          WireWriter out = new WireWriter(1024);
          encoder.encodeDeflated(batch, out);
          chunk.setLong(1, ChunkId.chunk(part, 0));
          chunk.setLong(2, 60);
          chunk.setLong(3, start);
          chunk.setLong(4, start + 590 * SECOND);
          for (int column = 5; column < 10; column++) {
            chunk.setDouble(column, 1);
          }
          chunk.setBytes(10, out.toByteArray());
          chunk.executeUpdate();
          statement.execute(
              "INSERT INTO part VALUES (" + part + ", " + 10 * MINUTE + ", " + (window + 1) + ")");
          statement.execute(
              "INSERT OR REPLACE INTO latest VALUES (0, " + ChunkId.chunk(part, 0) + ")");
        }
        statement.execute("UPDATE state SET flush = 288, sequence = 0");
      }
      connection.commit();
    }
    return rows;
  }

  @Test
  void aNewerOneIsLeftAlone() throws Exception {
    version1();
    Db.run(rig.file, "PRAGMA user_version = 3");
    byte[] before = Files.readAllBytes(rig.file);
    rig.append(0, SECOND, 1);
    assertThatThrownBy(() -> rig.range("d/a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 3");
    assertThat(rig.status().state()).isEqualTo(State.ERROR);
    assertThat(rig.status().reason()).isEqualTo("version");
    assertThat(rig.status().message())
        .contains("version 3", "up to 2", "samples wait in the journal");
    assertThat(rig.counter("waiting")).isEqualTo(1);
    assertThat(rig.journal.cursor("history", Lane.TELEMETRY)).isZero();
    assertThatThrownBy(() -> rig.history().chart("d/a", 0, 10, 10)).isInstanceOf(IOException.class);
    rig.close();
    assertThat(Files.readAllBytes(rig.file)).isEqualTo(before);
  }

  @Test
  void goesOnByItselfOnceTheDatabaseCanBeOpened() throws Exception {
    Files.createDirectory(rig.file);
    rig.append(0, SECOND, 1);
    assertThatThrownBy(() -> rig.range("d/a")).isInstanceOf(IOException.class);
    assertThat(rig.status().state()).isEqualTo(State.ERROR);
    Files.delete(rig.file);
    rig.settle();
    assertThat(rig.range("d/a")).containsExactly("1000000 1.0 good");
    assertThat(rig.status().state()).isEqualTo(State.OK);
  }

  @Test
  void aForeignFileIsSetAside() throws Exception {
    Db.run(rig.file, "CREATE TABLE other (a, b)", "INSERT INTO other VALUES (1, 2)");
    rig.append(0, SECOND, 1);
    rig.settle();
    assertThat(rig.range("d/a")).containsExactly("1000000 1.0 good");
    assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
    assertThat(rig.status().message()).contains("is not a history", "history.db.damaged-");
  }
}
