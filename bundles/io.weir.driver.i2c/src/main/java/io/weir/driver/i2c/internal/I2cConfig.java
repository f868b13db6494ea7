package io.weir.driver.i2c.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one I2C bus. */
@ObjectClassDefinition(name = "I2C bus", description = "One I2C bus of the board.")
@interface I2cConfig {
  @AttributeDefinition(
      name = "Bus",
      description = "Number of the bus: 1 for /dev/i2c-1.",
      min = "0",
      max = "255")
  int bus() default 1;
}
