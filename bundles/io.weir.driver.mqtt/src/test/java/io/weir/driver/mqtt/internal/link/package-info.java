@NullMarked
package io.weir.driver.mqtt.internal.link;

import org.jspecify.annotations.NullMarked;
