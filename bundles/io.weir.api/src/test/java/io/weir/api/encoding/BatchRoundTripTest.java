package io.weir.api.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchRoundTripTest {
  private final BatchEncoder encoder = new BatchEncoder(Batches::type);
  private final BatchDecoder decoder = new BatchDecoder();
  private final WireWriter out = new WireWriter(64);

  @Test
  void givesRandomBatchesBackBitForBit() throws MalformedException {
    Random random = new Random(42);
    for (int round = 0; round < 3000; round++) {
      Batch batch = Batches.random(random, 400, round % 2 == 0);
      out.clear();
      int before = random.nextInt(5);
      out.skip(before);
      if (round % 3 == 0) {
        encoder.encodeDeflated(batch, out);
      } else {
        encoder.encode(batch, out);
      }
      Batch back = new Batch(8);
      decoder.decode(out.array(), before, out.size() - before, back);
      Batches.assertSame(back, batch);
    }
  }

  @Test
  void addsToWhatIsInTheBatch() throws MalformedException {
    Batch batch = new Batch(8);
    batch.addBoolean(0, 5, true);
    Batch back = decode(batch);
    encoder.encode(batch, cleared());
    decoder.decode(out.array(), 0, out.size(), back);
    assertThat(back.size()).isEqualTo(2);
  }

  @Test
  void anEmptyBatchIsAnEmptyMessage() throws MalformedException {
    assertThat(decode(new Batch(8)).isEmpty()).isTrue();
    assertThat(out.size()).isZero();
  }

  @Test
  void aRegularPollOfTenthsTakesAboutOneByteASample() throws MalformedException {
    Random random = new Random(1);
    Batch batch = new Batch(8);
    int[] raw = random.ints(1000, 100, 900).toArray();
    for (int second = 0; second < 10; second++) {
      for (int c = 0; c < 1000; c++) {
        raw[c] += random.nextInt(7) - 3;
        batch.addDouble(c * 5 + 2, second * 1_000_000L, raw[c] / 10.0);
      }
    }
    Batches.assertSame(decode(batch), batch);
    assertThat(out.size() / 10_000.0).isLessThan(1.5);
  }

  @Test
  void oneOddValueDoesNotSpoilTheChannelForEver() throws MalformedException {
    Batch tenths = new Batch(8);
    for (int i = 0; i < 100; i++) {
      tenths.addDouble(2, i, 20 + i / 10.0);
    }
    decode(tenths);
    int good = out.size();
    Batch odd = new Batch(8);
    odd.addAll(tenths, 0);
    odd.addDouble(2, 100, Double.NaN);
    Batches.assertSame(decode(odd), odd);
    assertThat(out.size()).isGreaterThan(good * 2);
    for (int i = 0; i < 256; i++) {
      decode(tenths);
    }
    assertThat(out.size()).isEqualTo(good);
  }

  @Test
  void scalingDoneByMultiplicationIsFoundToo() throws MalformedException {
    Batch batch = new Batch(8);
    for (int i = 0; i < 1000; i++) {
      batch.addDouble(2, i, (500 + i) * 0.1);
    }
    Batches.assertSame(decode(batch), batch);
    assertThat(out.size()).isLessThan(2500);
  }

  @Test
  void floatsThatWereDecimalsAreFoundToo() throws MalformedException {
    Batch batch = new Batch(8);
    for (int i = 0; i < 1000; i++) {
      batch.addDouble(2, i, (float) ((500 + i) / 100.0));
    }
    Batches.assertSame(decode(batch), batch);
    assertThat(out.size()).isLessThan(2500);
  }

  @Test
  void aBadRowHasNoValueAndABooleanIsNoughtOrOne() throws MalformedException {
    Batch batch = new Batch(8);
    batch.add(1, 1, 77, Quality.bad(Quality.Reason.COMM));
    batch.add(0, 1, 77, Quality.GOOD);
    Batch back = decode(batch);
    assertThat(back.bits(0)).isZero();
    assertThat(back.bits(1)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsTooLarge() {
    Batch batch = new Batch(BatchFormat.MAX_ROWS + 1);
    for (int i = 0; i <= BatchFormat.MAX_ROWS; i++) {
      batch.addInteger(1, i, i);
    }
    assertThatThrownBy(() -> encoder.encode(batch, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("262145 rows");
    Batch high = new Batch(8);
    high.addInteger(BatchFormat.MAX_CHANNEL + 1, 0, 0);
    assertThatThrownBy(() -> encoder.encode(high, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channel number 4194304");
    Batch text = new Batch(8);
    text.addObject(3, 0, "x".repeat(BatchFormat.MAX_BYTES), Quality.GOOD);
    assertThatThrownBy(() -> encoder.encode(text, cleared()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes");
    assertThat(out.size()).isZero();
  }

  @Test
  void namesTheSeriesOfTheLastBatch() {
    Batch batch = new Batch(8);
    batch.addInteger(6, 0, 1);
    batch.addInteger(1, 0, 1);
    batch.addInteger(6, 1, 1);
    encoder.encode(batch, out);
    assertThat(encoder.seriesCount()).isEqualTo(2);
    assertThat(encoder.seriesChannel(0)).isEqualTo(6);
    assertThat(encoder.seriesChannel(1)).isEqualTo(1);
  }

  @Test
  void typesAreAskedForOnce() {
    int[] asked = new int[1];
    BatchEncoder counting =
        new BatchEncoder(
            number -> {
              asked[0]++;
              return ValueType.INTEGER;
            });
    Batch batch = new Batch(8);
    batch.addInteger(0, 0, 1);
    counting.encode(batch, out);
    counting.encode(batch, out);
    assertThat(asked[0]).isEqualTo(1);
  }

  private WireWriter cleared() {
    out.clear();
    return out;
  }

  private Batch decode(Batch batch) throws MalformedException {
    encoder.encode(batch, cleared());
    Batch back = new Batch(8);
    decoder.decode(out.array(), 0, out.size(), back);
    return back;
  }
}
