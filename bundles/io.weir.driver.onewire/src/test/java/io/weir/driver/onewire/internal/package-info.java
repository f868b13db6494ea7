@NullMarked
package io.weir.driver.onewire.internal;

import org.jspecify.annotations.NullMarked;
