package io.weir.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import io.weir.plant.model.Plant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlantServerTest {
  private final AtomicLong clock = new AtomicLong();
  private PlantServer server;
  private ModbusTCPMaster master;

  @BeforeEach
  void start() throws Exception {
    int port = freePort();
    server = new PlantServer(new Plant(clock::get), InetAddress.getLoopbackAddress(), port);
    master = new ModbusTCPMaster("127.0.0.1", port);
    master.setTimeout(30_000);
    master.connect();
  }

  @AfterEach
  void stop() {
    master.disconnect();
    server.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void everyTableIsRead() throws ModbusException {
    InputRegister[] input = master.readInputRegisters(Plant.BOILER, 0, 6);
    assertThat(input).hasSize(6);
    assertThat(input[0].toShort()).isBetween((short) 600, (short) 700);
    assertThat(master.readMultipleRegisters(Plant.METER, 3000, 6)).hasSize(6);
    assertThat(master.readCoils(Plant.BOILER, 0, 2).getBit(0)).isTrue();
    assertThat(master.readInputDiscretes(Plant.BOILER, 0, 1).getBit(0)).isTrue();
  }

  @Test
  void writesReachTheDevice() throws ModbusException {
    master.writeSingleRegister(Plant.BOILER, 0, new SimpleRegister(555));
    assertThat(master.readMultipleRegisters(Plant.BOILER, 0, 1)[0].getValue()).isEqualTo(555);
    master.writeMultipleRegisters(Plant.PUMP, 0, new Register[] {new SimpleRegister(800)});
    assertThat(master.readMultipleRegisters(Plant.PUMP, 0, 1)[0].getValue()).isEqualTo(800);
    master.writeCoil(Plant.BOILER, 1, true);
    assertThat(master.readCoils(Plant.BOILER, 0, 2).getBit(1)).isTrue();
  }

  @Test
  void whatIsNotThereIsAnIllegalAddress() {
    assertIllegalAddress(() -> master.readInputRegisters(Plant.BOILER, 5, 2));
    assertIllegalAddress(() -> master.readInputRegisters(Plant.METER, 0, 1));
    assertIllegalAddress(() -> master.readMultipleRegisters(Plant.METER, 3212, 1));
    assertIllegalAddress(() -> master.readCoils(Plant.METER, 0, 1));
    assertIllegalAddress(
        () -> master.writeSingleRegister(Plant.METER, 3000, new SimpleRegister(1)));
  }

  private static void assertIllegalAddress(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ModbusSlaveException.class, e -> assertThat(e.getType()).isEqualTo(2));
  }

  @Test
  void aPortInUseIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  new PlantServer(
                          new Plant(clock::get),
                          InetAddress.getLoopbackAddress(),
                          taken.getLocalPort())
                      .close())
          .isInstanceOf(ModbusException.class)
          .hasMessageContaining("in use");
    }
  }
}
