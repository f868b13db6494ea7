package io.weir.plant.model;

/** One device on the bus: its register map over its physics. Not thread-safe. */
interface Unit {
  /** Everything a master can read now. */
  Registers registers();

  /**
   * Takes a value a master writes; a value out of the device's range is held at its limit.
   *
   * @return whether the holding register may be written
   */
  boolean writeRegister(int address, int value);

  /**
   * Switches a coil.
   *
   * @return whether the coil may be written
   */
  boolean writeCoil(int address, boolean value);
}
