/** The whole gateway as one process, with peers that are not our own code. */
@NullMarked
package io.weir.itest;

import org.jspecify.annotations.NullMarked;
