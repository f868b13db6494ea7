package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests, byte by byte; where they stand was printed by a C program from linux/gpio.h. */
class LineAbiTest {
  @Test
  void anInputWithDebounce() {
    LineSetup setup =
        new LineSetup(
            17, false, true, Pull.UP, Drive.PUSH_PULL, Edge.BOTH, 5_000, null, "weir panel/door");
    byte[] request = LineAbi.request(setup);
    assertThat(request).hasSize(592);
    assertThat(words(request))
        .containsExactly(
            "0=17",
            "288=" + (1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 8),
            "296=1",
            "320=3",
            "328=5000",
            "336=1",
            "560=1",
            "564=256");
    assertThat(new String(request, 256, 16, StandardCharsets.US_ASCII))
        .isEqualTo("weir panel/door\0");
  }

  @Test
  void anOutputWithItsFirstLevel() {
    LineSetup setup =
        new LineSetup(
            27, true, false, Pull.ASIS, Drive.OPEN_DRAIN, Edge.BOTH, 0, true, "weir panel/pump");
    assertThat(words(LineAbi.request(setup)))
        .containsExactly(
            "0=27", "288=" + (1 << 3 | 1 << 6), "296=1", "320=2", "328=1", "336=1", "560=1");
    byte[] config = LineAbi.config(setup, false);
    assertThat(config).hasSize(272);
    assertThat(words(config, 0)).containsExactly("0=72", "8=1", "32=2", "48=1");
  }

  @Test
  void anOutputThatKeepsItsLevelIsRequestedAsItIs() {
    LineSetup setup =
        new LineSetup(27, true, true, Pull.DOWN, Drive.PUSH_PULL, Edge.BOTH, 0, null, "weir");
    assertThat(words(LineAbi.request(setup))).containsExactly("0=27", "560=1");
  }

  @Test
  void aLongNameIsCutSoThatItEnds() {
    LineSetup setup =
        new LineSetup(
            1, false, false, Pull.ASIS, Drive.PUSH_PULL, Edge.BOTH, 0, null, "x".repeat(40));
    byte[] request = LineAbi.request(setup);
    byte[] name = new byte[LineAbi.NAME_BYTES];
    System.arraycopy(request, 256, name, 0, name.length);
    assertThat(LineAbi.text(name)).isEqualTo("x".repeat(31));
  }

  private static List<String> words(byte[] request) {
    return words(request, 256 + LineAbi.NAME_BYTES);
  }

  /** The 32-bit words that are not 0, but for the name before {@code skip}. */
  private static List<String> words(byte[] bytes, int skip) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    List<String> words = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 4) {
      boolean isName = at >= skip - LineAbi.NAME_BYTES && at < skip;
      if (!isName && buffer.getInt(at) != 0) {
        words.add(at + "=" + buffer.getInt(at));
      }
    }
    return words;
  }
}
