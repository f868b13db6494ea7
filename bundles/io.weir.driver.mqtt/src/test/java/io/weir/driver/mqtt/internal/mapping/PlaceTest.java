package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  private static final String DOCUMENT =
      """
      {"a": {"b": [10, {"c": true}]}, "": 1, "x/y": 2, "m~n": 3, "0": 4, "switch:0": {"on": 5},
       "sensors": [{"type": "hum", "value": 40}, {"type": "temp", "value": 21.5, "n": 2},
                   {"type": "temp", "value": 99, "n": 2.0, "last": true}], "n": null}
      """;

  /** The pointers are those of RFC 6901, section 5, and what its section 4 says of lists. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/b/0 | 10",
        "/a/b/1/c | true",
        "/ | 1",
        "/x~1y | 2",
        "/m~0n | 3",
        "/0 | 4",
        "/switch:0/on | 5",
        "/n | null",
        "/a/b/2 |",
        "/a/b/01 |",
        "/a/b/- |",
        "/a/b/-1 |",
        "/nothing |",
        "/a/b/0/deeper |",
        "a.b[0] | 10",
        "a.b[1].c | true",
        "a.b[-1].c | true",
        "a.b[-3] |",
        "a.b[7] |",
        "sensors[type='temp'].value | 21.5",
        "sensors[type='hum'].value | 40",
        "sensors[n=2].value | 21.5",
        "sensors[last=true].value | 99",
        "sensors[type='gone'].value |",
        "sensors[type=2].value |",
        "a[type='temp'].value |",
        "['x/y'] | 2",
        "switch:0.on | 5",
        "a['b'][0] | 10",
        "a.0 |",
      })
  void findsWhatStandsThere(String place, String value) throws Exception {
    JsonNode found = Place.parse(place).in(new Payload(DOCUMENT.getBytes(UTF_8)).json());
    assertThat(found.isMissingNode() ? null : found.toString()).isEqualTo(value);
  }

  @Test
  void theEmptyPointerIsTheDocument() throws Exception {
    JsonNode root = new Payload(DOCUMENT.getBytes(UTF_8)).json();
    assertThat(Place.pointer("").in(root)).isSameAs(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a",
        "a..b",
        "a.",
        "a[",
        "a[]",
        "a[1",
        "a[b]",
        "a[b=]",
        "a[b=c]",
        "a[b='c]",
        "a b",
        "a[*]",
        "$.a[?(@.b)]",
        "a[b=1.2.3]",
        "a]",
        "['']",
        "/a~2b",
        "/a~"
      })
  void whatIsNoPlaceIsRefused(String place) {
    assertThatThrownBy(() -> Place.parse(place)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesAreEqualWhenTheyAreWrittenAlike() {
    assertThat(Place.parse("a[b='c'].d")).isEqualTo(Place.parse("a[b='c'].d"));
    assertThat(Place.parse("a[b='c'].d")).isNotEqualTo(Place.parse("a[b='e'].d"));
  }
}
