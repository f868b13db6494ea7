package io.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressMapTest {
  private static final List<Map<String, Object>> MAPS =
      List.of(
          Map.of("unit", 1L, "register", 40L, "table", "holding"),
          Map.of("unit", 1L, "register", 41L, "table", "holding"),
          Map.of("unit", 1L, "register", 41L),
          Map.of("unit", 1L, "register", 41L, "table", "holding", "type", "uint16"),
          Map.of("topic", "a", "path", "b"),
          Map.of(),
          Map.of("unit", 2L, "register", 40L, "table", "holding"));

  @Test
  void aCopyIsEqualWhateverWasCopiedBefore() {
    for (Map<String, Object> before : MAPS) {
      for (Map<String, Object> map : MAPS) {
        AddressMap.copyOf(before);
        Map<String, Object> copy = AddressMap.copyOf(map);
        assertThat(copy.equals(map) && map.equals(copy)).isTrue();
        assertThat(copy.hashCode()).isEqualTo(map.hashCode());
        assertThat(copy.keySet()).isEqualTo(map.keySet());
        map.forEach((key, value) -> assertThat(copy.get(key)).isEqualTo(value));
        assertThat(copy.get("nothing")).isNull();
        assertThat(copy.containsKey("nothing")).isFalse();
      }
    }
  }

  @Test
  void aCopyDoesNotFollowAndCannotBeChanged() {
    Map<String, Object> map = new HashMap<>(MAPS.get(0));
    Map<String, Object> copy = AddressMap.copyOf(map);
    map.put("unit", 3L);
    assertThat(copy.get("unit")).isEqualTo(1L);
    assertThat(AddressMap.copyOf(copy)).isSameAs(copy);
    assertThatThrownBy(() -> copy.put("unit", 3L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.remove("unit")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.keySet().remove("unit"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
