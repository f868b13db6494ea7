@NullMarked
package io.weir.driver.mqtt.internal.mapping;

import org.jspecify.annotations.NullMarked;
