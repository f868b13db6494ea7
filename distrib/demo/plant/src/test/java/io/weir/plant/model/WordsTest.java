package io.weir.plant.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void signedNumbersKeepTheirSign() {
    assertThat(new Words(1).int16(0, -12.6).toArray()).containsExactly((short) -13);
  }

  @Test
  void numbersThatDoNotFitAreHeldAtTheLimit() {
    assertThat(new Words(2).int16(0, 40000).uint16(1, -5).toArray())
        .containsExactly(Short.MAX_VALUE, (short) 0);
    assertThat(new Words(1).uint16(0, 70000).toArray()).containsExactly((short) 0xFFFF);
  }

  @Test
  void longNumbersGoHighWordFirstUnlessSaid() {
    assertThat(new Words(4).int64(0, 0x0001_0002_0003L).toArray())
        .containsExactly((short) 0, (short) 1, (short) 2, (short) 3);
    assertThat(new Words(2).uint32LowFirst(0, 0x8001_0002L).toArray())
        .containsExactly((short) 2, (short) 0x8001);
  }

  @Test
  void floatsAreIeee() {
    assertThat(new Words(2).float32(0, 1.5).toArray()).containsExactly((short) 0x3FC0, (short) 0);
  }

  @Test
  void textIsTwoCharactersARegister() {
    assertThat(new Words(3).ascii(0, 3, "ABC").toArray())
        .containsExactly((short) 0x4142, (short) 0x4300, (short) 0);
    assertThat(new Words(1).ascii(0, 1, "ABC").toArray()).containsExactly((short) 0x4142);
  }
}
