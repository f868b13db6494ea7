package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store opens as soon as it can, and somebody stands in until then. */
class StoreOpenerTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(5, 1 << 16, 1 << 20, 1 << 16, 1 << 20);

  @TempDir Path directory = Path.of("");

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final List<Object> services = new CopyOnWriteArrayList<>();
  private final List<StoreOpener> openers = new CopyOnWriteArrayList<>();

  private final StoreOpener.Registry registry =
      new StoreOpener.Registry() {
        @Override
        public <S> Closeable register(Class<S> type, S service, int ranking) {
          assertThat(service).isInstanceOf(type);
          // As the framework does, the higher ranking goes before the lower.
          services.add(ranking == -1 ? services.size() : 0, service);
          return () -> services.remove(service);
        }
      };

  @AfterEach
  void close() throws IOException {
    for (StoreOpener opener : openers) {
      opener.close();
    }
    assertThat(services).isEmpty();
  }

  @Test
  void aUsableDirectoryIsOpenAtOnce() throws Exception {
    StoreOpener opener = opener(directory.resolve("data"));
    opener.start();
    assertThat(service(Journal.class)).isInstanceOf(SegmentJournal.class);
    assertThat(service(ChannelTable.class)).isInstanceOf(ChannelFile.class);
    assertThat(service(StoreDirectory.class).path()).isEqualTo(directory.resolve("data"));
    assertThat(board.get("store").state()).isEqualTo(State.OK);
    assertThat(services).hasSize(6);
  }

  @Test
  void aDirectoryThatCannotBeUsedIsOpenedLater() throws Exception {
    Path file = directory.resolve("card");
    Files.writeString(file, "not a directory");
    StoreOpener opener = opener(file.resolve("data"));
    opener.start();
    assertThat(board.get("store").state()).isEqualTo(State.ERROR);
    assertThat(board.get("store").reason()).isEqualTo("disk");
    assertThat(board.get("store").message())
        .contains("card/data", "Live values and rules go on", "tried again");
    ChannelTable channels = service(ChannelTable.class);
    assertThat(channels.assign("d/c", ValueType.INTEGER, "").number()).isZero();
    assertThat(channels.assign("d/c", ValueType.DOUBLE, "").number()).isEqualTo(1);
    assertThat(channels.assign("d/c", ValueType.DOUBLE, "").number()).isEqualTo(1);
    assertThat(channels.byId("d/c")).hasSize(2);
    Batch batch = new Batch(1);
    batch.addInteger(0, 1, 1);
    Journal closed = service(Journal.class);
    Event event = new Event("t", "s", Severity.INFO, 1, "m", Map.of());
    assertThatThrownBy(() -> closed.append(batch))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the journal is not open");
    assertThatThrownBy(() -> closed.append(event)).isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> closed.open("r", Lane.EVENT)).isInstanceOf(JournalException.class);
    assertThat(closed.lanes()).hasSize(2);
    Files.delete(file);
    opener.hurry();
    Await.until("open", () -> services.size() == 6);
    assertThat(board.get("store").state()).isEqualTo(State.OK);
    ChannelTable real = service(ChannelTable.class);
    int number = real.assign("d/c", ValueType.INTEGER, "").number();
    batch.clear();
    batch.addInteger(number, 1, 1);
    assertThat(service(Journal.class).append(batch)).isEqualTo(1);
    assertThat(service(Journal.class).append(event)).isEqualTo(1);
  }

  @Test
  void aJournalThatCannotBeReadHoldsNothingOpen() throws Exception {
    Path data = directory.resolve("data");
    Path segment = data.resolve("journal").resolve("telemetry").resolve("000001.seg");
    byte[] newer = new SegmentHeader(2, 1, 1, Thinning.NONE).toBytes();
    newer[7] = '2';
    Files.createDirectories(segment.getParent());
    Files.write(segment, newer);
    StoreOpener opener = opener(data);
    opener.start();
    assertThat(board.get("store").message()).contains("000001.seg has version 2");
    DataLock.take(data).close();
    Files.delete(segment);
    opener.hurry();
    Await.until("open", () -> services.size() == 6);
  }

  @Test
  void aDirectoryInUseIsRefused() throws Exception {
    try (DataLock taken = DataLock.take(directory)) {
      assertThat(taken).isNotNull();
      StoreOpener opener = opener(directory);
      assertThatThrownBy(opener::start).isInstanceOf(DataLock.InUse.class);
      assertThat(services).isEmpty();
      assertThat(board.get("store").reason()).isEqualTo("config");
      assertThat(board.get("store").message()).contains("in use by another gateway");
    }
  }

  private StoreOpener opener(Path path) {
    StoreOpener opener =
        new StoreOpener(
            () -> new StoreGate.OpenStore(path, new LocalDisk(), SETTINGS, clock, board),
            registry,
            board.part("store"),
            path);
    openers.add(opener);
    return opener;
  }

  private <S> S service(Class<S> type) {
    return services.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
