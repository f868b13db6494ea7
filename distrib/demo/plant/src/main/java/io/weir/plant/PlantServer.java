package io.weir.plant;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.DigitalIn;
import com.ghgande.j2mod.modbus.procimg.DigitalOut;
import com.ghgande.j2mod.modbus.procimg.FIFO;
import com.ghgande.j2mod.modbus.procimg.File;
import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.ProcessImage;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import io.weir.plant.model.Plant;
import io.weir.plant.model.Registers;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Shows a plant on Modbus TCP. Each request is answered from one reading of the device. */
final class PlantServer implements AutoCloseable {
  private static final int CONNECTIONS = 16;
  private static final int IDLE_SECONDS = 300;

  private final ModbusSlave slave;

  /**
   * Starts listening.
   *
   * @throws ModbusException if the address cannot be bound
   */
  PlantServer(Plant plant, InetAddress address, int port) throws ModbusException {
    slave = ModbusSlaveFactory.createTCPSlave(address, port, CONNECTIONS, false, IDLE_SECONDS);
    for (int unitId : plant.unitIds()) {
      slave.addProcessImage(unitId, new Image(plant, unitId));
    }
    slave.open();
  }

  @Override
  public void close() {
    slave.close();
  }

  /** One device as the library wants to see it. */
  private record Image(Plant plant, int unitId) implements ProcessImage {
    private Registers read() {
      return plant.read(unitId);
    }

    private static void check(int offset, int count, int size) {
      if (offset < 0 || count < 1 || offset + count > size) {
        throw new IllegalAddressException();
      }
    }

    private static <T> T[] range(
        int offset, int count, int size, IntFunction<T> item, IntFunction<T[]> array) {
      check(offset, count, size);
      T[] items = array.apply(count);
      Arrays.setAll(items, i -> item.apply(offset + i));
      return items;
    }

    @Override
    public Register[] getRegisterRange(int offset, int count) {
      short[] words = read().holding();
      return range(
          offset,
          count,
          words.length,
          address -> new HoldingRegister(plant, unitId, address, words[address]),
          Register[]::new);
    }

    @Override
    public Register getRegister(int address) {
      return getRegisterRange(address, 1)[0];
    }

    @Override
    public int getRegisterCount() {
      return read().holding().length;
    }

    @Override
    public InputRegister[] getInputRegisterRange(int offset, int count) {
      short[] words = read().input();
      return range(
          offset,
          count,
          words.length,
          address -> new SimpleInputRegister(words[address]),
          InputRegister[]::new);
    }

    @Override
    public InputRegister getInputRegister(int address) {
      return getInputRegisterRange(address, 1)[0];
    }

    @Override
    public int getInputRegisterCount() {
      return read().input().length;
    }

    @Override
    public DigitalOut[] getDigitalOutRange(int offset, int count) {
      boolean[] coils = read().coils();
      return range(
          offset,
          count,
          coils.length,
          address -> new Coil(plant, unitId, address, coils[address]),
          DigitalOut[]::new);
    }

    @Override
    public DigitalOut getDigitalOut(int address) {
      return getDigitalOutRange(address, 1)[0];
    }

    @Override
    public int getDigitalOutCount() {
      return read().coils().length;
    }

    @Override
    public DigitalIn[] getDigitalInRange(int offset, int count) {
      boolean[] inputs = read().discrete();
      return range(
          offset,
          count,
          inputs.length,
          address -> new SimpleDigitalIn(inputs[address]),
          DigitalIn[]::new);
    }

    @Override
    public DigitalIn getDigitalIn(int address) {
      return getDigitalInRange(address, 1)[0];
    }

    @Override
    public int getDigitalInCount() {
      return read().discrete().length;
    }

    @Override
    public File getFile(int number) {
      throw new IllegalAddressException();
    }

    @Override
    public File getFileByNumber(int number) {
      throw new IllegalAddressException();
    }

    @Override
    public int getFileCount() {
      return 0;
    }

    @Override
    public FIFO getFIFO(int number) {
      throw new IllegalAddressException();
    }

    @Override
    public FIFO getFIFOByAddress(int address) {
      throw new IllegalAddressException();
    }

    @Override
    public int getFIFOCount() {
      return 0;
    }
  }

  /** A holding register whose writes reach the plant. */
  private static final class HoldingRegister extends SimpleRegister {
    private final Plant plant;
    private final int unitId;
    private final int address;

    HoldingRegister(Plant plant, int unitId, int address, short value) {
      // The constructor that takes a number writes it, through the methods below.
      super((byte) (value >> 8), (byte) value);
      this.plant = plant;
      this.unitId = unitId;
      this.address = address;
    }

    @Override
    public synchronized void setValue(int value) {
      write(value);
      super.setValue(value);
    }

    @Override
    public synchronized void setValue(short value) {
      write(value);
      super.setValue(value);
    }

    @Override
    public synchronized void setValue(byte[] bytes) {
      write(((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF));
      super.setValue(bytes);
    }

    private void write(int value) {
      if (!plant.writeRegister(unitId, address, value)) {
        throw new IllegalAddressException();
      }
    }
  }

  /** A coil whose writes reach the plant. */
  private record Coil(Plant plant, int unitId, int address, boolean isSet) implements DigitalOut {
    @Override
    public void set(boolean value) {
      if (!plant.writeCoil(unitId, address, value)) {
        throw new IllegalAddressException();
      }
    }
  }
}
