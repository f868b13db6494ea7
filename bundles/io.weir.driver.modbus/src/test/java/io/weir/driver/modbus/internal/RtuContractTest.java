package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** RTU on a serial port. */
class RtuContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("rtu");
  }
}
