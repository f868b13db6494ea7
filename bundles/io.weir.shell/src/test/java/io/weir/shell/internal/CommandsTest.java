package io.weir.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Device;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.CardWear;
import io.weir.api.store.Gap;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MemoryJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();

  @Test
  void statusSaysWhatIsWrongInWords() {
    board.part("clock").ok();
    board.part("connection/plant").status(State.ERROR, "comm", "127.0.0.1:5020 refused");

    assertThat(new StatusCommands(board, clock).status())
        .isEqualTo(
            """
            PART              STATE  REASON  SINCE  MESSAGE
            clock             ok     none        -
            connection/plant  error  comm        -  127.0.0.1:5020 refused
            1 of 2 parts need care at 2026-01-01T00:00:01Z
            """);
  }

  @Test
  void statusSaysWhenTheClockCannotBeTrusted() {
    clock.offset(1, 0, false);

    assertThat(new StatusCommands(board, clock).status())
        .endsWith("All is well at 1970-01-01T00:00:01Z (this clock is not trusted yet)\n");
  }

  @Test
  void uplinksShowTheBacklog() {
    StatusBoard.Part part = board.part("uplink/cloud");
    part.ok();
    part.gauge("connected", () -> 1);
    part.gauge("backlog-telemetry", () -> 1234);
    part.gauge("last-acknowledged", () -> FakeClock.DEFAULT_OFFSET);

    assertThat(new StatusCommands(board, clock).uplinks().lines().map(String::stripTrailing))
        .containsExactly(
            "UPLINK  STATE  CONNECTED  IN FLIGHT  BACKLOG  EVENTS  ACKNOWLEDGED  REJECTED  LAST"
                + "                  MESSAGE",
            "cloud   ok     yes                0     1234       0             0         0"
                + "  2026-01-01T00:00:00Z");
  }

  @Test
  void withoutAnUplinkTheFileToWriteIsNamed() {
    assertThat(new StatusCommands(board, clock).uplinks())
        .contains("io.weir.uplink.mqtt~<name>.cfg.json");
  }

  @Test
  void devicesShowTheirState() {
    board.part("device/boiler").status(State.DEGRADED, "comm", "no answer");

    assertThat(deviceCommands().devices())
        .isEqualTo(
            """
            DEVICE  NAME      CONNECTION  CHANNELS  STATE     MESSAGE
            boiler  Boiler 1  plant              3  degraded  no answer
            """);
  }

  @Test
  void liveShowsValuesWithTheirQuality() {
    assertThat(deviceCommands().live())
        .isEqualTo(
            """
            CHANNEL           VALUE  UNIT  QUALITY   TIME
            boiler/flow-temp   71.2  Cel   good      2026-01-01T00:00:00Z
            boiler/pressure       -  bar   bad/comm  2026-01-01T00:00:00Z
            boiler/valve          -        none yet  -
            """);
    assertThat(deviceCommands().live("press").lines()).hasSize(2);
    assertThat(deviceCommands().live("pump")).contains("'pump'");
  }

  @Test
  void theJournalShowsHowFarEachReaderIs() throws Exception {
    MemoryJournal journal = new MemoryJournal();
    Batch batch = new Batch(1);
    for (int i = 0; i < 5; i++) {
      batch.clear();
      batch.addDouble(0, i, i);
      journal.append(batch);
    }
    journal.open("uplink/cloud", Lane.TELEMETRY).acknowledge(2);

    assertThat(new JournalCommand(journal, clock).journal())
        .contains("uplink/cloud  telemetry             2       3\n")
        .endsWith("\n\nNo gaps.\n");
    assertThat(journal.lanes().get(0).cursors()).isEmpty();
  }

  @Test
  void theJournalShowsWhatWasLostAndWhatTheCardIsWrittenTo() {
    MemoryJournal journal = new MemoryJournal();
    for (int i = 1; i <= 12; i++) {
      Gap gap = new Gap(Lane.TELEMETRY, i, i, Gap.Loss.ALL, Gap.Reason.BUDGET, 0, 0, 0);
      journal.append(gap.toEvent(i));
    }
    CardWear.Figures figures =
        new CardWear.Figures(
            CardWear.Source.STORE, "", 1, 1, -1, 2e9, -1, 1_600_000_000, 0, 0, 1000, 5000, "busy");

    String text = new JournalCommand(journal, clock, () -> figures).journal();

    assertThat(text)
        .contains("2.00 GB a day are written of 1.60; committed every 5000 ms: busy\n")
        .contains("Latest gaps:\n2026-01-01T00:00:00Z  Entries 3 to 3 of lane telemetry are lost")
        .contains("Entries 12 to 12");
  }

  private DeviceCommands deviceCommands() {
    return new DeviceCommands(new OneBoiler(), new TwoValues(), board);
  }

  private static Channel readable(int number, String id, String unit) {
    return new Channel(
        new ChannelInfo(number, id, ValueType.DOUBLE, unit),
        id,
        Access.R,
        null,
        Map.of(),
        Conditioning.NONE,
        0,
        0);
  }

  private static final class OneBoiler implements DeviceRegistry {
    @Override
    public List<Device> devices() {
      return List.of(
          new Device(
              "boiler",
              "Boiler 1",
              null,
              "plant",
              true,
              Map.of(),
              List.of(
                  readable(0, "boiler/flow-temp", "Cel"),
                  readable(1, "boiler/pressure", "bar"),
                  readable(2, "boiler/valve", ""))));
    }

    @Override
    public Optional<Device> device(String id) {
      return Optional.empty();
    }

    @Override
    public Optional<Channel> channel(String id) {
      return Optional.empty();
    }

    @Override
    public @Nullable Channel channel(int number) {
      return null;
    }

    @Override
    public AutoCloseable onChange(Runnable action) {
      return () -> {};
    }
  }

  private static final class TwoValues implements LiveValues {
    @Override
    public boolean visit(int channel, Visitor visitor) {
      return false;
    }

    @Override
    public @Nullable Sample get(int channel) {
      return switch (channel) {
        case 0 -> new Sample("boiler/flow-temp", FakeClock.DEFAULT_OFFSET, 71.2, Quality.GOOD);
        case 1 ->
            new Sample(
                "boiler/pressure",
                FakeClock.DEFAULT_OFFSET,
                null,
                Quality.bad(Quality.Reason.COMM));
        default -> null;
      };
    }

    @Override
    public long revision() {
      return 0;
    }
  }
}
