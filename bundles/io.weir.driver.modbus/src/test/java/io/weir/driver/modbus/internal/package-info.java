@NullMarked
package io.weir.driver.modbus.internal;

import org.jspecify.annotations.NullMarked;
