@NullMarked
package io.weir.driver.host.internal;

import org.jspecify.annotations.NullMarked;
