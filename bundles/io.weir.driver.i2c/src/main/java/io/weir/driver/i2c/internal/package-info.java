/** Sensors and ports on the I2C and SPI buses of the board. */
@NullMarked
package io.weir.driver.i2c.internal;

import org.jspecify.annotations.NullMarked;
