package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Backup;
import io.weir.api.store.Gap;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBackupTest {
  @TempDir Path directory = Path.of("");
  private final List<Gateway> gateways = new ArrayList<>();

  /** The store of a gateway, its data and its configuration. */
  private final class Gateway implements AutoCloseable {
    final FakeClock clock = new FakeClock();
    final FakeStatusBoard board = new FakeStatusBoard();
    final AtomicInteger restarts = new AtomicInteger();
    final Path home;
    final Path data;
    final Path etc;
    final ChannelFile channels;
    final SegmentJournal journal;
    final SqliteHistory history;
    final StoreBackup backup;
    private boolean open = true;

    Gateway(String name) throws IOException {
      this(name, 1 << 16);
    }

    Gateway(String name, int segmentBytes) throws IOException {
      home = directory.resolve(name);
      data = home.resolve("data");
      etc = home.resolve("etc");
      Files.createDirectories(etc);
      channels = new ChannelFile(new LocalDisk(), data, board);
      channels.assign("d/number", ValueType.INTEGER, "");
      journal =
          new SegmentJournal(
              new JournalSettings(5, segmentBytes, 1 << 30, 1 << 16, 1 << 20),
              new LocalDisk(),
              data.resolve("journal"),
              clock,
              channels,
              board);
      history =
          new SqliteHistory(
              new HistorySettings(10, 1000, 0),
              data.resolve("history.db"),
              journal,
              channels,
              clock,
              board);
      backup =
          new StoreBackup(
              new BackupSource(data, etc, name, "1.2.3"),
              clock,
              board,
              journal,
              restarts::incrementAndGet);
      gateways.add(this);
    }

    /** Appends one sample whose value is its number. */
    long append(long number) throws IOException {
      Batch batch = new Batch(1);
      batch.addInteger(0, number * 1000, number);
      return journal.append(batch);
    }

    long append(String source) throws IOException {
      return journal.append(
          new Event("test", source, Severity.INFO, clock.micros(), "it happened", Map.of()));
    }

    long committed(Lane lane) {
      return journal.lanes().get(lane == Lane.EVENT ? 0 : 1).committed();
    }

    byte[] write() throws IOException {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      backup.write(file);
      return file.toByteArray();
    }

    Backup.Summary restore(byte[] file) throws IOException {
      return backup.restore(new ByteArrayInputStream(file));
    }

    /** The last sequence that an entry has. */
    private long lastReal() throws IOException {
      long last = journal.lanes().get(1).last();
      try (Stream<Path> files = Files.list(data.resolve("journal/telemetry"))) {
        return files
            .flatMap(file -> Skip.of(file.getFileName().toString()).stream())
            .filter(skip -> skip.last() == last)
            .mapToLong(skip -> skip.first() - 1)
            .findFirst()
            .orElse(last);
      }
    }

    /** Values in the history, which is complete once all of the journal is compacted. */
    List<Long> stored() throws Exception {
      Await.until(
          "all compacted: " + board.get("history"),
          () -> board.get("history").counters().getOrDefault("taken", 0L) >= lastReal());
      List<Long> values = new ArrayList<>();
      history.range(
          "d/number", 0, Long.MAX_VALUE, (channel, time, bits, object, q) -> values.add(bits));
      return values;
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        backup.close();
        history.close();
        journal.close();
        channels.close();
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Gateway each : gateways) {
      each.close();
    }
  }

  @Test
  void everySampleCommittedBeforeIsThereOnceWhateverGoesOnMeanwhile() throws Exception {
    Gateway plant = new Gateway("plant", 1 << 20);
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicLong next = new AtomicLong(1);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Thread load =
        new Thread(
            () -> {
              try {
                while (going.get()) {
                  long sequence = plant.append(next.getAndIncrement());
                  if (sequence % 100 == 0) {
                    Await.until("committed", () -> plant.committed(Lane.TELEMETRY) >= sequence);
                  }
                }
              } catch (Exception e) {
                failure.set(e);
              }
            },
            "load");
    load.start();
    try {
      for (int round = 0; round < 5; round++) {
        long from = next.get();
        Await.until("more samples", () -> next.get() > from + 3000);
        long committed = plant.committed(Lane.TELEMETRY);
        byte[] file = slowly(plant);
        Gateway other = putInPlace(file, "other-" + round);

        List<Long> values = other.stored();

        Collections.sort(values);
        assertThat(values.size())
            .as("all, round %d", round)
            .isGreaterThanOrEqualTo((int) committed);
        for (int i = 0; i < values.size(); i++) {
          assertThat(values.get(i)).as("once and in a row").isEqualTo(i + 1);
        }
        assertThat(other.append(0)).isGreaterThan(next.get() + 1_000_000);
        other.close();
      }
    } finally {
      going.set(false);
      load.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(plant.board.get("history").counters().get("flushes")).isGreaterThan(20L);
  }

  /** Writes a backup to a destination that lets the history store more meanwhile. */
  private byte[] slowly(Gateway plant) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    long before = flushes(plant);
    OutputStream slow =
        new FilterOutputStream(file) {
          private boolean waited;

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            if (!waited && file.size() > 20_000) {
              waited = true;
              try {
                Await.until("the history goes on", () -> flushes(plant) > before + 1);
              } catch (Exception e) {
                throw new IOException(e);
              }
            }
          }
        };
    plant.backup.write(slow);
    return file.toByteArray();
  }

  private static long flushes(Gateway plant) {
    return plant.board.get("history").counters().getOrDefault("flushes", 0L);
  }

  @Test
  void whatTheHistoryStoredMeanwhileIsInTheFileToo() throws Exception {
    Gateway plant = new Gateway("plant", 1 << 20);
    int first = (int) fill(plant, 1, 4) - 1;
    assertThat(plant.stored()).hasSize(first);
    AtomicLong next = new AtomicLong(first + 1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OutputStream slow =
        new FilterOutputStream(file) {
          private boolean waited;

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            if (!waited && file.size() > 10_000) {
              waited = true;
              for (int i = 0; i < 5000; i++) {
                plant.append(next.getAndIncrement());
              }
              try {
                assertThat(plant.stored()).hasSize(first + 5000);
              } catch (Exception e) {
                throw new IOException(e);
              }
            }
          }
        };

    plant.backup.write(slow);

    assertThat(entries(file.toByteArray()).keySet()).contains("history.changes");
    Gateway other = putInPlace(file.toByteArray(), "other");
    assertThat(other.stored()).hasSize(first + 5000).doesNotHaveDuplicates();
  }

  @Test
  void aRestoredGatewayGoesOnBeyondAndSaysWhatItSkipped() throws Exception {
    Gateway plant = new Gateway("plant");
    for (int i = 1; i <= 10; i++) {
      plant.append(i);
    }
    plant.append("alarm");
    JournalReader before = plant.journal.open("uplink", Lane.TELEMETRY);
    Await.until("committed", () -> plant.committed(Lane.TELEMETRY) == 10);
    long written = committedBytes(plant);
    before.acknowledge(4);
    Await.until("the cursor is written", () -> committedBytes(plant) > written);
    byte[] file = plant.write();
    long last = plant.append(11);
    assertThat(last).isEqualTo(11);

    Gateway other = putInPlace(file, "other");

    JournalReader uplink = other.journal.open("uplink", Lane.TELEMETRY);
    assertThat(uplink.cursor()).isEqualTo(4);
    assertThat(uplink.backlog()).isEqualTo(6);
    long first = other.append(100);
    Await.until("committed", () -> other.committed(Lane.TELEMETRY) == first);
    assertThat(uplink.backlog()).isEqualTo(7);
    assertThat(sequences(uplink)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, first);
    uplink.acknowledge(10);
    assertThat(uplink.backlog()).isEqualTo(1);
    assertThat(uplink.cursor()).as("nothing is behind the last one").isEqualTo(first - 1);
    assertThat(gaps(other))
        .extracting(Gap::lane, Gap::first, Gap::reason)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(Lane.EVENT, 2L, Gap.Reason.RESTORE),
            org.assertj.core.api.Assertions.tuple(Lane.TELEMETRY, 11L, Gap.Reason.RESTORE));
    assertThat(gaps(other).get(1).last()).isEqualTo(first - 1);
  }

  private static long committedBytes(Gateway plant) throws IOException {
    try (JournalHold hold = plant.journal.hold()) {
      return hold.snapshots().get(1).pieces().get(0).length();
    }
  }

  @Test
  void theGapIsToldOnceSomethingFollowedIt() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    plant.append("alarm");
    Gateway other = putInPlace(plant.write(), "other");
    long first = other.append(2);
    assertThat(gaps(other)).hasSize(2);
    other.close();

    Gateway again = new Gateway("other");

    assertThat(gaps(again)).hasSize(2);
    assertThat(again.append(3)).isEqualTo(first + 1);
  }

  @Test
  void restoredTwiceTheSequencesDoNotMeet() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    Await.until("committed", () -> plant.committed(Lane.TELEMETRY) == 1);
    byte[] file = plant.write();
    Set<Long> firsts = new HashSet<>();
    long highest = 0;
    for (int i = 0; i < 5; i++) {
      Gateway other = putInPlace(file, "other-" + i);
      long first = other.append(2);
      assertThat(first).isLessThan(Skip.MOST);
      firsts.add(first);
      highest = Math.max(highest, first);
      other.close();
    }
    assertThat(firsts).as("at the same second, told apart by chance").hasSize(5);

    plant.restore(file);
    plant.close();
    place(plant.home);
    Gateway same = new Gateway("plant");
    long first = same.append(2);
    same.clock.advance(Duration.ofSeconds(10));
    same.restore(file);
    same.close();
    place(same.home);
    assertThat(new Gateway("plant").append(2)).isGreaterThan(first + 1_000_000);
  }

  @Test
  void filesOfTheWholeGatewayAreRestoredButNoKeys() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    put(plant.data, "boots.json", "{\"boots\":[]}");
    put(plant.data, "security/keystore.p12", "key");
    put(plant.data, "rules/active.json", "{}");
    put(plant.data, "dead-letter/cloud/1.bin", "rejected");
    put(plant.data, "cache/classes.jsa", "classes");
    put(plant.etc, "devices/boiler.json", "{\"id\":\"boiler\"}");
    put(plant.etc, "io.weir.uplink.mqtt~cloud.cfg.json", "{}");
    put(plant.etc, "first-access-code", "secret");
    byte[] file = plant.write();

    Map<String, byte[]> entries = entries(file);

    assertThat(entries.keySet())
        .contains(
            "data/boots.json",
            "data/channels.tsv",
            "data/dead-letter/cloud/1.bin",
            "data/history.db",
            "data/journal/telemetry/000001.seg",
            "data/rules/active.json",
            "etc/devices/boiler.json",
            "etc/io.weir.uplink.mqtt~cloud.cfg.json")
        .noneMatch(name -> name.contains("security") || name.contains("access-code"))
        .noneMatch(name -> name.contains("cache"))
        .startsWith("weir-backup.properties")
        .endsWith("state.properties", "SHA256SUMS");
    Gateway other = putInPlace(file, "other");
    assertThat(other.etc.resolve("devices/boiler.json")).hasContent("{\"id\":\"boiler\"}");
    assertThat(other.data.resolve("dead-letter/cloud/1.bin")).hasContent("rejected");
  }

  @Test
  void aFileThatIsNotWholeChangesNothing() throws Exception {
    Gateway plant = new Gateway("plant");
    for (int i = 1; i <= 3000; i++) {
      plant.append(i);
    }
    plant.stored();
    put(plant.etc, "devices/boiler.json", "{\"id\":\"boiler\"}");
    byte[] file = plant.write();
    Gateway other = new Gateway("other");
    Map<String, byte[]> all = entries(file);
    int end = endOfEntries(file);
    for (int length = 0; length < end; length += Math.max(1, end / 200)) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> other.restore(cut)).isInstanceOf(IOException.class);
      assertNothingStaged(other);
    }
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] rotten = file.clone();
      int at = random.nextInt(file.length);
      rotten[at] ^= (byte) (1 << random.nextInt(8));
      if (isRefused(other, rotten)) {
        refused++;
        assertNothingStaged(other);
      } else {
        assertSame(all, other.data.resolve("restore/ready"));
        delete(other.data.resolve("restore"));
      }
    }
    assertThat(refused).isGreaterThan(200);
    assertThat(other.restarts.get()).isEqualTo(300 - refused);
    assertThat(other.append(1)).isEqualTo(1);
  }

  @Test
  void whatIsNoBackupOrALaterOneIsRefusedWithTheReason() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    Map<String, byte[]> good = entries(plant.write());
    Gateway other = new Gateway("other");

    assertRefused(other, zip(Map.of("hello.txt", "hello")), "not a backup of Weir");
    assertRefused(other, "no zip at all".getBytes(StandardCharsets.UTF_8), "not a backup of Weir");
    assertRefused(other, zip(with(good, "../evil.json", "x")), "which no backup has");
    assertRefused(other, zip(with(good, "etc/../../evil.json", "x")), "which no backup has");
    assertRefused(other, zip(with(good, "/etc/passwd.json", "x")), "which no backup has");
    assertRefused(other, zip(with(good, "data/security/keystore.p12", "x")), "which no backup has");
    assertRefused(other, zip(with(good, "etc/extra.json", "{}")), "checksum is wrong");
    assertRefused(
        other,
        zip(with(good, "weir-backup.properties", "format = 2\nversion = 9.0\n")),
        "format 2 (Weir 9.0), this gateway knows format 1; update the gateway first");
    Map<String, byte[]> without = new LinkedHashMap<>(good);
    without.remove("data/journal/telemetry/000001.seg");
    assertRefused(other, zipBytes(without), "entries are missing");
    assertRefused(other, zip(with(good, "etc/bomb.json", "0".repeat(70 << 20))), "unpacks to more");
    assertThat(other.restarts.get()).isZero();
  }

  @Test
  void aHistoryOfALaterVersionIsRefused() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    plant.stored();
    plant.history.close();
    try (var connection =
            new org.sqlite.JDBC()
                .connect(
                    "jdbc:sqlite:" + plant.data.resolve("history.db"), new java.util.Properties());
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    byte[] file = plant.write();

    assertRefused(new Gateway("other"), file, "its history has version 99");
  }

  @Test
  void segmentsGivenUpMeanwhileAreInTheFileAndFreedAfterwards() throws Exception {
    Gateway plant = new Gateway("plant");
    long number = fill(plant, 1, 3);
    plant.stored();
    long first = plant.journal.lanes().get(1).first();
    try (JournalHold hold = plant.journal.hold()) {
      fill(plant, number, 2);
      plant.stored();
      Await.until("given up", () -> plant.journal.lanes().get(1).first() > first);
      hold.check();
      LaneSnapshot telemetry = hold.snapshots().get(1);
      assertThat(telemetry.pieces().size()).isGreaterThan(2);
      for (LaneSnapshot.Piece piece : telemetry.pieces()) {
        assertThat(SegmentHeader.parse(Arrays.copyOf(Files.readAllBytes(piece.path()), 64)))
            .as("still a segment: %s", piece.path())
            .isNotNull();
      }
    }
    assertThat(plant.journal.lanes().get(1).segments()).isLessThan(6);
  }

  @Test
  void aBackupThatIsTooSlowIsToldSoAndTheJournalDoesNotGrow() throws Exception {
    Gateway plant = new Gateway("plant");
    long number = fill(plant, 1, 2);
    try (JournalHold hold = plant.journal.hold()) {
      for (int i = 0; i < 12; i++) {
        number = fill(plant, number, 1);
        plant.stored();
      }
      Await.until("broken", () -> isBroken(hold));
      assertThatThrownBy(hold::check)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("slower");
      assertThat(plant.journal.lanes().get(1).segments()).isLessThan(12);
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    plant.backup.write(again);
    assertThat(again.size()).isPositive();
  }

  private static boolean isBroken(JournalHold hold) {
    try {
      hold.check();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whatAKilledRestoreLeftIsRemoved() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.close();
    put(plant.data, "restore/incoming/data/history.db", "half of it");

    Gateway again = new Gateway("plant");

    assertNothingStaged(again);
  }

  @Test
  void aClockThatIsFarBehindDoesNotTakeSequencesBack() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    byte[] file = plant.write();
    plant.restore(file);
    plant.close();
    place(plant.home);
    Gateway later = new Gateway("plant");
    long first = later.append(2);
    later.clock.offset(1, 0, false);
    later.journal.close();

    new StoreBackup(
            new BackupSource(later.data, later.etc, "plant", "1.2.3"),
            later.clock,
            later.board,
            null,
            () -> {})
        .restore(new ByteArrayInputStream(file));

    later.history.close();
    place(later.home);
    assertThat(new Gateway("plant").append(3)).isGreaterThan(first + 1_000_000);
  }

  @Test
  void oneAtATime() throws Exception {
    Gateway plant = new Gateway("plant");
    plant.append(1);
    OutputStream nested =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            plant.backup.write(new ByteArrayOutputStream());
          }
        };

    assertThatThrownBy(() -> plant.backup.write(nested)).hasMessageContaining("under way");
    assertThat(plant.write()).isNotEmpty();
  }

  /** Fills so many segments; returns the number after the last. */
  private static long fill(Gateway plant, long from, int segments) throws IOException {
    long number = from;
    Batch batch = new Batch(64);
    for (int bytes = 0; bytes < segments << 16; bytes += 250) {
      batch.clear();
      for (int row = 0; row < 20; row++) {
        batch.addInteger(0, number * 1000, number * number * 0x9E3779B97F4A7C15L);
        number++;
      }
      plant.journal.append(batch);
    }
    return number;
  }

  private Gateway putInPlace(byte[] file, String name) throws Exception {
    Gateway target = new Gateway(name);
    target.restore(file);
    assertThat(target.restarts.get()).isEqualTo(1);
    target.close();
    place(target.home);
    return new Gateway(name);
  }

  /** What the launcher does. */
  private static void place(Path home) throws IOException {
    Path data = home.resolve("data");
    for (String each : List.of("journal", "rules")) {
      delete(data.resolve(each));
    }
    for (String each : List.of("channels.tsv", "boots.json", "history.db", "history.db-journal")) {
      Files.deleteIfExists(data.resolve(each));
    }
    Path ready = data.resolve("restore/ready");
    delete(home.resolve("etc"));
    Files.move(ready.resolve("etc"), home.resolve("etc"));
    try (Stream<Path> all = Files.list(ready.resolve("data"))) {
      for (Path each : all.toList()) {
        Files.move(each, data.resolve(each.getFileName()));
      }
    }
    delete(data.resolve("restore"));
  }

  private static boolean isRefused(Gateway other, byte[] file) {
    try {
      other.restore(file);
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
      return true;
    }
  }

  private static void assertRefused(Gateway other, byte[] file, String reason) throws IOException {
    assertThatThrownBy(() -> other.restore(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
    assertNothingStaged(other);
  }

  private static void assertNothingStaged(Gateway other) throws IOException {
    try (Stream<Path> left = Files.list(other.data.resolve("restore"))) {
      assertThat(left).isEmpty();
    }
    try (Stream<Path> all = Files.walk(other.home)) {
      assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("evil.json");
    }
  }

  private static void assertSame(Map<String, byte[]> entries, Path staged) throws IOException {
    for (Map.Entry<String, byte[]> each : entries.entrySet()) {
      if (each.getKey().startsWith("data/") || each.getKey().startsWith("etc/")) {
        assertThat(Files.readAllBytes(staged.resolve(each.getKey())))
            .as(each.getKey())
            .isEqualTo(each.getValue());
      }
    }
  }

  private static List<Gap> gaps(Gateway gateway) throws IOException {
    List<Gap> gaps = new ArrayList<>();
    try (JournalReader reader = gateway.journal.open("gaps", Lane.EVENT)) {
      for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
        Event event = entry.event();
        if (event != null) {
          Gap.of(event).ifPresent(gaps::add);
        }
      }
    }
    gateway.journal.forget("gaps");
    return gaps;
  }

  private static List<Long> sequences(JournalReader reader) throws IOException {
    List<Long> all = new ArrayList<>();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      all.add(entry.sequence());
    }
    return all;
  }

  private static Map<String, byte[]> entries(byte[] file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  /** Where the table of contents begins: what is in front of it is the backup. */
  private static int endOfEntries(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.indexOf("PK\001\002");
  }

  private static Map<String, byte[]> with(Map<String, byte[]> entries, String name, String text) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    entries.forEach(
        (key, content) -> {
          if (key.equals("state.properties") && !entries.containsKey(name)) {
            all.put(name, text.getBytes(StandardCharsets.UTF_8));
          }
          all.put(key, key.equals(name) ? text.getBytes(StandardCharsets.UTF_8) : content);
        });
    return all;
  }

  private static byte[] zip(Map<String, ?> entries) throws IOException {
    Map<String, byte[]> ordered = new LinkedHashMap<>();
    entries.forEach(
        (name, content) ->
            ordered.put(
                name,
                content instanceof byte[] bytes
                    ? bytes
                    : String.valueOf(content).getBytes(StandardCharsets.UTF_8)));
    return zipBytes(ordered);
  }

  private static byte[] zipBytes(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
