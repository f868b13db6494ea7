package io.weir.api.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterOrderTest {
  @ParameterizedTest
  @CsvSource({
    "ABCD, 0123, 01234567, 0123456789ABCDEF",
    "CDAB, 0123, 45670123, CDEF89AB45670123",
    "BADC, 2301, 23016745, 23016745AB89EFCD",
    "DCBA, 2301, 67452301, EFCDAB8967452301",
  })
  void oneValueStandsInEachOrder(RegisterOrder order, String one, String two, String four) {
    byte[] bytes = HexFormat.of().parseHex("FF" + one + two + four);
    assertThat(order.get16(bytes, 1)).isEqualTo((short) 0x0123);
    assertThat(order.get32(bytes, 3)).isEqualTo(0x0123_4567);
    assertThat(order.get64(bytes, 7)).isEqualTo(0x0123_4567_89AB_CDEFL);

    byte[] put = new byte[bytes.length];
    put[0] = -1;
    order.put16(put, 1, (short) 0x0123);
    order.put32(put, 3, 0x0123_4567);
    order.put64(put, 7, 0x0123_4567_89AB_CDEFL);
    assertThat(put).isEqualTo(bytes);
    assertThat(order.isSwappingBytes()).isEqualTo(one.equals("2301"));
  }

  @ParameterizedTest
  @CsvSource({"ABCD, FFFE", "DCBA, FEFF"})
  void signsAreKept(RegisterOrder order, String hex) {
    assertThat(order.get16(HexFormat.of().parseHex(hex), 0)).isEqualTo((short) -2);
  }
}
