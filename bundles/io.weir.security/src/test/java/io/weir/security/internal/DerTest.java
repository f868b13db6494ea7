package io.weir.security.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DerTest {
  @Test
  void lengthsAreShortBelow128AndCountedAbove() {
    assertThat(hex(Der.tlv(0x04, new byte[127]))).startsWith("047f00");
    assertThat(hex(Der.tlv(0x04, new byte[128]))).startsWith("04818000");
    assertThat(hex(Der.tlv(0x04, new byte[200], new byte[100]))).startsWith("0482012c00");
  }

  @Test
  void objectIdentifiersAreBase128() {
    assertThat(hex(Der.oid("1.2.840.10045.4.3.2"))).isEqualTo("06082a8648ce3d040302");
    assertThat(hex(Der.oid("2.5.29.17"))).isEqualTo("0603551d11");
  }

  @Test
  void integersKeepTheirSign() {
    assertThat(hex(Der.integer(BigInteger.valueOf(128)))).isEqualTo("02020080");
  }

  @Test
  void timesTurnGeneralIn2050() {
    assertThat(new String(Der.time(Instant.parse("2049-12-31T23:59:59Z")), 2, 13, US_ASCII))
        .isEqualTo("491231235959Z");
    assertThat(new String(Der.time(Instant.parse("2050-01-01T00:00:00Z")), 2, 15, US_ASCII))
        .isEqualTo("20500101000000Z");
  }

  private static String hex(byte[] der) {
    return HexFormat.of().formatHex(der);
  }
}
