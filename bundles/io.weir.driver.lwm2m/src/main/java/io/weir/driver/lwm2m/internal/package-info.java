/** Devices that speak Lightweight M2M. */
@NullMarked
package io.weir.driver.lwm2m.internal;

import org.jspecify.annotations.NullMarked;
