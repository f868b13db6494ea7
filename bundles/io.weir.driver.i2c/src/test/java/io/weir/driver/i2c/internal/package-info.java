@NullMarked
package io.weir.driver.i2c.internal;

import org.jspecify.annotations.NullMarked;
