package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** RTU through a TCP gateway. */
class RtuTcpContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("rtu-tcp");
  }
}
