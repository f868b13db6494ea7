package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** ASCII on a serial port. */
class AsciiContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("ascii");
  }
}
