package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store leaves is what the published scripts read, with stock protobuf and SQLite. */
class ForeignReaderTest {
  private static final Path SCRIPTS = Path.of("../../distrib/docs/proto").toAbsolutePath();
  private static final int ENTRIES = 50;
  private static final String[] IDS = {
    "d/real", "d/count", "d/on", "d/mode", "d/raw", "d/tab\tline\nback\\"
  };

  @TempDir Path directory = Path.of("");

  private final FakeClock clock = new FakeClock();
  private final List<String> samples = new ArrayList<>();

  @BeforeEach
  void store() throws Exception {
    run("protoc", "--proto_path=" + SCRIPTS, "--python_out=" + directory, "weir_batch_v1.proto");
    for (String script : List.of("weir_decode.py", "weir_history.py", "weir_segment.py")) {
      Files.copy(SCRIPTS.resolve(script), directory.resolve(script));
    }
    clock.reboot(3, 5_000_000);
    FakeStatusBoard board = new FakeStatusBoard();
    Map<String, Object> settings = Map.of("commit_interval_ms", 5L);
    try (ShippedStore store = new ShippedStore(directory.resolve("data"), settings, clock, board)) {
      ValueType[] types = {
        ValueType.DOUBLE,
        ValueType.INTEGER,
        ValueType.BOOLEAN,
        ValueType.TEXT,
        ValueType.BYTES,
        ValueType.DOUBLE
      };
      for (int c = 0; c < IDS.length; c++) {
        assertThat(store.channels.assign(IDS[c], types[c], "").number()).isEqualTo(c);
      }
      store.journal.append(
          new Event("rule", "hot", Severity.WARNING, 4_000_000, "over 90", Map.of("a", "b")));
      for (int entry = 1; entry <= ENTRIES; entry++) {
        append(store, entry);
      }
      Await.until(
          "the history has taken all",
          () -> board.get("history").counters().getOrDefault("taken", 0L) == ENTRIES);
    }
  }

  private void append(ShippedStore store, int entry) throws IOException {
    Batch batch = new Batch(8);
    long time = clock.micros() + entry * 1_000_000L;
    byte range = Quality.uncertain(Quality.Reason.RANGE);
    batch.add(0, time, Double.doubleToRawLongBits(entry / 10.0), range);
    batch.addInteger(1, time, Long.MAX_VALUE - entry);
    batch.add(2, time, entry % 2, Quality.GOOD);
    batch.addObject(3, time, "mode \"" + entry + '"', Quality.GOOD);
    batch.addObject(4, time, new byte[] {(byte) entry, 0}, Quality.GOOD);
    batch.addBad(5, time, Quality.Reason.COMM);
    store.journal.append(batch);
    String[] values = {
      String.valueOf(entry / 10.0),
      String.valueOf(Long.MAX_VALUE - entry),
      entry % 2 == 1 ? "true" : "false",
      "\"mode \\\"" + entry + "\\\"\"",
      "\"%02x00\"".formatted(entry),
      "null"
    };
    int bad = Quality.bad(Quality.Reason.COMM) & 0xFF;
    int[] qualities = {range & 0xFF, 0, 0, 0, 0, bad};
    for (int c = 0; c < IDS.length; c++) {
      samples.add(
          "%d|\"%s\", %d, %s, %d".formatted(entry, json(IDS[c]), time, values[c], qualities[c]));
    }
  }

  private static String json(String id) {
    return id.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  @Test
  void theHistory() throws Exception {
    List<String> expected =
        samples.stream().map(line -> "[" + atEpoch(line.split("\\|", 2)[1]) + "]").toList();
    assertThat(history()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(history("d/count"))
        .containsExactlyElementsOf(
            expected.stream().filter(line -> line.startsWith("[\"d/count\"")).toList());
  }

  private static String atEpoch(String line) {
    String[] parts = line.split(", ", 3);
    return parts[0]
        + ", "
        + (FakeClock.DEFAULT_OFFSET + Long.parseLong(parts[1]))
        + ", "
        + parts[2];
  }

  private List<String> history(String... channel) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", script("weir_history.py")));
    command.addAll(List.of(data("history.db"), data("channels.tsv")));
    command.addAll(List.of(channel));
    return run(command.toArray(new String[0]));
  }

  @Test
  void aSegmentOfTelemetry() throws Exception {
    List<String> expected =
        samples.stream().map(line -> "[" + line.replaceFirst("\\|", ", 3, ") + "]").toList();
    assertThat(segment("journal/telemetry/000001.seg")).containsExactlyElementsOf(expected);
  }

  @Test
  void aSegmentOfEvents() throws Exception {
    assertThat(segment("journal/event/000001.seg"))
        .containsExactly("[1, 3, \"rule\", \"hot\", 2, 4000000, \"over 90\"]");
  }

  @Test
  void aDamagedSegmentIsReadUpToTheDamage() throws Exception {
    Path file = directory.resolve("data/journal/telemetry/000001.seg");
    byte[] bytes = Files.readAllBytes(file);
    int mode = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mode \"20\"");
    assertThat(mode).isPositive();
    bytes[mode] ^= 1;
    Files.write(file, bytes);
    assertThat(segment("journal/telemetry/000001.seg")).hasSize(19 * IDS.length);
  }

  private List<String> segment(String file) throws Exception {
    return run("/usr/bin/python3", script("weir_segment.py"), data(file));
  }

  private String script(String name) {
    return directory.resolve(name).toString();
  }

  private String data(String name) {
    return directory.resolve("data").resolve(name).toString();
  }

  private List<String> run(String... command) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      return Assumptions.abort(command[0] + " is not installed: " + e.getMessage());
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
    String complaint = Files.readString(err);
    Assumptions.assumeFalse(
        complaint.contains("No module named 'google'"), "python3-protobuf is not installed");
    assertThat(process.exitValue()).as(Arrays.toString(command) + complaint).isZero();
    return Files.readAllLines(out);
  }
}
