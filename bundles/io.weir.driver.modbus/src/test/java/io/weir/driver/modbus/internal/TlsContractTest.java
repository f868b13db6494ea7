package io.weir.driver.modbus.internal;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** Modbus TCP within TLS, with certificates on both sides. */
class TlsContractTest extends ModbusContract {
  @BeforeAll
  static void start() throws IOException {
    start("tls");
  }
}
