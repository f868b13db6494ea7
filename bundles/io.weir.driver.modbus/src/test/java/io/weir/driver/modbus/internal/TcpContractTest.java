package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** Modbus TCP. */
class TcpContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("tcp");
  }
}
