/** The demo plant as a process: its command line and its Modbus TCP server. */
@NullMarked
package io.weir.plant;

import org.jspecify.annotations.NullMarked;
