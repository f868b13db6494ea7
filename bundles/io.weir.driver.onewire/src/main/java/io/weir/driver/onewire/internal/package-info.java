/** 1-Wire temperature sensors through the Linux kernel. */
@NullMarked
package io.weir.driver.onewire.internal;

import org.jspecify.annotations.NullMarked;
