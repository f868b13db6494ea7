/** Devices that speak CoAP: a server for them, and a client of theirs. */
@NullMarked
package io.weir.driver.coap.internal;

import org.jspecify.annotations.NullMarked;
