package io.weir.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.MapChannelTable;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private final MapChannelTable table = new MapChannelTable();
  private final LiveTable live = new LiveTable(table, new FakeClock());

  @Test
  void aChannelHasNoValueUntilItsFirstSample() {
    int number = table.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel").number();
    assertThat(live.get(number)).isNull();
    assertThat(live.visit(number, (t, b, o, q) -> {})).isFalse();
    assertThat(live.visit(-1, (t, b, o, q) -> {})).isFalse();
    assertThat(live.visit(1 << 20, (t, b, o, q) -> {})).isFalse();

    Batch batch = new Batch(1);
    batch.addDouble(number, 5, 71.2);
    long before = live.revision();
    live.update(batch);

    assertThat(live.get(number))
        .isEqualTo(
            new Sample("boiler/flow-temp", FakeClock.DEFAULT_OFFSET + 5, 71.2, Quality.GOOD));
    assertThat(live.revision()).isNotEqualTo(before);
  }

  @Test
  void aBadSampleHasNoValue() {
    int number = table.assign("boiler/burner", ValueType.BOOLEAN, "").number();
    Batch batch = new Batch(1);
    batch.addBad(number, 5, Quality.Reason.COMM);
    live.update(batch);
    Sample sample = Objects.requireNonNull(live.get(number));
    assertThat(sample.value()).isNull();
    assertThat(Quality.text(sample.quality())).isEqualTo("bad/comm");
  }

  @Test
  void textComesBack() {
    int number = table.assign("meter/serial", ValueType.TEXT, "").number();
    Batch batch = new Batch(1);
    batch.addObject(number, 5, "A-17", Quality.GOOD);
    live.update(batch);
    Sample sample = Objects.requireNonNull(live.get(number));
    assertThat(sample.value()).isEqualTo("A-17");
  }

  @Test
  void readersNeverSeeHalfAChangeWhileTheTableGrows() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong torn = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    Thread reader =
        new Thread(
            () -> {
              while (!stop.get()) {
                live.visit(
                    7,
                    (time, bits, object, quality) -> {
                      seen.incrementAndGet();
                      if (bits != time * 3 || quality != (byte) (time & 0x3F)) {
                        torn.incrementAndGet();
                      }
                    });
              }
            },
            "reader");
    reader.start();
    Batch batch = new Batch(2);
    for (int i = 0; i < 2_000_000 || seen.get() < 1000; i++) {
      batch.clear();
      batch.add(7, i, i * 3L, (byte) (i & 0x3F));
      if (i % 100_000 == 0) {
        batch.add(Math.min(1 << 20, 256 + i), i, 0, Quality.GOOD);
      }
      live.update(batch);
    }
    stop.set(true);
    reader.join();
    assertThat(torn).hasValue(0);
    assertThat(seen.get()).isPositive();
  }
}
