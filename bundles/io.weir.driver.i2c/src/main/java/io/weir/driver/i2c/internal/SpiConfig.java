package io.weir.driver.i2c.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one SPI bus. */
@ObjectClassDefinition(name = "SPI bus", description = "One SPI bus of the board.")
@interface SpiConfig {
  @AttributeDefinition(
      name = "Bus",
      description = "Number of the bus: 0 for /dev/spidev0.0 and /dev/spidev0.1.",
      min = "0",
      max = "15")
  int bus() default 0;

  @AttributeDefinition(
      name = "Clock (Hz)",
      description = "How fast bits travel.",
      min = "10000",
      max = "5000000")
  int speed_hz() default 1_000_000;
}
