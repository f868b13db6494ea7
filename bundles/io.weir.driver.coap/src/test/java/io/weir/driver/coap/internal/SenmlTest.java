package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs of RFC 8428, section numbers from there. */
class SenmlTest {
  private static List<Measurement> json(String text) throws PayloadException {
    return Format.SENML_JSON.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Measurement> cbor(String hex) throws PayloadException {
    return Format.SENML_CBOR.read(HexFormat.of().parseHex(hex));
  }

  @Test
  void aSingleDatapoint() throws PayloadException {
    // Section 5.1.1.
    assertThat(json("[{\"n\":\"urn:dev:ow:10e2073a01080063\",\"u\":\"Cel\",\"v\":23.1}]"))
        .containsExactly(new Measurement("urn:dev:ow:10e2073a01080063", 23.1, "Cel", Double.NaN));
  }

  @Test
  void severalWithBases() throws PayloadException {
    // The shape of section 5.1.3: a base time, relative times, a unit of its own.
    assertThat(
            json(
                "[{\"bn\":\"urn:dev:ow:10e2073a0108006:\",\"bt\":1.276020076e+09,\"bu\":\"A\","
                    + "\"bver\":5,\"n\":\"voltage\",\"u\":\"V\",\"v\":120.1},"
                    + "{\"n\":\"current\",\"t\":-5,\"v\":1.2},{\"n\":\"current\",\"t\":0,\"v\":17}]"))
        .containsExactly(
            new Measurement("urn:dev:ow:10e2073a0108006:voltage", 120.1, "V", 1.276020076e9),
            new Measurement("urn:dev:ow:10e2073a0108006:current", 1.2, "A", 1.276020071e9),
            new Measurement("urn:dev:ow:10e2073a0108006:current", 17L, "A", 1.276020076e9));
  }

  @Test
  void everyKindOfValue() throws PayloadException {
    List<Measurement> values =
        json(
            "[{\"n\":\"a\",\"vs\":\"x\"},{\"n\":\"b\",\"vb\":false},{\"n\":\"c\",\"vd\":\"AQI\"},"
                + "{\"n\":\"d\",\"v\":1,\"s\":5}]");
    assertThat(values).extracting(Measurement::name).containsExactly("a", "b", "c", "d", "d/sum");
    assertThat(values.get(0).value()).isEqualTo("x");
    assertThat(values.get(1).value()).isEqualTo(false);
    assertThat(values.get(2).value()).isEqualTo(new byte[] {1, 2});
    assertThat(values.get(4).value()).isEqualTo(5L);
  }

  @Test
  void aBaseValueIsAddedAndStandsForOneThatIsMissing() throws PayloadException {
    assertThat(
            json(
                "[{\"bn\":\"x\",\"bv\":20},{\"n\":\"a\",\"v\":1.5},{\"n\":\"b\",\"v\":2},"
                    + "{\"n\":\"c\"},{\"n\":\"d\",\"vb\":true}]"))
        .extracting(Measurement::value)
        .containsExactly(21.5, 22L, 20L, true);
  }

  @Test
  void cborByHand() throws PayloadException {
    // [{-2: "m/", 0: "t", 1: "Cel", 2: 21.5, 6: -10}, {0: "d", 8: h'0102'}]
    assertThat(cbor("82a521626d2f006174016343656c02f94d600629a20061640842 0102".replace(" ", "")))
        .hasSize(2)
        .first()
        .isEqualTo(new Measurement("m/t", 21.5, "Cel", -10));
  }

  @Test
  void whatIsWrittenIsRead() throws PayloadException {
    for (Object value : new Object[] {21.5, 42L, true, "text"}) {
      for (Format format : List.of(Format.SENML_JSON, Format.SENML_CBOR)) {
        assertThat(format.read(SenmlWriter.write(format, "x", value, 1_767_225_601.25)))
            .containsExactly(new Measurement("x", value, "", 1_767_225_601.25));
        assertThat(format.read(SenmlWriter.write(format, "", value, Double.NaN)))
            .containsExactly(Measurement.of("", value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"n\":\"a b\",\"v\":1}]",
        "[{\"n\":\"-a\",\"v\":1}]",
        "[{\"n\":\"a\",\"v\":\"1\"}]",
        "[{\"n\":\"a\",\"vs\":1}]",
        "[{\"n\":\"a\",\"vb\":1}]",
        "[{\"n\":\"a\",\"vd\":\"?\"}]",
        "[{\"n\":\"a\",\"v\":1,\"vs\":\"x\"}]",
        "[{\"n\":\"a\",\"v\":NaN}]",
        "[{\"n\":\"a\",\"v\":{}}]",
        "[{\"bver\":11,\"n\":\"a\",\"v\":1}]",
        "[{\"n\":\"a\",\"v\":1,\"t\":\"now\"}]",
        "[1]",
        "null"
      })
  void whatIsNoPackIsRefused(String pack) {
    assertThatThrownBy(() -> json(pack)).isInstanceOf(PayloadException.class);
  }

  @Test
  void unknownFieldsAreLeftOut() throws PayloadException {
    assertThat(json("[{\"n\":\"a\",\"v\":1,\"x\":{\"y\":[1,2]}}]")).hasSize(1);
  }
}
