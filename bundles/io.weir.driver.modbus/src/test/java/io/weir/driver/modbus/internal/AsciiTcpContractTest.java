package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** ASCII through a TCP gateway. */
class AsciiTcpContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("ascii-tcp");
  }
}
