/** Starts the framework and its bundles in a fixed order and answers the service manager. */
@NullMarked
package io.weir.launcher;

import org.jspecify.annotations.NullMarked;
