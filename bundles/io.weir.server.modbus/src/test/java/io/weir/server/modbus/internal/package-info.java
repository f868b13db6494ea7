/** Tests of the Modbus server. */
@NullMarked
package io.weir.server.modbus.internal;

import org.jspecify.annotations.NullMarked;
