/** Lines of GPIO chips and PWM outputs. */
@NullMarked
package io.weir.driver.gpio.internal;

import org.jspecify.annotations.NullMarked;
