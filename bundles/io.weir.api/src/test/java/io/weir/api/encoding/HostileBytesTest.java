package io.weir.api.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nothing but a {@link MalformedException} comes out of a decoder, whatever goes in. */
class HostileBytesTest {
  private static final int MAX_ROWS = 5000;
  private final BatchDecoder decoder = new BatchDecoder(MAX_ROWS, 100_000);

  @Test
  void mutatedBatches() {
    Random random = new Random(7);
    BatchEncoder encoder = new BatchEncoder(Batches::type);
    WireWriter out = new WireWriter(64);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      out.clear();
      if (round % 4 == 0) {
        encoder.encodeDeflated(Batches.random(random, 60, false), out);
      } else {
        encoder.encode(Batches.random(random, 60, true), out);
      }
      byte[] bytes = mutate(out.toByteArray(), random);
      Batch back = new Batch(8);
      back.addBoolean(0, 0, true);
      try {
        decoder.decode(bytes, 0, bytes.length, back);
        assertThat(back.size()).isBetween(1, MAX_ROWS + 1);
      } catch (MalformedException e) {
        refused++;
        assertThat(back.size()).isEqualTo(1);
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(refused).isBetween(1000, 19_999);
  }

  @Test
  void randomBytes() {
    Random random = new Random(8);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        decoder.decode(bytes, 0, bytes.length, new Batch(8));
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void mutatedEventsAndChannels() {
    Random random = new Random(9);
    WireWriter out = new WireWriter(64);
    WireReader in = new WireReader();
    for (int round = 0; round < 20_000; round++) {
      out.clear();
      boolean event = round % 2 == 0;
      if (event) {
        EventFormat.encode(
            new Event("rule", "hot", Severity.CRITICAL, -5, "zu heiß", Map.of("a", "b", "c", "")),
            out);
      } else {
        ChannelFormat.encode(new ChannelInfo(7, "boiler/t", ValueType.DOUBLE, "Cel"), out);
      }
      byte[] bytes = mutate(out.toByteArray(), random);
      in.over(bytes, 0, bytes.length);
      try {
        Object back = event ? EventFormat.decode(in) : ChannelFormat.decode(in);
        assertThat(back).isNotNull();
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aBombIsRefused() {
    BatchEncoder encoder = new BatchEncoder(number -> ValueType.TEXT);
    Batch batch = new Batch(8);
    batch.addObject(0, 0, "x".repeat(1_000_000), (byte) 0);
    WireWriter out = new WireWriter(64);
    encoder.encodeDeflated(batch, out);
    assertThat(out.size()).isLessThan(5000);
    assertThatThrownBy(() -> decoder.decode(out.array(), 0, out.size(), new Batch(8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("larger than 100000 bytes");
  }

  @Test
  void moreRowsThanAllowedAreRefused() {
    BatchEncoder encoder = new BatchEncoder(number -> ValueType.BOOLEAN);
    Batch batch = new Batch(8);
    for (int i = 0; i <= MAX_ROWS; i++) {
      batch.addBoolean(0, 0, true);
    }
    WireWriter out = new WireWriter(64);
    encoder.encode(batch, out);
    assertThatThrownBy(() -> decoder.decode(out.array(), 0, out.size(), new Batch(8)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("expected 0 to 5000");
  }

  @Test
  void unknownFieldsArePassedOver() throws MalformedException {
    BatchEncoder encoder = new BatchEncoder(number -> ValueType.INTEGER);
    Batch batch = new Batch(8);
    batch.addInteger(3, 4, 5);
    WireWriter out = new WireWriter(64);
    encoder.encode(batch, out);
    out.uint(99, 12345);
    out.text(100, "later version");
    Batch back = new Batch(8);
    decoder.decode(out.array(), 0, out.size(), back);
    Batches.assertSame(back, batch);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    if (copy.length == 0) {
      return copy;
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(4)) {
        case 0 -> copy[at] = (byte) random.nextInt();
        case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> copy[at] = (byte) 0xFF;
        default -> copy = java.util.Arrays.copyOf(copy, Math.max(1, at));
      }
    }
    return copy;
  }
}
