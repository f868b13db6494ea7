@NullMarked
package io.weir.driver.gpio.internal;

import org.jspecify.annotations.NullMarked;
